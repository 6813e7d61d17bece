import type { SeenContent, SeenLine, SeenOption } from './seen.js';

/** What of an order is not on its ticket as it was ordered; undefined where all of it is. */
export function missingOn(order: SeenContent, ticket: SeenContent): string | undefined {
  return linesDiffer(order.lines, ticket.lines) ?? textsDiffer(order, ticket) ?? amountsDiffer(order, ticket);
}

function linesDiffer(ordered: readonly SeenLine[], made: readonly SeenLine[]): string | undefined {
  if (ordered.length !== made.length) return `${made.length} lines instead of ${ordered.length}`;
  for (const [index, line] of ordered.entries()) {
    const other = made[index];
    if (other === undefined || wordsOf(line) !== wordsOf(other))
      return `line ${index + 1} is ${other === undefined ? 'not there' : wordsOf(other)} instead of ${wordsOf(line)}`;
  }
  return undefined;
}

/** A line in one text; its options in an order of their own, for theirs is nobody's promise. */
function wordsOf({ ref, quantity, price, note, options }: SeenLine): string {
  const chosen = options.map(optionWords).sort().join(', ');
  return `${quantity} × ${ref} at ${price} (${chosen}) “${note}”`;
}

function optionWords({ path, quantity, price }: SeenOption): string {
  return `${quantity} × ${path} at ${price}`;
}

function textsDiffer(order: SeenContent, ticket: SeenContent): string | undefined {
  if (!ticket.note.includes(order.note)) return `the note “${order.note}” is not in “${ticket.note}”`;
  if (ticket.guest !== order.guest) return `the guest is “${ticket.guest}” instead of “${order.guest}”`;
  if (ticket.way !== order.way) return `it is ${ticket.way} instead of ${order.way}`;
  const place = ticket.places.join(', ');
  const lost = order.places.find((part) => !place.includes(part));
  return lost === undefined ? undefined : `“${lost}” is not in “${place}”`;
}

function amountsDiffer(order: SeenContent, ticket: SeenContent): string | undefined {
  for (const part of ['charges', 'tips', 'discounts', 'taxes', 'total'] as const)
    if (order[part] !== ticket[part]) return `${part}: ${ticket[part]} instead of ${order[part]}`;
  return undefined;
}
