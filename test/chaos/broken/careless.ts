import adapter, { type TillSettings } from '@poshub-bridge/adapter-till';
import { defineAdapter } from '@poshub-bridge/core';

/**
 * The till's adapter with two mistakes, to show that a run finds them: of ten orders one is given to the till a second time
 * under another key, and from another one what the guest wishes for its lines is lost.
 */
export default defineAdapter<TillSettings>({
  ...adapter,
  create: (context) => {
    const system = adapter.create(context);
    return {
      ...system,
      submit: async (session, ticket) => {
        const lines = ticket.number.endsWith('5')
          ? ticket.lines.map(({ notes: _notes, ...line }) => line)
          : ticket.lines;
        const outcome = await system.submit(session, { ...ticket, lines });
        if (ticket.number.endsWith('0'))
          await system.submit(session, { ...ticket, idempotencyKey: `${ticket.orderId}-again` });
        return outcome;
      },
    };
  },
});
