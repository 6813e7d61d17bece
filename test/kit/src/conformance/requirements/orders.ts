import { line, option, orderOf } from '../corpus/build.js';
import { isUnnamed, type Bench } from '../bench.js';
import { claims, lacks, type Requirement } from '../requirement.js';
import { readable } from '../compare.js';
import { refusedLater } from '../ending.js';
import { showMoney, type FaultCode, type Order, type Ticket } from '@poshub-bridge/core';
import { come, demand, faultOf, show, showFault } from '../verdict.js';

/** Demands that an order is refused for the guest to know, at a place, and that the till has no ticket. */
async function refused(
  bench: Bench,
  order: Order,
  codes: readonly FaultCode[],
  path: string | undefined,
): Promise<void> {
  const session = await bench.session();
  const ticket = bench.ticket(order);
  const came = await come('submit', () => bench.system.submit(session, ticket));
  const expected = `submit to come back with rejected and ${codes.join(' or ')}`;
  if (came.fault !== undefined) {
    demand(false, expected, `it threw ${showFault(came.fault)}`);
    return;
  }
  const outcome = came.value;
  // Who takes lines by name and price may take what the till does not know so.
  if (outcome.kind !== 'rejected' && bench.orders.adHocLines && codes.includes('menu.item_unknown')) return;
  if (isUnnamed(outcome) && path === undefined) {
    await neither(bench, ticket);
    return;
  }
  if (outcome.kind !== 'rejected') {
    demand(false, expected, `it came back with ${show(outcome)}`);
    return;
  }
  demand(codes.includes(outcome.fault.code), expected, `the code is ${showFault(outcome.fault)}`);
  if (path !== undefined)
    demand(outcome.fault.path === path, `the refusal to name ${path}`, `it names ${outcome.fault.path ?? 'nothing'}`);
  const tickets = await bench.tickets();
  demand(tickets.length === 0, 'no ticket of an order that was refused', `the till has ${tickets.length}`);
}

/** Demands that an order of which submit said `pending` is rejected by an event, and no ticket. */
async function neither(bench: Bench, ticket: Ticket): Promise<void> {
  const { length } = await bench.tickets();
  demand(length === 0, 'no ticket of an order that is refused', `the till has ${length}`);
  const told = await refusedLater(bench, ticket);
  demand(told !== undefined, 'an event that the order is rejected, with the reason', 'none came');
}

