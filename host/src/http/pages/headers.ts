import type { Context } from 'koa';
import { hashOf, STYLE } from './style.js';

const YEAR_IN_SECONDS = 31_536_000;

/**
 * Sets what every page and every redirect between pages carries: nothing is loaded, framed, kept or told to others.
 * @param publicUrl where the outside reaches the host; with https browsers are told to stay with it
 */
export function setPageHeaders(ctx: Context, publicUrl: string): void {
  ctx.set({
    'Content-Security-Policy': policy("'none'", STYLE),
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
  ctx.set({ 'Content-Security-Policy': policy(targets, STYLE), 'Referrer-Policy': 'same-origin' });
}

/** Lets the page have forms that lead to this host, a style of its own, and a script of this host that asks it for news. */
export function allowScript(ctx: Context, style: string): void {
  const scripts = "script-src 'self'; connect-src 'self'";
  ctx.set({
    'Content-Security-Policy': `${policy("'self'", style)}; ${scripts}`,
    'Referrer-Policy': 'same-origin',
  });
}

function policy(formTargets: string, style: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    'img-src data:',
    `form-action ${formTargets}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}
