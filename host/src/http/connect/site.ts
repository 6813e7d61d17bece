import type { Context } from 'koa';
import { SECOND, type InstallAttempt } from '@poshub-bridge/core';
import type { HttpDeps } from '../deps.js';
import { createBrowserMemory, formToken, type BrowserMemory } from './browser.js';
import { createAnswersForm, type AnswersForm } from './answers-form.js';
import type { Way } from './views/frame.js';

/** How long a page waits for POS Hub's name of the location, in milliseconds; it does without. */
const NAME_WAIT = 2 * SECOND;

/** What the connect pages share. */
export interface Site extends Pick<
  HttpDeps,
  'ledger' | 'wire' | 'till' | 'clock' | 'log' | 'publicUrl' | 'bodyBytes' | 'limits'
> {
  readonly installing: HttpDeps['services']['installing'];
  readonly memory: BrowserMemory;
  /** The till as people call it. */
  readonly tillName: string;
  /** Present exactly where the till is connected by a form. */
  readonly form: AnswersForm | undefined;
  /** Where the vendor sends the merchant back to. */
  readonly callbackUrl: string;
  /** The path of a connection's page, as browsers see it. */
  pathOf(connectionId: string): string;
  /** What the pages of an attempt say and carry. */
  wayOf(attempt: InstallAttempt, secret: string): Promise<Way>;
  /** Sends the browser on, only ever to a page of this host. */
  goTo(ctx: Context, path: string): void;
}

/** @throws Fault `config.adapter_unusable` where the manifest's credentials can't be asked for by a form */
export function createSite(deps: HttpDeps): Site {
  const { services, manifest, clock, log, publicUrl } = deps;
  const { installing } = services;
  const { origin, pathname } = new URL(publicUrl);
  const home = `${pathname.replace(/\/$/, '')}/connect`;
  const pathOf = (connectionId: string): string => `${home}/${encodeURIComponent(connectionId)}`;

  async function locationName(attempt: InstallAttempt): Promise<string | undefined> {
    const waiting = new AbortController();
    try {
      const known = installing.location(attempt).then(({ name }) => name);
      return await Promise.race([known, clock.sleep(NAME_WAIT, waiting.signal).then(() => undefined)]);
    } catch (error) {
      log.debug('location not named', { reason: error instanceof Error ? error.name : 'unknown' });
      return undefined;
    } finally {
      waiting.abort();
    }
  }

  return {
    ...deps,
    installing,
    memory: createBrowserMemory(publicUrl),
    tillName: manifest.name,
    form: manifest.onboarding === 'form' ? createAnswersForm(manifest.credentials) : undefined,
    callbackUrl: `${publicUrl}/connect/callback`,
    pathOf,
    wayOf: async (attempt, secret) => {
      const location = await locationName(attempt);
      const way = { till: manifest.name, action: pathOf(attempt.connectionId), csrf: formToken(secret) };
      return location === undefined ? way : { ...way, location };
    },
    goTo: (ctx, path) => redirect(ctx, `${origin}${path}`),
  };
}

/** After a form 303 makes the browser ask with GET. */
export function redirect(ctx: Context, url: string): void {
  ctx.status = 303;
  ctx.set('Location', url);
  ctx.body = '';
}
