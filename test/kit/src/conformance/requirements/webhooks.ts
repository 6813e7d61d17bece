import type { Instant, OrderStatus, VendorEvent, VendorRequest } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import { claims, lacks, type Requirement } from '../requirement.js';
import { come, demand, faultOf, present, show, showFault, Unmet } from '../verdict.js';
import { step, walk } from './moves.js';

/** Subscribes, has staff move a ticket, and gives the call that tells of it, with its events. */
async function told(
  bench: Bench,
): Promise<{ readonly call: VendorRequest; readonly events: readonly VendorEvent[]; readonly ref: string }> {
  await bench.subscribe();
  const { ref, seen } = await bench.taken();
  const status = await step(bench, seen.ref);
  const isAbout = (event: VendorEvent): boolean =>
    (event.type === 'ticket' && event.ticket === ref && event.status === status) ||
    (event.type === 'ticket-changed' && event.ticket === ref);
  const found = await bench.hooks.until((calls) => {
    for (const call of calls) {
      const { events } = bench.system.receive(call);
      if (events.some(isAbout)) return { call, events, ref };
    }
    return undefined;
  });
  const { length } = bench.hooks.received;
  return present(found, `a webhook that tells of the ticket ${ref}`, `${length} calls came, and none does`);
}

/** Waits for a webhook that says of a ticket how it stands, or has it read. @throws Unmet where none comes */
async function heardOf(
  bench: Bench,
  ref: string,
  status: OrderStatus,
  since: number,
): Promise<{ readonly at: Instant }> {
  const session = await bench.session();
  for (let known = since; ;) {
    const told = await bench.hooks.until((calls) => {
      const fresh = calls.slice(known).flatMap((call) => bench.system.receive(call).events);
      return fresh.find(
        (event) =>
          isOf(event, ref) && (event.type === 'ticket-changed' || (event.type === 'ticket' && event.status === status)),
      );
    });
    known = bench.hooks.received.length;
    if (told === undefined) throw new Unmet(`a webhook that says that ${ref} is ${status}`, 'none came');
    if (told.type === 'ticket') return told;
    demand(bench.orders.read, 'no event “ticket-changed” without orders.read', `there is one of ${ref}`);
    const view = await bench.system.read(session, ref);
    if (view.status === status) return view;
  }
}

function isOf(event: VendorEvent, ref: string): boolean {
  return 'ticket' in event && event.ticket === ref;
}

function ids(events: readonly VendorEvent[]): string {
  return events.map(({ id }) => id).join(', ');
}

async function mustRefuse(bench: Bench, what: string, request: VendorRequest): Promise<void> {
  const fault = await faultOf(`receive of ${what}`, ['request.unauthenticated'], () => bench.system.receive(request));
  demand(fault.side === 'bridge', 'a refusal', fault.code);
}

