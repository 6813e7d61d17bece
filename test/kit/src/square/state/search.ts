import { invalid } from '../errors.js';
import type { OrderQuery, TimeRange } from '../schemas/orders.js';
import { answerOf, type Entry } from './order-book.js';
import type { State } from './state.js';

const PAGE = 500;
type Field = 'created_at' | 'updated_at' | 'closed_at';
const FIELDS = ['created_at', 'updated_at', 'closed_at'] as const;

/** Answers `POST /v2/orders/search`; who filters by a time must sort by the same. */
export function searchOrders(
  state: State,
  { cursor, limit = PAGE, return_entries = false, ...query }: OrderQuery,
): object {
  for (const [index, id] of query.location_ids.entries()) state.location(id, `location_ids[${index}]`);
  const { sort_field = 'CREATED_AT', sort_order = 'DESC' } = query.query?.sort ?? {};
  const field = FIELDS.find((one) => one.toUpperCase() === sort_field) ?? 'created_at';
  const times = query.query?.filter?.date_time_filter ?? {};
  if (FIELDS.some((one) => times[one] !== undefined && one !== field))
    throw invalid('BAD_REQUEST', 'The sort_field must be the field of the date_time_filter.', 'query.sort.sort_field');
  const { ids, cursor: next } = state.pages.page({ orders: query }, cursor, limit, () =>
    state.orders
      .all()
      .filter((entry) => query.location_ids.includes(entry.draft.location_id) && isWanted(entry, query, field))
      .sort((a, b) => (sort_order === 'ASC' ? 1 : -1) * (timeOf(a, field) - timeOf(b, field)))
      .map(({ id }) => id),
  );
  const found = ids.map((id) => state.orders.get(id));
  if (!return_entries) return { orders: found.length > 0 ? found.map(answerOf) : undefined, cursor: next };
  const order_entries = found.map(({ id, version, draft }) => ({
    order_id: id,
    version,
    location_id: draft.location_id,
  }));
  return { order_entries, cursor: next };
}

const timeOf = (entry: Entry, field: Field): number => Date.parse(entry[field] ?? '1970-01-01T00:00:00Z');

function isWanted(entry: Entry, { query: { filter = {} } = {} }: OrderQuery, field: Field): boolean {
  const { state_filter, date_time_filter, fulfillment_filter = {}, source_filter, customer_filter } = filter;
  const { draft, state } = entry;
  const fulfillments = draft.fulfillments ?? [];
  return (
    among([state], state_filter?.states) &&
    isWithin(entry[field], date_time_filter?.[field]) &&
    among(
      fulfillments.map((one) => one.type),
      fulfillment_filter.fulfillment_types,
    ) &&
    among(
      fulfillments.map((one) => one.state),
      fulfillment_filter.fulfillment_states,
    ) &&
    among([draft.source?.name], source_filter?.source_names) &&
    among([draft.customer_id], customer_filter?.customer_ids)
  );
}

/** Whether one of the values is wanted; everything is where nothing is said. */
const among = (values: (string | undefined)[], wanted: string[] | undefined): boolean =>
  wanted === undefined || values.some((value) => value !== undefined && wanted.includes(value));

/** From the start on, up to the end and without it. */
function isWithin(at: string | undefined, range: TimeRange | undefined): boolean {
  if (range === undefined) return true;
  if (at === undefined) return false;
  const { start_at, end_at } = range;
  return (
    (start_at === undefined || Date.parse(at) >= Date.parse(start_at)) &&
    (end_at === undefined || Date.parse(at) < Date.parse(end_at))
  );
}
