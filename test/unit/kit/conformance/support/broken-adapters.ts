import { createHmac, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Fault, isFault, reportFault, type HttpRequest, type PosSystem } from '@poshub-bridge/core';
import cutsNotes from './adapters/cuts-notes.js';
import hidesOutages from './adapters/hides-outages.js';
import waitsByItself from './adapters/waits-by-itself.js';
import { OF_TICKETS } from './broken-tickets.js';
import { broken, faulted, ticketed, wired, withoutCancel, withoutRead, type Broken } from './breaking.js';

/** What goes wrong with orders. */
const OF_ORDERS: readonly Broken[] = [
  {
    mistake: 'ignores the idempotency key',
    adapter: ticketed((ticket) => ({ ...ticket, idempotencyKey: randomUUID() })),
    id: 'idempotency.in-turn',
    says: /one ticket of one key that was sent 50 times.*the till has 50/,
  },
  {
    mistake: 'retries blindly',
    adapter: wired((http) => ({
      send: async (request) => {
        const answer = await http.send(request).catch(() => undefined);
        return answer === undefined || answer.status >= 500 ? http.send(request) : answer;
      },
    })),
    id: 'doubt.no-repetition',
    says: /each changing call to be made once.*POST .*orders was sent 2 times/,
  },
  {
    mistake: 'says “unavailable” after a lost answer',
    adapter: faulted((fault) => (fault.code === 'vendor.no_answer' ? new Fault('vendor.unavailable') : fault)),
    id: 'doubt.lost-answer',
    says: /vendor\.unavailable, which says that nothing happened; a second ticket would follow/,
  },
  {
    mistake: 'says “no ticket” where it could not look',
    adapter: broken((system) => ({ find: (session, orderId) => system.find(session, orderId).catch(() => undefined) })),
    id: 'doubt.find-under-outage',
    says: /find to throw under status 500.*it says nothing/,
  },
  {
    mistake: 'invents the reference of a ticket',
    adapter: broken((system) => ({
      submit: async (session, ticket) => {
        const outcome = await system.submit(session, ticket);
        return outcome.kind === 'rejected' ? outcome : { ...outcome, ticket: `ord_${ticket.number}` };
      },
    })),
    id: 'orders.taken',
    says: /submit to name a ticket that the till has.*ord_42.*vendor\.order_unknown/,
  },
  {
    mistake: 'rejects for a wrong price',
    adapter: broken((system) => ({
      submit: async (session, ticket) =>
        ticket.lines.some(({ price }) => price.amount === 1)
          ? {
              kind: 'rejected',
              fault: reportFault(new Fault('menu.selection_invalid', { detail: 'the price differs' })),
            }
          : system.submit(session, ticket),
    })),
    id: 'orders.price',
    says: /it is refused for its price: .*the price differs/,
  },
  {
    mistake: 'claims to cancel and does nothing',
    adapter: broken(() => ({ cancel: () => Promise.resolve() })),
    id: 'cancel.done',
    says: /read to say cancelled .*it says accepted/,
  },
  {
    mistake: 'cancels what it does not claim to cancel',
    adapter: broken(() => ({}), withoutCancel),
    id: 'cancel.unclaimed',
    says: /cancel to throw vendor\.unsupported.*it came back/,
  },
  {
    mistake: 'says how a ticket stands without claiming to know',
    adapter: broken(() => ({}), withoutRead),
    id: 'status.read-unclaimed',
    says: /read to throw vendor\.unsupported.*it came back/,
  },
  {
    mistake: 'looks at the menu before it looks at the key',
    adapter: broken((system) => ({
      submit: async (session, ticket) => {
        for await (const { products = [] } of system.catalog(session))
          if (products.length > 0 && ticket.lines.some(({ ref }) => !products.some((one) => one.ref === ref)))
            return { kind: 'rejected', fault: reportFault(new Fault('menu.item_unknown')) };
        return system.submit(session, ticket);
      },
    })),
    id: 'doubt.menu-changed',
    says: /the same ticket to be recognised, or a refusal with earlier: unknown.*menu\.item_unknown/,
  },
  {
    mistake: 'goes on when it has said that it is done',
    adapter: broken((system) => ({
      submit: async (session, ticket) => {
        const outcome = await system.submit(session, ticket);
        setTimeout(() => void system.stores(session).catch(() => undefined), 5);
        return outcome;
      },
    })),
    id: 'faults.nothing-left-running',
    says: /no request after the end of submit, but it sent GET \//,
  },
  {
    mistake: 'does not wait for what it began',
    adapter: broken((system) => ({
      submit: async (session, ticket) => {
        const outcome = await system.submit(session, ticket);
        void system.stores(session).catch(() => undefined);
        return outcome;
      },
    })),
    id: 'faults.nothing-left-running',
    says: /submit to wait for its requests, but 1 went on when it came back/,
  },
];

