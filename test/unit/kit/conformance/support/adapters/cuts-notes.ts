import adapter from '@poshub-bridge/adapter-till';
import { broken } from '../breaking.js';

const { manifest } = adapter;
const { capabilities } = manifest;

/** Says that it takes notes of any length, and gives the till what fits. */
export default broken(
  (system) => ({
    submit: (session, ticket) =>
      system.submit(session, { ...ticket, note: ticket.note.slice(0, capabilities.orders.noteLength) }),
  }),
  { ...manifest, capabilities: { ...capabilities, orders: { ...capabilities.orders, noteLength: 9_000 } } },
);
