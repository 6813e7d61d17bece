import type { Context } from 'koa';
import type { Fault, InstallAttempt, Store } from '@poshub-bridge/core';
import { allowForms } from '../pages/headers.js';
import { sendPage } from '../pages/layout.js';
import type { Mistake } from './answers-form.js';
import type { Field } from './fields.js';
import { noteFault } from './failing.js';
import type { Parameters } from './parameters.js';
import type { Site } from './site.js';
import { AuthorizePage } from './views/authorize-page.js';
import { ChoicesPage } from './views/choices-page.js';
import { CredentialsPage } from './views/credentials-page.js';
import { StorePage } from './views/store-page.js';

/** A merchant who proved to be the one of the attempt. */
export interface Visitor {
  readonly attempt: InstallAttempt;
  readonly secret: string;
}

/** The first step: the till's form, or the way to the vendor's own page. */
export async function showEntrance(
  site: Site,
  ctx: Context,
  { attempt, secret }: Visitor,
  told: { readonly sent?: Parameters; readonly mistakes?: readonly Mistake[]; readonly fault?: Fault } = {},
): Promise<void> {
  const { form, publicUrl } = site;
  const way = await site.wayOf(attempt, secret);
  const status = statusOf(site, ctx, told.fault, (told.mistakes ?? []).length > 0);
  if (form !== undefined) {
    allowForms(ctx);
    sendPage(ctx, status, CredentialsPage({ way, fields: form.fields, ...told }));
    return;
  }
  // Browsers hold the whole chain of redirects after a form to this list, and vendors redirect among their own hosts.
  allowForms(ctx, publicUrl.startsWith('https:') ? "'self' https:" : "'self' https: http:");
  sendPage(ctx, status, AuthorizePage({ way, ...(told.fault === undefined ? {} : { fault: told.fault }) }));
}

/** The second step: which of the stores it is. Where there is only one it is marked, and still for the merchant to confirm. */
export async function showStores(
  site: Site,
  ctx: Context,
  { attempt, secret }: Visitor,
  stores: readonly Store[],
  told: { readonly isMissing?: boolean; readonly fault?: Fault } = {},
): Promise<void> {
  const way = await site.wayOf(attempt, secret);
  const known = await site.ledger.connections.get(attempt.connectionId);
  const current = known?.status === 'connected' ? known.store?.ref : undefined;
  const marked = stores.length === 1 ? stores[0]?.ref : current;
  allowForms(ctx);
  const page = StorePage({
    way,
    stores,
    ...(marked === undefined ? {} : { marked }),
    ...(current === undefined ? {} : { current }),
    ...told,
  });
  sendPage(ctx, statusOf(site, ctx, told.fault, told.isMissing === true), page);
}

/** Between the second step and the last: what only the merchant knows about the store, where the till must know it. */
export async function showChoices(
  site: Site,
  ctx: Context,
  { attempt, secret }: Visitor,
  asked: { readonly store: string; readonly fields: readonly Field[] },
  told: { readonly sent?: Parameters; readonly mistakes?: readonly Mistake[]; readonly fault?: Fault } = {},
): Promise<void> {
  const way = await site.wayOf(attempt, secret);
  allowForms(ctx);
  const status = statusOf(site, ctx, told.fault, (told.mistakes ?? []).length > 0);
  sendPage(ctx, status, ChoicesPage({ way, ...asked, ...told }));
}

function statusOf(site: Site, ctx: Context, fault: Fault | undefined, isWrong: boolean): number {
  if (fault !== undefined) return noteFault(site, ctx, fault);
  return isWrong ? 422 : 200;
}