/** What goes wrong with menus, news and access. */
const OF_THE_REST: readonly Broken[] = [
  {
    mistake: 'gives half a catalog without an error',
    adapter: broken((system) => ({
      catalog: async function* (session) {
        try {
          yield* system.catalog(session);
        } catch {
          return;
        }
      },
    })),
    id: 'catalog.incomplete',
    says: /it ended as if it were whole, with 0 of 130 products/,
  },
  {
    mistake: 'does not look at the stock',
    adapter: broken((system) => ({
      catalog: async function* (session) {
        for await (const part of system.catalog(session))
          yield part.products === undefined
            ? part
            : { ...part, products: part.products.map((one) => ({ ...one, available: true })) };
      },
    })),
    id: 'catalog.stock',
    says: /cola to be sold out/,
  },
  {
    mistake: 'accepts a bad signature',
    adapter: broken((system, { settings }) => ({
      receive: ({ headers, body }) => {
        const t = Math.floor(Date.now() / 1_000);
        const v1 = createHmac('sha256', settings.webhookSecret).update(`${t}.`).update(body).digest('hex');
        return system.receive({ headers: { ...headers, 'till-signature': `t=${t},v1=${v1}` }, body });
      },
    })),
    id: 'webhooks.signature',
    says: /receive of a call without a signature to throw request\.unauthenticated/,
  },
  {
    mistake: 'tells of a cancelled ticket as of one that was served',
    adapter: broken((system) => ({
      receive: (request) => {
        const { events, ...more } = system.receive(request);
        const served = events.map((event) =>
          event.type === 'ticket' && event.status === 'cancelled' ? { ...event, status: 'completed' as const } : event,
        );
        return { ...more, events: served };
      },
    })),
    id: 'webhooks.statuses',
    says: /a webhook that says that \S+ is cancelled, but none came/,
  },
  {
    mistake: 'gives news a new id each time',
    adapter: broken((system) => ({
      poll: async (session, cursor) => {
        const polled = await system.poll(session, cursor);
        return { ...polled, events: polled.events.map((event) => ({ ...event, id: randomUUID() })) };
      },
    })),
    id: 'polling.same-cursor',
    says: /the ids [-0-9a-f, ]+ again, but they are/,
  },
  {
    mistake: 'changes something in a dry run',
    adapter: wired((http) => ({ send: (request: HttpRequest) => http.send({ ...request, readOnly: true }) })),
    id: 'dry-run.changes-nothing',
    says: /submit in a dry run to throw outbound\.not_allowed/,
  },
  {
    mistake: 'leaks the guest’s name in a fault',
    adapter: broken((system) => ({
      submit: (session, ticket) =>
        system.submit(session, ticket).catch((error: unknown) => {
          if (!isFault(error)) throw error;
          throw new Fault(error.code, { detail: `the order of ${ticket.customer?.firstName ?? 'a guest'}` });
        }),
    })),
    id: 'faults.personal-data',
    says: /“Quokkabert” stands in “/,
  },
  {
    mistake: 'forgets how long to wait',
    adapter: faulted((fault) => (fault.code === 'vendor.rate_limited' ? new Fault('vendor.rate_limited') : fault)),
    id: 'faults.rate-limit',
    says: /stores to carry retryAfterMs of about 7000 .*it is absent/,
  },
  {
    mistake: 'takes an outage for wrong credentials',
    adapter: faulted((fault) => (fault.side === 'vendor' ? new Fault('credentials.invalid') : fault)),
    id: 'faults.outage',
    says: /stores to throw vendor\.unavailable .*credentials\.invalid/,
  },
  {
    mistake: 'throws what is no fault',
    adapter: faulted(() => new TypeError('undefined is not a function')),
    id: 'faults.outage',
    says: /stores to give a value or throw a Fault.*TypeError: undefined is not a function/,
  },
  {
    mistake: 'keeps the first access that it saw',
    adapter: broken((system) => {
      let first: Parameters<PosSystem['stores']>[0]['credentials'] | undefined;
      return {
        read: (session, ref) => system.read({ ...session, credentials: (first ??= session.credentials) }, ref),
      };
    }),
    id: 'session.keeps-nothing',
    says: /the wrong credentials not to work beside right ones/,
  },
  {
    mistake: 'removes the registrations of others',
    adapter: broken((_system, { http, settings }) => ({
      detach: async ({ credentials }) => {
        const headers = { authorization: `Bearer ${String(credentials['apiKey'])}` };
        await http.send({ method: 'DELETE', url: `${settings.baseUrl}/v1/webhooks`, headers });
      },
    })),
    id: 'session.detach-own',
    says: /somebody else’s .* to stay, but there is none/,
  },
];

const moduleOf = (name: string): string => fileURLToPath(new URL(`./adapters/${name}.js`, import.meta.url));

/** What only the whole bridge shows. */
const OF_THE_BRIDGE: readonly Broken[] = [
  {
    mistake: 'cuts a note that is longer than the till’s',
    adapter: cutsNotes,
    module: moduleOf('cuts-notes'),
    id: 'bridge.long-note',
    says: /to be rejected or with a person.*it is accepted, and \d+ of \d+ words can be read nowhere/,
  },
  {
    mistake: 'waits by itself until the till is back',
    adapter: waitsByItself,
    module: moduleOf('waits-by-itself'),
    id: 'bridge.deadline',
    says: /the order to be accepted, rejected or with a person 3 s after it came/,
  },
  {
    mistake: 'hides outages when it polls',
    adapter: hidesOutages,
    module: moduleOf('hides-outages'),
    id: 'bridge.slow-polling',
    says: /at most 6 requests in 4 s of an outage.*does poll throw what went wrong/,
  },
];

export const BROKEN: readonly Broken[] = [...OF_TICKETS, ...OF_ORDERS, ...OF_THE_REST, ...OF_THE_BRIDGE];
