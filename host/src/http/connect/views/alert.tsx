import type { VNode } from 'preact';
import type { Fault } from '@poshub-bridge/core';
import type { Mistake } from '../answers-form.js';
import { wordsOf } from '../words.js';

/** What went wrong, at the top of a page where it can be mended; it has the focus when the page is there. */
export function FaultAlert({ fault }: { readonly fault: Fault }): VNode {
  const { heading, message, advice } = wordsOf(fault);
  return (
    <div class="alert" role="alert" tabIndex={-1} autofocus>
      <h2>{heading}</h2>
      <p>{message}</p>
      <p>{advice}</p>
      <Code code={fault.code} />
    </div>
  );
}

/** The answers that must be mended, each with the way to its field. */
export function MistakeAlert({ mistakes }: { readonly mistakes: readonly Mistake[] }): VNode {
  return (
    <div class="alert" role="alert" tabIndex={-1} autofocus>
      <h2>Please look at this again</h2>
      <ul>
        {mistakes.map(({ field, message }) => (
          <li key={message}>{field === undefined ? message : <a href={`#${field.id}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** The stable code, for whoever is asked for help. */
export function Code({ code }: { readonly code: string }): VNode {
  return (
    <p class="code">
      Code: <code>{code}</code>
    </p>
  );
}
