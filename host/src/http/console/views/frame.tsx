import type { ComponentChildren, VNode } from 'preact';
import type { Instant } from '@poshub-bridge/core';
import { Layout } from '../../pages/layout.js';
import { STYLE } from '../style.js';

/** What a page needs to know to lead to others. */
export interface Place {
  /** The path of the console as browsers see it. */
  readonly home: string;
  /** What the page's forms must repeat. */
  readonly csrf: string;
  readonly now: Instant;
}

const SECTIONS = [
  ['', 'Orders'],
  ['/connections', 'Connections'],
] as const;

/** A page of the console for who is signed in. */
export function Frame(props: {
  readonly place: Place;
  readonly title: string;
  readonly section: (typeof SECTIONS)[number][1];
  /** Whether it is a page below the section's first one. */
  readonly isInner?: boolean;
  /** What the last form came to, where one led here. */
  readonly told?: string | undefined;
  readonly children: ComponentChildren;
}): VNode {
  const { place, section, isInner = false } = props;
  return (
    <Layout
      title={`${props.title} – poshub-bridge`}
      style={STYLE}
      script={`${place.home}/script.js`}
      header={
        <>
          <a class="skip" href="#main">
            Skip to the page
          </a>
          <Brand />
          <nav aria-label="Console">
            {SECTIONS.map(([path, name]) => (
              <a
                key={name}
                href={`${place.home}${path}`}
                {...(name === section ? { 'aria-current': isInner ? 'true' : 'page' } : {})}
              >
                {name}
              </a>
            ))}
          </nav>
          <p id="live" role="status" data-stream={`${place.home}/live`} />
          <Form place={place} to="/sign-out">
            <button class="plain">Sign out</button>
          </Form>
        </>
      }
    >
      <div id="main" tabIndex={-1}>
        {props.told === undefined ? null : (
          <p class="told" role="status">
            {props.told}
          </p>
        )}
        {props.children}
      </div>
    </Layout>
  );
}

/** A page for who is not signed in. */
export function Threshold({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <Layout title={`${title} – poshub-bridge`} style={STYLE} header={<Brand />}>
      <div class="card threshold">{children}</div>
    </Layout>
  );
}

function Brand(): VNode {
  return (
    <p class="brand">
      <svg width="32" height="12" viewBox="0 0 32 12" fill="currentColor" aria-hidden="true">
        <path d="M6 6h20" stroke="currentColor" stroke-width="2" />
        <circle cx="6" cy="6" r="5" />
        <circle cx="26" cy="6" r="5" />
      </svg>
      poshub-bridge
    </p>
  );
}

/** A form that changes something, with what proves that this console made it. */
export function Form(props: {
  readonly place: Place;
  /** Where it goes, below the console's path. */
  readonly to: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <form method="post" action={`${props.place.home}${props.to}`} class={props.class}>
      <input type="hidden" name="csrf" value={props.place.csrf} />
      {props.children}
    </form>
  );
}

/** A part of a page that is put in anew when what it follows changes: `order`, `sync:some-connection`. */
export function Part(props: {
  readonly id: string;
  readonly follow: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section id={props.id} data-follow={props.follow} class={props.class} aria-labelledby={`${props.id}-title`}>
      {props.children}
    </section>
  );
}
