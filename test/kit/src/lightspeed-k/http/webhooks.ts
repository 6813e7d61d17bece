import { checkEndpoint } from '../schemas/orders.js';
import { endpointAnswer, locationAnswer } from '../state/endpoints.js';
import { numberIn, type Call, type Route } from './calls.js';

const path = '/o/wh/1/webhook';
const one = `${path}/:endpoint`;
const locations = `${one}/business-locations`;

const idOf = ({ params }: Call): string => params['endpoint'] ?? '';
const placeOf = ({ state, params }: Call): number =>
  state.location(numberIn('businessLocationId', params['location'])).id;

/** Where the client takes webhooks. */
export const webhookRoutes: Route[] = [
  {
    ...{ method: 'put', path },
    answer: ({ state, body }) => endpointAnswer(state.endpoints.create(checkEndpoint(body))),
  },
  {
    ...{ method: 'post', path },
    answer: ({ state, body }) => endpointAnswer(state.endpoints.update(checkEndpoint(body))),
  },
  { method: 'get', path: one, answer: (call) => endpointAnswer(call.state.endpoints.get(idOf(call))) },
  {
    ...{ method: 'delete', path: one },
    answer: (call) => {
      call.state.endpoints.remove(idOf(call));
      return {};
    },
  },
  {
    ...{ method: 'get', path: locations },
    answer: (call) =>
      [...call.state.endpoints.get(idOf(call)).locations].map(([id, since]) => locationAnswer(id, since)),
  },
  {
    ...{ method: 'put', path: `${locations}/:location`, body: false },
    answer: (call) => call.state.endpoints.add(idOf(call), placeOf(call)),
  },
  {
    ...{ method: 'delete', path: `${locations}/:location` },
    answer: (call) => call.state.endpoints.drop(idOf(call), placeOf(call)),
  },
];