export const ORDERS: readonly Requirement[] = [
  {
    id: 'orders.taken',
    title: 'makes one ticket of an order and gives the ticket’s reference',
    why: 'POS Hub wants each order accepted or rejected before its deadline; the reference is how its status is followed.',
    run: async (bench) => {
      const { outcome, ref, seen } = await bench.taken();
      demand(
        outcome.kind === 'accepted' || outcome.kind === 'pending',
        'a first submission to be accepted or pending',
        `it is ${outcome.kind}`,
      );
      demand(seen.lines.length === 2, 'two lines on the ticket', `it has ${seen.lines.length}`);
      if (!bench.orders.read) return;
      const view = await come('read of the ticket that submit named', async () =>
        bench.system.read(await bench.session(), ref),
      );
      if (view.fault !== undefined)
        demand(
          false,
          'submit to name a ticket that the till has',
          `it named ${ref}, and read threw ${showFault(view.fault)}`,
        );
      else demand(view.value.ticket === ref, `read to be about ${ref}`, `it is about ${view.value.ticket}`);
    },
  },
  {
    id: 'orders.total',
    title: 'says the till’s own total, where it says one',
    why: 'A difference between the till’s total and the guest’s is shown to the operator: a made-up one hides it.',
    run: async (bench) => {
      const { outcome, seen } = await bench.taken();
      const total = outcome.kind === 'rejected' ? undefined : outcome.total;
      if (total === undefined) return;
      const said = `${total.amount} ${total.currency}`;
      demand(said === `${seen.total} ${seen.currency}`, `the total ${seen.total} ${seen.currency}`, `it says ${said}`);
    },
  },
  {
    id: 'orders.find',
    title: 'finds a ticket by the order’s id, and none where there is none',
    why: 'After a lost answer the order is looked for before it is sent again.',
    needs: [claims('orders.find')],
    run: async (bench) => {
      const { ref, ticket } = await bench.taken();
      const session = await bench.session();
      const found = await bench.system.find(session, ticket.orderId);
      demand(found?.ticket === ref, `find to give ${ref}`, `it gives ${show(found)}`);
      const none = await bench.system.find(session, '6f7a51e8-1f9c-4d0a-9d6c-000000000000');
      demand(none === undefined, 'find to give nothing for an order that was never sent', `it gives ${show(none)}`);
    },
  },
  {
    id: 'orders.find-unclaimed',
    title: 'refuses to look up what it does not claim to find',
    why: 'An adapter that answers “none” without looking makes the host send the order twice.',
    needs: [lacks('orders.find')],
    run: async (bench) => {
      const { ticket } = await bench.taken();
      const session = await bench.session();
      await faultOf('find', ['vendor.unsupported'], () => bench.system.find(session, ticket.orderId));
    },
  },
  {
    id: 'orders.find-living',
    title: 'finds the ticket that lives, where an order has two',
    why: 'An operator’s retry can make a second ticket; the kitchen works on the one that was not cancelled.',
    needs: [claims('orders.find'), claims('orders.cancel')],
    run: async (bench) => {
      const shelf = await bench.sell();
      const order = bench.order(shelf);
      const session = await bench.session();
      const first = await bench.take(session, bench.ticket(order, 0));
      await bench.system.cancel(session, first, 'other');
      const second = await bench.take(session, bench.ticket(order, 1));
      const found = await bench.system.find(session, order.id);
      demand(found?.ticket === second, `find to give the second ticket, ${second}`, `it gives ${show(found)}`);
    },
  },
  {
    id: 'orders.item-unknown',
    title: 'rejects an order for an item that the till does not know, and says which',
    why: 'The guest must hear “no” before the deadline, and the merchant which item to link.',
    needs: [lacks('orders.adHocLines')],
    run: async (bench) => {
      const shelf = await bench.sell();
      const order = shelf.place(orderOf([line('cola', 320), line('bread', 495)]));
      const gone = order.lines[1]?.ref ?? '';
      await bench.fake.change(bench.store().ref, { type: 'remove', key: 'bread' });
      demand(gone !== '', 'the second line to have a reference', 'it has none');
      await refused(bench, order, ['menu.item_unknown'], 'lines[1]');
    },
  },
  {
    id: 'orders.nonsense-reference',
    title: 'rejects an order with a reference of another form',
    why: 'Menus are edited by hand in POS Hub; a strange reference must not hold the order up until its deadline.',
    run: async (bench) => {
      const shelf = await bench.sell();
      const order = shelf.place(orderOf([line('pizza', 1350), { ...line('cola', 320), ref: 'no such/thing äöü?&#' }]));
      await refused(bench, order, ['menu.item_unknown'], 'lines[1]');
    },
  },
  {
    id: 'orders.option-unknown',
    title: 'rejects an order with an option that the till does not know, and says which',
    why: 'A ticket without the option that a guest chose is the wrong dish.',
    needs: [{ otherwise: 'orders.optionDepth is 0', holds: ({ capabilities: { orders } }) => orders.optionDepth > 0 }],
    run: async (bench) => {
      const shelf = await bench.sell();
      const options = [option('olives', 120), { ...option('x', 1), ref: 'no-such-modifier' }];
      const order = shelf.place(orderOf([line('pizza', 1350, { options })]));
      await refused(bench, order, ['menu.item_unknown', 'menu.selection_invalid'], 'lines[0].options[1]');
    },
  },
  {
    id: 'orders.sold-out',
    title: 'takes an order for what is sold out, or rejects it with the reason',
    why: 'Stock runs out between the menu and the order: POS Hub shows the reason to the guest.',
    fake: ['stock'],
    run: async (bench) => {
      const shelf = await bench.sell();
      await bench.fake.change(bench.store().ref, { type: 'stock', key: 'cola', available: false });
      const order = bench.order(shelf);
      const session = await bench.session();
      const ticket = bench.ticket(order);
      const came = await come('submit', () => bench.system.submit(session, ticket));
      const tickets = await bench.tickets();
      if (came.fault !== undefined)
        demand(false, 'submit to be rejected or taken', `it threw ${showFault(came.fault)}`);
      else if (came.value.kind === 'rejected') {
        const { code } = came.value.fault;
        demand(code === 'menu.item_unavailable', 'the reason menu.item_unavailable', `it is ${code}`);
        demand(tickets.length === 0, 'no ticket of it', `the till has ${tickets.length}`);
      } else if (isUnnamed(came.value) && tickets.length === 0) await neither(bench, ticket);
      else demand(tickets.length === 1, 'one ticket of an order that was taken', `the till has ${tickets.length}`);
    },
  },
  {
    id: 'orders.store-closed',
    title: 'rejects an order for a store that is closed',
    why: 'Nobody would cook it; the guest must know at once.',
    fake: ['close'],
    run: async (bench) => {
      const shelf = await bench.sell();
      await bench.fake.close?.(bench.store().ref);
      await refused(bench, bench.order(shelf), ['store.closed'], undefined);
    },
  },
  {
    id: 'orders.price',
    title: 'never rejects an order for its price alone',
    why: 'Promotions and stale menus make prices differ; the guest has paid that price.',
    run: async (bench) => {
      const shelf = await bench.sell();
      await bench.fake.change(bench.store().ref, { type: 'price', key: 'pizza', price: 9_900 });
      const session = await bench.session();
      const order = shelf.place(orderOf([line('pizza', 1), line('cola', 5_000)]));
      const came = await come('submit', () => bench.system.submit(session, bench.ticket(order)));
      const said = came.fault === undefined ? show(came.value) : showFault(came.fault);
      const isTaken = came.fault === undefined && came.value.kind !== 'rejected';
      demand(
        isTaken,
        'an order with another price than the menu’s to be taken',
        `it is refused for its price: ${said}`,
      );
      const seen = await bench.only();
      if (!bench.orders.prices) {
        const total = showMoney(order.total);
        demand(readable(seen).includes(total), `the guest’s total on the ticket, ${total}`, 'it can be read nowhere');
        return;
      }
      const prices = seen.lines.map(({ price }) => price).join();
      demand(prices === '1,5000', 'the guest’s prices on the ticket, 1,5000', `they are ${prices}`);
    },
  },
  {
    id: 'orders.ad-hoc',
    title: 'takes lines and options without a reference by their name and price',
    why: 'It says so in its manifest; such an order is then not rejected.',
    needs: [claims('orders.adHocLines')],
    run: async (bench) => {
      const shelf = await bench.sell();
      const { ref: _ref, ...adHoc } = line('Chef’s surprise', 777);
      const order = shelf.place(orderOf([adHoc]));
      await bench.system.submit(await bench.session(), bench.ticket(order));
      const [seen] = (await bench.only()).lines;
      demand(
        seen?.name.includes('Chef’s surprise') === true && seen.price === 777,
        'a line “Chef’s surprise” for 777',
        `it is ${show(seen)}`,
      );
    },
  },
  {
    id: 'orders.waiting',
    title: 'says “pending” of an order that staff has still to accept',
    why: 'POS Hub must not hear “accepted” of an order that the kitchen may refuse.',
    fake: ['hold', 'move'],
    needs: [claims('orders.status')],
    run: async (bench) => {
      const shelf = await bench.sell();
      const session = await bench.session();
      await bench.fake.hold?.(bench.store().ref);
      const outcome = await bench.system.submit(session, bench.ticket(bench.order(shelf)));
      demand(outcome.kind === 'pending', 'submit to come back with pending', `it came back with ${show(outcome)}`);
      const seen = await bench.only();
      await bench.fake.move?.(seen.ref, 'accepted');
      if (!bench.orders.read) return;
      const { status } = await bench.system.read(session, bench.refIn(outcome));
      demand(status === 'accepted', 'read to say accepted once staff has accepted it', `it says ${status}`);
    },
  },
];
