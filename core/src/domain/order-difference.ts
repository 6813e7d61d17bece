import type { Order } from './order.js';

/** A part of an order that whoever makes it must know. */
export type OrderPart = 'lines' | 'notes' | 'fulfilment' | 'time' | 'total';

/** The parts in which two contents of an order differ: their names only, for the parts hold what a guest wrote. */
export function changedParts(before: Order, after: Order): readonly OrderPart[] {
  const [known, now] = [partsOf(before), partsOf(after)];
  return now.flatMap(([part, content], index) => (content === known[index]?.[1] ? [] : [part]));
}

function partsOf({ lines, notes, fulfilment, scheduledFor, total }: Order): readonly (readonly [OrderPart, string])[] {
  return [
    ['lines', canonical(lines)],
    ['notes', canonical(notes)],
    ['fulfilment', canonical(fulfilment)],
    ['time', canonical(scheduledFor)],
    ['total', canonical(total)],
  ];
}

/** The same text for the same content, in whatever order its fields stand, or its lines and options. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (value === undefined) return 'nothing';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${fields.sort().join()}}`;
}
