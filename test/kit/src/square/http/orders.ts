import { invalid } from '../errors.js';
import { checkBatchOrders, checkCalculateOrder, checkCreateOrder, checkPayOrder } from '../schemas/orders.js';
import { checkSearchOrders, checkUpdateOrder } from '../schemas/orders.js';
import { withoutNulls } from '../schemas/parts.js';
import { checkCancelByKey, checkComplete, checkPayment, checkRefund } from '../schemas/payments.js';
import { answerOf } from '../state/order-book.js';
import { searchOrders } from '../state/search.js';
import type { Route } from './calls.js';

const READ = ['ORDERS_READ'];
const WRITE = ['ORDERS_WRITE'];
const PAY = ['PAYMENTS_WRITE'];

/** Orders, payments and refunds. */
export const orderRoutes: Route[] = [
  {
    ...{ method: 'post', path: '/v2/orders', needs: WRITE },
    answer: ({ state, body }) => {
      const { idempotency_key, order } = checkCreateOrder(withoutNulls(body));
      return { order: state.orders.create(idempotency_key, order) };
    },
  },
  {
    ...{ method: 'post', path: '/v2/orders/calculate', needs: [] },
    answer: ({ state, body }) => ({ order: state.orders.calculate(checkCalculateOrder(withoutNulls(body)).order) }),
  },
  {
    ...{ method: 'post', path: '/v2/orders/batch-retrieve', needs: READ },
    answer: ({ state, body }) => {
      const { location_id, order_ids } = checkBatchOrders(withoutNulls(body));
      const found = state.orders.all().filter(({ id }) => order_ids.includes(id));
      return {
        orders: found.filter((one) => (location_id ?? one.draft.location_id) === one.draft.location_id).map(answerOf),
      };
    },
  },
  {
    ...{ method: 'post', path: '/v2/orders/search', needs: READ },
    answer: ({ state, body }) => searchOrders(state, checkSearchOrders(withoutNulls(body))),
  },
  {
    ...{ method: 'get', path: '/v2/orders/:order', needs: READ },
    answer: ({ state, params: { order = '' } }) => ({ order: answerOf(state.orders.get(order)) }),
  },
  {
    ...{ method: 'put', path: '/v2/orders/:order', needs: WRITE },
    answer: ({ state, params: { order = '' }, body }) => ({
      order: state.orders.update(order, checkUpdateOrder(body)),
    }),
  },
  {
    ...{ method: 'post', path: '/v2/orders/:order/pay', needs: [...WRITE, ...PAY] },
    answer: ({ state, params: { order = '' }, body }) => {
      const { idempotency_key, order_version, payment_ids = [] } = checkPayOrder(withoutNulls(body));
      return { order: answerOf(state.payments.pay(order, idempotency_key, order_version, payment_ids)) };
    },
  },
  {
    ...{ method: 'post', path: '/v2/payments', needs: PAY },
    answer: ({ state, body }) => ({ payment: state.payments.create(checkPayment(withoutNulls(body))) }),
  },
  {
    ...{ method: 'get', path: '/v2/payments', needs: ['PAYMENTS_READ'], query: ['location_id', 'limit', 'sort_order'] },
    answer: ({ state, query: { location_id, limit = '100', sort_order = 'DESC' } }) => {
      if (!/^\d{1,3}$/.test(limit)) throw invalid('EXPECTED_INTEGER', 'limit is a number.', 'limit');
      const all = state.payments.all().filter((one) => (location_id ?? one.location_id) === one.location_id);
      return { payments: (sort_order === 'ASC' ? all : all.reverse()).slice(0, Number(limit)) };
    },
  },
  {
    ...{ method: 'post', path: '/v2/payments/cancel', needs: PAY },
    answer: ({ state, body }) => {
      state.payments.cancelByKey(checkCancelByKey(withoutNulls(body)).idempotency_key);
      return {};
    },
  },
  {
    ...{ method: 'get', path: '/v2/payments/:payment', needs: ['PAYMENTS_READ'] },
    answer: ({ state, params: { payment = '' } }) => ({ payment: state.payments.get(payment) }),
  },
  {
    ...{ method: 'post', path: '/v2/payments/:payment/cancel', needs: PAY },
    answer: ({ state, params: { payment = '' } }) => ({ payment: state.payments.cancel(payment) }),
  },
  {
    ...{ method: 'post', path: '/v2/payments/:payment/complete', needs: PAY },
    answer: ({ state, params: { payment = '' }, body }) => {
      const { version_token } = checkComplete(withoutNulls(body));
      if (version_token !== undefined && version_token !== state.payments.get(payment).version_token)
        throw invalid('VERSION_MISMATCH', 'The version_token is not the latest.', 'version_token');
      return { payment: state.payments.complete(payment) };
    },
  },
  {
    ...{ method: 'post', path: '/v2/refunds', needs: PAY },
    answer: ({ state, body }) => ({ refund: state.payments.refund(checkRefund(withoutNulls(body))) }),
  },
  {
    ...{ method: 'get', path: '/v2/refunds/:refund', needs: ['PAYMENTS_READ'] },
    answer: ({ state, params: { refund = '' } }) => ({ refund: state.payments.refundOf(refund) }),
  },
];
