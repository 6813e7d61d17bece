import type { ComponentChildren, VNode } from 'preact';
import { Layout } from '../../pages/layout.js';

/** What every page of the way knows. */
export interface Way {
  /** The till as people call it. */
  readonly till: string;
  /** The location as POS Hub calls it, where POS Hub could be asked. */
  readonly location?: string;
  /** Where the page's forms go: the path of the connection's page. */
  readonly action: string;
  /** What the forms must repeat. */
  readonly csrf: string;
}

const STEPS = ['Access', 'Store', 'Done'] as const;

/** A page of the way: the two sides, how far the merchant is, and what is to do. */
export function Frame(props: {
  readonly till: string;
  readonly title: string;
  readonly step?: (typeof STEPS)[number];
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
}): VNode {
  return (
    <Layout
      title={`${props.title} – ${props.till} and POS Hub`}
      header={<Pair till={props.till} />}
      footer={props.footer}
    >
      {props.step === undefined ? null : <Steps at={STEPS.indexOf(props.step)} />}
      {props.children}
    </Layout>
  );
}

/** Fields that each form of the way carries. */
export function Hidden({ step, csrf }: { readonly step: string; readonly csrf: string }): VNode {
  return (
    <>
      <input type="hidden" name="step" value={step} />
      <input type="hidden" name="csrf" value={csrf} />
    </>
  );
}

/** The location as a merchant knows it. */
export function Place({ location }: Pick<Way, 'location'>): VNode {
  return location === undefined ? <>your location</> : <strong>{location}</strong>;
}

/** How long the merchant has: nobody should be surprised by it. */
export const TIME_LIMIT = 'For safety, this page works for 10 minutes after you came from POS Hub.';

function Pair({ till }: { readonly till: string }): VNode {
  return (
    <p class="pair">
      <span>POS Hub</span>
      <svg width="44" height="12" viewBox="0 0 44 12" fill="currentColor" aria-hidden="true">
        <path d="M6 6h32" stroke="currentColor" stroke-width="2" />
        <circle cx="6" cy="6" r="5" />
        <circle cx="38" cy="6" r="5" />
      </svg>
      <span class="unseen">and</span>
      <span>{till}</span>
    </p>
  );
}

function Steps({ at }: { readonly at: number }): VNode {
  return (
    <ol class="steps" aria-label="Steps">
      {STEPS.map((step, index) => (
        <li key={step} class={index < at ? 'past' : ''} {...(index === at ? { 'aria-current': 'step' } : {})}>
          {step}
        </li>
      ))}
    </ol>
  );
}
