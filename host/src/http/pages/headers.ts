import type { Context } from 'koa';
import { STYLE_HASH } from './style.js';

const YEAR_IN_SECONDS = 31_536_000;

/**
 * Sets what every page and every redirect between pages carries: nothing is loaded, framed, kept or told to others.
 * @param publicUrl where the outside reaches the host; with https browsers are told to stay with it
 */
export function setPageHeaders(ctx: Context, publicUrl: string): void {
  ctx.set({
    'Content-Security-Policy': policy("'none'"),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  if (publicUrl.startsWith('https:')) ctx.set('Strict-Transport-Security', `max-age=${YEAR_IN_SECONDS}`);
}

/**
 * Lets the page have forms. Under `no-referrer` browsers send `Origin: null` with a form, so that the host could not tell
 * its own forms from strangers'; `same-origin` tells the host and nobody else.
 * @param targets where the forms may lead, as a Content-Security-Policy names sources
 */
export function allowForms(ctx: Context, targets = "'self'"): void {
  ctx.set({ 'Content-Security-Policy': policy(targets), 'Referrer-Policy': 'same-origin' });
}

function policy(formTargets: string): string {
  return [
    "default-src 'none'",
    `style-src ${STYLE_HASH}`,
    'img-src data:',
    `form-action ${formTargets}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
