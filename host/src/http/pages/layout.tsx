import type { Context } from 'koa';
import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { STYLE } from './style.js';

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#14594a"/>' +
    '<path d="M11 16h10" stroke="#fff" stroke-width="2.5"/><circle cx="9" cy="16" r="4" fill="#fff"/>' +
    '<circle cx="23" cy="16" r="4" fill="#fff"/></svg>',
)}`;

/** A whole page: what stands around every `main`. */
export function Layout(props: {
  /** What the browser's tab says. */
  readonly title: string;
  /** What stands above the card. */
  readonly header: ComponentChildren;
  readonly children: ComponentChildren;
  readonly footer?: ComponentChildren;
  /** The page's look, where it is not that of the merchant's pages. */
  readonly style?: string;
  /** Where the page's script is served, where it has one. */
  readonly script?: string;
}): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{props.title}</title>
        <link rel="icon" href={ICON} />
        <style dangerouslySetInnerHTML={{ __html: props.style ?? STYLE }} />
        {props.script === undefined ? null : <script src={props.script} type="module" />}
      </head>
      <body>
        <header>{props.header}</header>
        <main>{props.children}</main>
        {props.footer === undefined ? null : <footer>{props.footer}</footer>}
      </body>
    </html>
  );
}

/** Answers with a page. */
export function sendPage(ctx: Context, status: number, page: VNode): void {
  ctx.status = status;
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = `<!doctype html>${renderToString(page)}`;
}
