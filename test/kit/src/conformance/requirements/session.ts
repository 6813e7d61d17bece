import type { PosSystem, StoreSession } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { byOAuth, type Need, type Requirement } from '../requirement.js';
import { come, demand, faultOf, show, showFault } from '../verdict.js';
import { prepareCalls, readAll } from './calls.js';

const canRefresh: Need = { otherwise: 'onboarding is not oauth', holds: ({ onboarding }) => onboarding === 'oauth' };

async function registered(bench: Bench): Promise<string> {
  return ((await bench.webhooks.registered?.()) ?? []).join(', ') || 'none';
}

export const SESSION: readonly Requirement[] = [
  {
    id: 'session.stores',
    title: 'gives the merchant and every store with its currency and time zone',
    why: 'A store in another currency than POS Hub’s location would be charged a hundred times too much.',
    run: async (bench) => {
      const credentials = await bench.credentials();
      const { merchant, stores } = await bench.system.stores({ connectionId: 'C1', credentials });
      demand(merchant === bench.fake.merchant, `the merchant ${bench.fake.merchant}`, `it is ${merchant}`);
      for (const { name, currency, timezone } of bench.fake.stores) {
        const store = stores.find((one) => one.name === name);
        const said = `${store?.currency ?? currency} ${store?.timezone ?? timezone}`;
        demand(
          store !== undefined && said === `${currency} ${timezone}`,
          `the store ${name}, ${currency} ${timezone}`,
          store === undefined ? 'it is missing' : `it is ${said}`,
        );
      }
      const { length } = bench.fake.stores;
      demand(stores.length === length, `${length} stores`, `there are ${stores.length}`);
    },
  },
  {
    id: 'session.wrong',
    title: 'says credentials.invalid of credentials that open nothing',
    why: 'The connect page then asks the merchant again, at once and in words that help.',
    run: async (bench) => {
      const credentials = bench.fake.wrongCredentials;
      await faultOf(
        'stores with wrong credentials',
        ['credentials.invalid', 'credentials.expired', 'credentials.revoked'],
        () => bench.system.stores({ connectionId: 'C1', credentials }),
      );
    },
  },
  {
    id: 'session.malformed',
    title: 'says credentials.invalid of credentials of another form',
    why: 'What was stored by an earlier version of the adapter must lead to a new consent, not to a crash.',
    run: async (bench) => {
      await faultOf('stores with no credentials at all', ['credentials.invalid'], () =>
        bench.system.stores({ connectionId: 'C1', credentials: {} }),
      );
    },
  },
  {
    id: 'session.revoked',
    title: 'says that the access is gone when the merchant withdrew it',
    why: 'The connection ends in POS Hub, and the merchant can connect anew; until then nobody guesses.',
    fake: ['revoke'],
    run: async (bench) => {
      const { calls } = await prepareCalls(bench);
      await bench.fake.revoke?.();
      for (const { name, run } of calls)
        await faultOf(
          `${name} after the access was withdrawn`,
          ['credentials.invalid', 'credentials.revoked', 'credentials.expired'],
          () => run(bench.system),
        );
    },
  },
  {
    id: 'session.expired',
    title: 'says credentials.expired when a session ended, and works again after refresh',
    why: 'The host renews once and repeats the call once; anything else ends a good connection.',
    needs: [canRefresh],
    fake: ['expire'],
    run: async (bench) => {
      const { calls, session } = await prepareCalls(bench);
      await bench.fake.expire?.();
      for (const { name, run } of calls)
        await faultOf(`${name} with an expired token`, ['credentials.expired'], () => run(bench.system));
      const credentials = await bench.system.refresh?.(session);
      demand(credentials !== undefined, 'refresh to give new credentials', 'it gives none');
      const renewed = { ...session, credentials };
      await bench.system.stores(renewed);
      await readAll(bench.system, renewed);
    },
  },
  {
    id: 'session.refresh-twice',
    title: 'survives a refresh token that is used twice',
    why: 'A process may die between the refresh and the storing of what it gave.',
    needs: [canRefresh],
    run: async (bench) => {
      const session = await bench.session();
      const first = await bench.system.refresh?.(session);
      demand(first !== undefined, 'refresh to give new credentials', 'it gives none');
      const came = await come('refresh', () => bench.make().refresh?.(session) ?? Promise.resolve(first));
      if (came.fault !== undefined)
        demand(
          came.fault.side === 'credentials',
          'new credentials, or a “no” about credentials',
          `it threw ${showFault(came.fault)}`,
        );
      else await bench.system.stores({ ...session, credentials: came.value });
      if (came.fault === undefined) await bench.system.stores({ ...session, credentials: first });
    },
  },
  {
    id: 'session.refresh-outage',
    title: 'takes an outage during a refresh for an outage',
    why: 'A “no” ends the connection: hundreds of stores would have to connect again.',
    needs: [canRefresh],
    run: async (bench) => {
      const session = await bench.session();
      const system = bench.make({ timeoutMs: 300 });
      for (const mischief of [
        { kind: 'status', status: 500, when: 'before' },
        { kind: 'status', status: 503, when: 'before' },
        { kind: 'status', status: 429, when: 'before' },
        { kind: 'lost', when: 'before' },
        { kind: 'half-open', when: 'before' },
        { kind: 'html' },
      ] as const) {
        bench.gate.rule(() => mischief);
        const came = await come('refresh', () => system.refresh?.(session) ?? Promise.resolve(undefined));
        bench.gate.rule();
        if (came.fault === undefined)
          demand(
            false,
            `refresh to throw (${mischief.kind})`,
            `it gave ${came.value === undefined ? 'nothing' : 'credentials'}`,
          );
        else
          demand(
            came.fault.retry !== 'never',
            `a fault that passes (${mischief.kind})`,
            `it threw ${showFault(came.fault)}`,
          );
      }
    },
  },
  {
    id: 'session.expires-at',
    title: 'says when to renew, ahead of the end',
    why: 'A session that is renewed too late fails in the middle of an order.',
    needs: [byOAuth],
    run: async (bench) => {
      const end = bench.system.expiresAt?.(await bench.credentials());
      demand(end === undefined || end > Date.now(), 'a time that is to come, or none', show(end));
    },
  },
  {
    id: 'session.keeps-nothing',
    title: 'keeps nothing between calls',
    why: 'Several processes call at once, with the access of many merchants.',
    run: async (bench) => {
      const { ref, ticket } = await bench.taken();
      const session = await bench.session();
      const credentials = bench.fake.wrongCredentials;
      const look = (system: PosSystem, by: StoreSession): Promise<unknown> =>
        bench.orders.read ? system.read(by, ref) : readAll(system, by);
      const [good, bad] = await Promise.all([
        come('the call', () => look(bench.system, session)),
        come('the call', () => look(bench.system, { ...session, credentials })),
      ]);
      demand(good.fault === undefined, 'the right credentials to work beside wrong ones', good.fault?.code ?? '');
      demand(bad.fault !== undefined, 'the wrong credentials not to work beside right ones', 'they do');
      const other = bench.make();
      const again = await come('the call', () => look(other, session));
      demand(again.fault === undefined, 'another process to work with the same access', again.fault?.code ?? '');
      if (bench.orders.find)
        demand((await other.find(session, ticket.orderId)) !== undefined, 'and to find it', 'it does not');
    },
  },
  {
    id: 'session.attach-twice',
    title: 'registers its webhooks once, however often it is asked',
    why: 'The host asks at each start; two registrations bring every event twice.',
    needs: [{ otherwise: 'webhooks is not claimed', holds: ({ capabilities }) => capabilities.webhooks }],
    fake: ['registrations'],
    run: async (bench) => {
      await bench.subscribe();
      const once = await registered(bench);
      demand(once.includes(bench.hooks.url), `the address ${bench.hooks.url} to be registered`, `it is ${once}`);
      const session = await bench.session();
      await bench.make().attach?.(session);
      await bench.system.attach?.(session);
      const often = await registered(bench);
      demand(often === once, `the registrations ${once} as before`, `they are ${often}`);
    },
  },
  {
    id: 'session.detach-own',
    title: 'removes only its own registration',
    why: 'A merchant has other applications, too.',
    needs: [{ otherwise: 'webhooks is not claimed', holds: ({ capabilities }) => capabilities.webhooks }],
    fake: ['registrations'],
    run: async (bench) => {
      const session = await bench.subscribe();
      await bench.system.detach?.(session);
      if (bench.webhooks.register === undefined) {
        const left = await registered(bench);
        demand(!left.includes(bench.hooks.url), 'its own registration to be gone', `there is ${left}`);
      }
      const credentials = bench.fake.credentials ?? (await bench.consent());
      await bench.system.attach?.({ ...session, credentials });
      await bench.webhooks.registerForeign?.(bench.hooks.foreignUrl);
      await come('detach', () => bench.system.detach?.({ ...session, credentials }) ?? Promise.resolve());
      const left = await registered(bench);
      demand(
        left.includes(bench.hooks.foreignUrl),
        `somebody else’s ${bench.hooks.foreignUrl} to stay`,
        `there is ${left}`,
      );
    },
  },
];
