import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Context } from '../http/context.js';

/**
 * Sends a page under a policy that runs no script, loads only our own style sheet and is framed by nobody. `formsTo` is an
 * origin that a form may lead to besides our own: browsers hold a form's redirects to the policy too.
 */
export function sendPage(ctx: Context, page: VNode, formsTo = ''): void {
  ctx.set({
    'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self' ${formsTo}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  ctx.type = 'html';
  ctx.body = `<!doctype html>${renderToString(page)}`;
}
