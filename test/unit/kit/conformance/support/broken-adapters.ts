import { createHmac, randomUUID } from 'node:crypto';
import { Fault, HOUR, isFault, reportFault, type HttpRequest, type PosSystem } from '@poshub-bridge/core';
import { broken, faulted, lined, ticketed, wired, withoutCancel, type Broken } from './breaking.js';

/** What goes wrong with what stands on a ticket. */
const OF_TICKETS: readonly Broken[] = [
  {
    mistake: 'drops the notes',
    adapter: ticketed((ticket) => ({ ...ticket, note: '' })),
    id: 'order:everything-at-once',
    says: /“ALLERGY: nuts\. Severe\.” can be read nowhere/,
  },
  {
    mistake: 'drops the second of two identical options',
    adapter: lined((line) => ({
      ...line,
      options: line.options.filter((one, index) => line.options.findIndex(({ ref }) => ref === one.ref) === index),
    })),
    id: 'order:identical-options',
    says: /line 1 has 1 options \(olives\) instead of 2 \(olives, olives\)/,
  },
  {
    mistake: 'swaps price and quantity',
    adapter: lined((line) =>
      line.price.amount > 999
        ? line
        : { ...line, quantity: line.price.amount, price: { ...line.price, amount: line.quantity } },
    ),
    id: 'order:everything-at-once',
    says: /line 2 \(cola\) is there 320 times instead of 3.*costs 3 for one instead of 320/,
  },
  {
    mistake: 'sends floats',
    adapter: lined((line) => ({ ...line, price: { ...line.price, amount: line.price.amount / 100 } })),
    id: 'order:identical-options',
    says: /refused with vendor\.refused \(.*lines\[0\]\.unit_price/,
  },
  {
    mistake: 'forgets the zone of the scheduled time',
    adapter: ticketed(({ scheduledFor, ...ticket }) =>
      scheduledFor === undefined ? ticket : { ...ticket, scheduledFor: scheduledFor + HOUR },
    ),
    id: 'order:everything-at-once',
    says: /wanted for 2026-07-01T18:45:00\.000Z instead of 2026-07-01T17:45/,
  },
  {
    mistake: 'cuts a long note',
    adapter: ticketed((ticket) => ({ ...ticket, note: ticket.note.slice(0, 255) })),
    id: 'order:a-note-of-460-letters',
    says: /End” can be read nowhere/,
  },
  {
    mistake: 'strips what is not ASCII',
    adapter: lined(({ notes = '', ...line }) => ({ ...line, notes: notes.replace(/[^ -~]/g, '?') })),
    id: 'order:letters-of-the-world',
    says: /the note of line 1 is “.*\?.*” instead of “.*👩‍🍳/u,
  },
  {
    mistake: 'loses the tip',
    adapter: ticketed(({ tip: _tip, ...ticket }) => ticket),
    id: 'order:everything-at-once',
    says: /the tip is 0\.00 GBP instead of 1\.50 GBP/,
  },
];

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

export const BROKEN: readonly Broken[] = [...OF_TICKETS, ...OF_ORDERS, ...OF_THE_REST];
