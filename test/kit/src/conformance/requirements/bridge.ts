import { field, listOf, textOf } from '../../demo/json.js';
import type { Bench } from '../bench.js';
import { eventually, productAtHub, withBridge, type Bridge } from '../bridge.js';
import { line, option, orderOf } from '../corpus/build.js';
import { canClearDoubt, claims, isClaimed, type Requirement } from '../requirement.js';
import { demand } from '../verdict.js';
import { walk } from './moves.js';

async function oneTicket(bench: Bench, known: number): Promise<void> {
  const { length } = await bench.tickets();
  demand(length === known + 1, 'one ticket of one order', `the till has ${length - known}`);
}

function rich(bridge: Bridge): Parameters<Bridge['order']>[0] {
  const options = [option('olives', 120), option('olives', 120)];
  return bridge.shelf.place(
    orderOf([line('pizza', 1350, { quantity: 2, notes: 'well done', options }), line('cola', 320)], {
      notes: 'ALLERGY: nuts',
    }),
  );
}

export const BRIDGE: readonly Requirement[] = [
  {
    id: 'bridge.order',
    title: 'brings orders of POS Hub to the till, each once, and the till’s statuses back',
    why: 'Each order gets a status and an end, however often its webhook comes.',
    bridge: true,
    run: (bench) =>
      withBridge(bench, async (bridge) => {
        await bridge.hub('PUT', '/faults/webhooks', { copies: 5 });
        const id = await bridge.order(rich(bridge));
        await bridge.reaches(id, 'ACCEPTED');
        const seen = await bench.only();
        const said = seen.texts.join('\n');
        demand(said.includes('ALLERGY: nuts'), 'the guest’s note on the ticket', 'it can be read nowhere');
        const prices = seen.lines.map(({ price, quantity }) => `${quantity}×${price}`).join();
        demand(prices === '2×1350,1×320', 'the lines 2×1350,1×320', `they are ${prices}`);
        if (!isClaimed(bench.adapter.manifest, 'orders.status') || bench.fake.move === undefined) return;
        await walk(bench, seen.ref, async (status) => {
          if (status === 'preparing' || status === 'completed') await bridge.reaches(id, status.toUpperCase());
        });
        await oneTicket(bench, 0);
      }),
  },
  {
    id: 'bridge.doubt',
    title: 'makes one ticket of an order whose answer was lost, and of one that met an outage',
    why: 'POS Hub must hear “accepted” of the ticket that is there, and the kitchen must not cook twice.',
    bridge: true,
    needs: [canClearDoubt],
    run: (bench) =>
      withBridge(bench, async (bridge) => {
        let left = 1;
        bench.gate.rule(({ mutating }) => (mutating && left-- > 0 ? { kind: 'lost', when: 'after' } : undefined));
        await bridge.reaches(await bridge.order(rich(bridge)), 'ACCEPTED');
        await oneTicket(bench, 0);
        left = 2;
        bench.gate.rule(({ mutating }) =>
          mutating && left-- > 0
            ? { kind: 'status', status: 503, when: left % 2 === 0 ? 'before' : 'after' }
            : undefined,
        );
        await bridge.reaches(await bridge.order(rich(bridge)), 'ACCEPTED');
        bench.gate.rule();
        await oneTicket(bench, 1);
      }),
  },
  {
    id: 'bridge.killed',
    title: 'makes one ticket of an order over which the host’s process died',
    why: 'Machines lose power; what was begun is found or finished after the start.',
    bridge: true,
    needs: [canClearDoubt],
    run: (bench) =>
      withBridge(bench, async (bridge) => {
        let isHeld = false;
        bench.gate.rule(({ mutating }) => {
          isHeld ||= mutating;
          return mutating ? { kind: 'half-open', when: 'after' } : undefined;
        });
        const id = await bridge.order(rich(bridge));
        await eventually('the order to be sent to the till', () => Promise.resolve(isHeld ? true : undefined));
        await bridge.restart(() => bench.gate.rule());
        await bridge.reaches(id, 'ACCEPTED');
        await oneTicket(bench, 0);
      }),
  },
  {
    id: 'bridge.refused',
    title: 'rejects in POS Hub what the till can’t make, and cancels what the guest cancels',
    why: 'A guest must know before the deadline; a cancelled order must not be cooked.',
    bridge: true,
    run: (bench) =>
      withBridge(bench, async (bridge) => {
        const unknown = bridge.shelf.place(orderOf([{ ...line('Ghost pie', 900), ref: 'nobody-knows' }]));
        if (!bench.orders.adHocLines) {
          await bridge.reaches(await bridge.order(unknown), 'REJECTED');
          const { length } = await bench.tickets();
          demand(length === 0, 'no ticket of a rejected order', `the till has ${length}`);
        }
        if (!bench.orders.cancel) return;
        const id = await bridge.order(rich(bridge));
        await bridge.reaches(id, 'ACCEPTED');
        await bridge.hub('POST', `/orders/${id}/cancel`, {});
        await eventually('the ticket to be cancelled at the till', async () =>
          (await bench.tickets()).every(({ status }) => status === 'cancelled') ? true : undefined,
        );
      }),
  },
  {
    id: 'bridge.menu',
    title: 'keeps POS Hub’s menu like the till’s, and changes nothing the second time',
    why: 'What is sold out goes offline by itself; a sync of what did not change is quiet.',
    bridge: true,
    needs: [claims('catalog.stock')],
    fake: ['stock'],
    run: (bench) =>
      withBridge(bench, async (bridge) => {
        await bridge.hub('POST', `/locations/${bridge.locationId}/sync`);
        const [last] = listOf(await bridge.operator(`/connections/${bridge.connectionId}/syncs`));
        const outcome = textOf(last, 'outcome');
        demand(outcome === 'unchanged', 'a second sync to change nothing', `it is ${outcome}`);
        for (const available of [false, true]) {
          await bench.fake.change(bench.store().ref, { type: 'stock', key: 'cola', available });
          await eventually(`Cola to be ${available ? 'online again' : 'offline'} in POS Hub`, async () =>
            field(await productAtHub(bridge, 'cola'), 'showOnline') === available ? true : undefined,
          );
        }
        await bench.fake.change(bench.store().ref, { type: 'remove', key: 'bread' });
        await bridge.hub('POST', `/locations/${bridge.locationId}/sync`);
        const gone = await productAtHub(bridge, 'bread');
        demand(gone === undefined, 'what was deleted at the till to be gone from POS Hub', 'it is there');
      }),
  },
];
