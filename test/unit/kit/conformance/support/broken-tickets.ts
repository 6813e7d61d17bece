import { HOUR } from '@poshub-bridge/core';
import { lined, ticketed, type Broken } from './breaking.js';

/** What goes wrong with what stands on a ticket. */
export const OF_TICKETS: readonly Broken[] = [
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
