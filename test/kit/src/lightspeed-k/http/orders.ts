import { badRequest, notFound } from '../errors.js';
import { checkLocal, checkPayment, checkToGo } from '../schemas/orders.js';
import { isOpen } from '../state/accounts.js';
import type { State } from '../state/state.js';
import type { Account } from '../wire/account.js';
import { snapshotOf } from '../wire/snapshot.js';
import { numberIn, placeOf, type Route } from './calls.js';

const query = ['businessLocationId'];
const OK = { status: 'ok' };

const shown = (state: State, account: Account): object =>
  snapshotOf(account, state.location(account.location).posId, 'numbers');

/** The open checks that were opened on this day, by UTC. */
function openToday(state: State, location: number): Account[] {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const today = day(state.clock.now());
  return state.accounts.all(location).filter((one) => isOpen(one) && day(one.openedAt) === today);
}

/** Orders, payments, and the checks that came of them. */
export const orderRoutes: Route[] = [
  {
    ...{ method: 'post', path: '/o/op/1/order/toGo' },
    answer: ({ state, body }) => {
      const order = checkToGo(body);
      state.intake.order(order, 'toGoOrder');
      state.pos.send(order, 'toGo');
      return OK;
    },
  },
  {
    ...{ method: 'post', path: '/o/op/1/order/local' },
    answer: ({ state, body }) => {
      const order = checkLocal(body);
      state.intake.order(order, 'localOrder');
      state.pos.send(order, 'local');
      return OK;
    },
  },
  {
    ...{ method: 'post', path: '/o/op/1/pay' },
    answer: ({ state, body }) => {
      const payment = checkPayment(body);
      state.intake.payment(payment);
      state.pos.pay(payment);
      return OK;
    },
  },
  {
    ...{ method: 'get', path: '/o/op/1/order/table/getCheck', query },
    answer: (call) => openToday(call.state, placeOf(call).id).map((one) => shown(call.state, one)),
  },
  {
    ...{ method: 'get', path: '/o/op/1/order/table/:table/getCheck', query },
    answer: (call) => {
      const table = String(numberIn('tableNumber', call.params['table']));
      const known = openToday(call.state, placeOf(call).id).find(({ orders }) => orders[0]?.tableNumber === table);
      if (known) return shown(call.state, known);
      throw notFound(`There is no open check at table ${table}`);
    },
  },
  {
    ...{ method: 'get', path: '/o/op/1/order/accounts/:account', query },
    answer: (call) => {
      const { account = '' } = call.params;
      if (!/^A\d+\.\d+$/.test(account)) throw badRequest(`${account} is not an account identifier`);
      const known = call.state.accounts.find(account, placeOf(call).id);
      if (known) return shown(call.state, known);
      throw notFound(`Account ${account} not found`);
    },
  },
];