export const WEBHOOKS: readonly Requirement[] = [
  {
    id: 'webhooks.tell',
    title: 'reads the vendor’s webhooks: ticket and order are named',
    why: 'The status in POS Hub follows the kitchen within seconds.',
    needs: [claims('webhooks'), claims('orders.status')],
    fake: ['webhooks', 'move'],
    run: async (bench) => {
      const { events } = await told(bench);
      const { ref } = (await bench.session()).store;
      for (const event of events)
        if ('store' in event) demand(event.store === ref, `events of the store ${ref}`, `it is ${event.store}`);
    },
  },
  {
    id: 'webhooks.statuses',
    title: 'hears each status that staff gives a ticket, and that it was cancelled, each later than the one before',
    why: 'Every order must get a status and an end in POS Hub; an older status must not win.',
    needs: [claims('webhooks'), claims('orders.status')],
    fake: ['webhooks', 'move'],
    run: async (bench) => {
      await bench.subscribe();
      const { seen, ref } = await bench.taken();
      let [before, known] = [Number.NEGATIVE_INFINITY, bench.hooks.received.length];
      await walk(bench, seen.ref, async (status) => {
        const { at } = await heardOf(bench, ref, status, known);
        demand(at > before, `“at” to grow with ${status}`, `it was ${before} and is ${at}`);
        [before, known] = [at, bench.hooks.received.length];
      });
      const other = await bench.taken();
      known = bench.hooks.received.length;
      await bench.fake.move?.(other.seen.ref, 'cancelled');
      await heardOf(bench, other.ref, 'cancelled', known);
    },
  },
  {
    id: 'webhooks.stock',
    title: 'hears of stock, or that the catalog changed',
    why: 'What ran out must go offline before the next guest orders it.',
    needs: [claims('webhooks'), claims('catalog.stock')],
    fake: ['webhooks', 'stock'],
    run: async (bench) => {
      const shelf = await bench.sell();
      await bench.subscribe();
      await bench.fake.change(bench.store().ref, { type: 'stock', key: 'cola', available: false });
      const heard = await bench.hooks.until((calls) =>
        calls
          .flatMap((call) => bench.system.receive(call).events)
          .find(
            (event) =>
              event.type === 'catalog-changed' ||
              (event.type === 'stock' && event.item === shelf.ref('cola') && !event.available),
          ),
      );
      demand(
        heard !== undefined,
        'an event “stock” or “catalog-changed”',
        `${bench.hooks.received.length} calls came, and none says so`,
      );
    },
  },
  {
    id: 'webhooks.signature',
    title: 'refuses every call whose signature is not right',
    why: 'Anybody can call the address; a forged “completed” ends an order, a forged “cancelled” a kitchen’s evening.',
    needs: [claims('webhooks'), claims('orders.status')],
    fake: ['webhooks', 'move'],
    run: async (bench) => {
      const { call } = await told(bench);
      const { webhooks, hooks } = bench;
      const { [webhooks.header]: signature = '', ...bare } = call.headers;
      demand(signature !== '', `the vendor to sign in ${webhooks.header}`, 'the call has no such header');
      const as = (changed: string): VendorRequest => ({ ...call, headers: { ...bare, [webhooks.header]: changed } });
      const last = signature.at(-1) === '0' ? '1' : '0';
      await mustRefuse(bench, 'a call without a signature', { ...call, headers: bare });
      await mustRefuse(bench, 'an empty signature', as(''));
      await mustRefuse(bench, 'a truncated signature', as(signature.slice(0, -1)));
      await mustRefuse(bench, 'half a signature', as(signature.slice(0, signature.length / 2)));
      await mustRefuse(bench, 'a signature with another last letter', as(signature.slice(0, -1) + last));
      await mustRefuse(bench, 'a signature of no form', as('ü'.repeat(44)));
      const body = Buffer.from(call.body);
      if (webhooks.byPassword !== true) {
        await mustRefuse(bench, 'another body', { ...call, body: Buffer.concat([body, Buffer.from(' ')]) });
        await mustRefuse(bench, 'an empty body', { ...call, body: Buffer.alloc(0) });
      }
      const other = webhooks.sign(body, { url: hooks.url, key: 'other' });
      await mustRefuse(bench, 'a signature with another key', { headers: { ...bare, ...other }, body });
      const good = webhooks.sign(body, { url: hooks.url, key: 'right' });
      const came = await come('receive', () => bench.system.receive({ headers: { ...bare, ...good }, body }));
      demand(
        came.fault === undefined,
        'a right signature to be taken',
        came.fault === undefined ? '' : showFault(came.fault),
      );
    },
  },
  {
    id: 'webhooks.old',
    title: 'refuses a call that was signed long ago',
    why: 'A captured call could be played again at any time.',
    needs: [claims('webhooks')],
    fake: ['webhooks'],
    run: async (bench) => {
      const { webhooks, hooks } = bench;
      if (!webhooks.ages) return;
      const body = webhooks.unknown();
      const headers = webhooks.sign(body, { url: hooks.url, key: 'right', at: Date.now() - 24 * 3_600_000 });
      await mustRefuse(bench, 'a call of yesterday', { headers, body });
    },
  },
  {
    id: 'webhooks.unknown',
    title: 'takes events of kinds that it does not know as no news',
    why: 'Vendors add kinds; an error makes them repeat the call for hours, or end the subscription.',
    needs: [claims('webhooks')],
    fake: ['webhooks'],
    run: async (bench) => {
      const { webhooks, hooks } = bench;
      await bench.subscribe();
      const body = webhooks.unknown();
      const came = await come('receive', () =>
        bench.system.receive({ headers: webhooks.sign(body, { url: hooks.url, key: 'right' }), body }),
      );
      const said = came.fault === undefined ? show(came.value.events) : showFault(came.fault);
      demand(came.fault === undefined && came.value.events.length === 0, 'no events and no error', `it is ${said}`);
    },
  },
  {
    id: 'webhooks.garbage',
    title: 'says request.unreadable of a signed body that it can’t read',
    why: 'Then the vendor shows the failure; in silence it would be lost.',
    needs: [claims('webhooks')],
    fake: ['webhooks'],
    run: async (bench) => {
      const { webhooks, hooks, system } = bench;
      await bench.subscribe();
      for (const text of ['', 'no JSON', '[]', '"text"', '{"type":', '\u0000']) {
        const body = Buffer.from(text);
        const headers = webhooks.sign(body, { url: hooks.url, key: 'right' });
        await faultOf(`receive of ${show(text)}`, ['request.unreadable'], () => system.receive({ headers, body }));
      }
    },
  },
  {
    id: 'webhooks.same-id',
    title: 'gives the same news the same id, each time and by polling too',
    why: 'The bridge knows by the id that it took the news before.',
    needs: [claims('webhooks'), claims('orders.status'), claims('polling')],
    fake: ['webhooks', 'move'],
    run: async (bench) => {
      const session = await bench.session();
      const { cursor } = await bench.system.poll(session, undefined);
      const { call, events, ref } = await told(bench);
      const again = bench.make().receive(call).events;
      demand(ids(again) === ids(events), `the ids ${ids(events)} again`, `they are ${ids(again)}`);
      const polled = (await bench.system.poll(session, cursor)).events.filter((one) => isOf(one, ref));
      for (const { id } of polled) {
        const heard = await bench.hooks.until((calls) =>
          calls.some((one) => bench.system.receive(one).events.some((event) => event.id === id)) ? true : undefined,
        );
        const told = bench.hooks.received
          .flatMap((one) => bench.system.receive(one).events)
          .filter((one) => isOf(one, ref));
        demand(heard === true, `a webhook to tell what poll tells as ${id}`, `the webhooks tell ${ids(told)}`);
      }
    },
  },
  {
    id: 'webhooks.unclaimed',
    title: 'refuses calls where it does not claim webhooks',
    why: 'An address that takes anything is an open door.',
    needs: [lacks('webhooks')],
    run: async (bench) => {
      await faultOf('receive', ['vendor.unsupported', 'request.unauthenticated'], () =>
        bench.system.receive({ headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') }),
      );
    },
  },
];
