import type { VNode } from 'preact';
import type { FaultReport, Instant } from '@poshub-bridge/core';
import { ago, hintOf, timeAt, type Mood } from '../words.js';

/** A state in one word. */
export function Pill({ mood, children }: { readonly mood: Mood; readonly children: string }): VNode {
  return <span class={`pill ${mood}`}>{children}</span>;
}

/** A time by the store's clock, and how long ago that is. */
export function When(props: { readonly at: Instant; readonly now: Instant; readonly zone: string | undefined }): VNode {
  return (
    <time dateTime={new Date(props.at).toISOString()} class="when">
      {timeAt(props.at, props.zone)} <small>{ago(props.now - props.at)}</small>
    </time>
  );
}

/** What went wrong and what to do about it. */
export function FaultNote({ fault }: { readonly fault: FaultReport }): VNode {
  const hint = hintOf(fault);
  const particulars = [fault.detail, fault.path === undefined ? undefined : `at ${fault.path}`].filter(
    (part) => part !== undefined,
  );
  return (
    <div class="fault">
      <p class="what">{fault.message}</p>
      {hint === undefined ? null : <p>{hint}</p>}
      <p class="code">
        <code>{fault.code}</code>
        {particulars.length === 0 ? null : ` · ${particulars.join(' ')}`}
      </p>
    </div>
  );
}

/** A fact with its name. */
export function Fact({ name, children }: { readonly name: string; readonly children: VNode | string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
