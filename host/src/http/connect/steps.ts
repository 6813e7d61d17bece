import type { Context } from 'koa';
import { asFault, Fault, type Connection, type Instant, type Store } from '@poshub-bridge/core';
import { createAnswersForm, type Answers, type AnswersForm } from './answers-form.js';
import { challengeOf, digestOf, newSecret } from './browser.js';
import { showChoices, showEntrance, showStores, type Visitor } from './pages.js';
import type { Parameters } from './parameters.js';
import { redirect, type Site } from './site.js';

/** Sends the merchant to the vendor's own page; what must come back is known only as a digest. */
export async function leave(site: Site, ctx: Context, { attempt }: Visitor): Promise<void> {
  const { till, callbackUrl, installing } = site;
  if (till.oauth === undefined || site.form !== undefined) throw noSuchStep();
  const [state, verifier] = [newSecret(), newSecret()];
  await installing.sendAway(attempt, digestOf(state), verifier);
  const codeChallenge = challengeOf(verifier);
  const url = new URL(till.oauth.authorizeUrl({ state, redirectUri: callbackUrl, codeChallenge }));
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Fault('bridge.broken', { detail: 'the authorize URL is no web address' });
  redirect(ctx, url.href);
}

/** Proves what the merchant entered. What is wrong is told at the form. */
export async function present(site: Site, ctx: Context, visitor: Visitor, sent: Parameters): Promise<void> {
  const form = demandForm(site.form);
  const { answers, mistakes } = form.read(sent);
  if (mistakes.length > 0) return showEntrance(site, ctx, visitor, { sent, mistakes });
  try {
    await site.installing.present(visitor.attempt, answers);
  } catch (error) {
    return showEntrance(site, ctx, visitor, { sent, fault: asFault(error) });
  }
  site.goTo(ctx, site.pathOf(visitor.attempt.connectionId));
}

function demandForm(form: AnswersForm | undefined): AnswersForm {
  if (form === undefined) throw noSuchStep();
  return form;
}

function noSuchStep(): Fault {
  return new Fault('request.unreadable', { detail: 'the till is connected in another way' });
}

/**
 * Connects the chosen store. A form that is sent twice, as by a double click, has the answer of its first sending:
 * the attempt ends with the first, and the second would look like a stranger.
 */
export class StoreChoices {
  readonly #made = new Map<string, { readonly until: Instant; readonly connection: Promise<Connection> }>();
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  /** The connection that an attempt has just led to, or is leading to. */
  made(attemptId: string, connectionId: string): Promise<Connection | undefined> {
    const made = this.#made.get(attemptId)?.connection ?? Promise.resolve(undefined);
    return made.then(
      (connection) => (connection?.connectionId === connectionId ? connection : undefined),
      () => undefined,
    );
  }

  /** Connects the store that was sent, once what the till asks about it is answered too. */
  async choose(ctx: Context, visitor: Visitor, sent: Parameters): Promise<void> {
    const site = this.#site;
    const store = sent.get('store') ?? '';
    if (store === '') {
      const stores = await site.installing.stores(visitor.attempt);
      return showStores(site, ctx, visitor, stores, { isMissing: true });
    }
    try {
      const schema = await site.installing.choices(visitor.attempt, store);
      const form = schema === undefined ? undefined : createAnswersForm(schema);
      const { answers, mistakes = [] } = sent.get('step') === 'choices' ? (form?.read(sent) ?? {}) : {};
      const isAsked = form !== undefined && (answers === undefined || mistakes.length > 0);
      if (!isAsked) {
        this.finish(ctx, await this.#connect(visitor, store, answers));
        return;
      }
      const told = answers === undefined ? {} : { sent, mistakes };
      await showChoices(site, ctx, visitor, { store, fields: form.fields }, told);
    } catch (error) {
      const made = await this.made(visitor.attempt.id, visitor.attempt.connectionId);
      if (made !== undefined) {
        this.finish(ctx, made);
        return;
      }
      const fault = asFault(error);
      await showStores(site, ctx, visitor, await this.#storesAfter(visitor, fault), { fault });
    }
  }

  /** Leads to the last page. */
  finish(ctx: Context, { connectionId, store }: Connection): void {
    const site = this.#site;
    if (store !== undefined) site.memory.rememberStore(ctx, connectionId, store.name);
    site.goTo(ctx, `${site.pathOf(connectionId)}/done`);
  }

  #connect({ attempt }: Visitor, store: string, answers: Answers | undefined): Promise<Connection> {
    const now = this.#site.clock.now();
    for (const [id, { until }] of this.#made) if (until <= now) this.#made.delete(id);
    const underway = this.#made.get(attempt.id);
    if (underway !== undefined) return underway.connection;
    const connection = this.#site.installing.choose(attempt, store, answers);
    this.#made.set(attempt.id, { until: attempt.expiresAt, connection });
    connection.catch(() => this.#made.delete(attempt.id));
    return connection;
  }

  /** The stores to choose from once more. @throws the fault itself where there are none to show */
  async #storesAfter({ attempt }: Visitor, fault: Fault): Promise<readonly Store[]> {
    if (fault.code === 'install.expired') throw fault;
    return this.#site.installing.stores(attempt).catch(() => {
      throw fault;
    });
  }
}
