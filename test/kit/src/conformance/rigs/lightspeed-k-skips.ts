import type { Skip } from '../run.js';

const until = '2026-12-20';

/** What is known not to hold of our adapter of Lightspeed, and why. */
export const lightspeedSkips: readonly Skip[] = [
  {
    id: 'doubt.menu-changed',
    reason: 'of a repeated order with an item that is gone, Lightspeed may complain of the item before the reference',
    until,
  },
  {
    id: 'status.read',
    reason: 'a check says whether it is open, and no more: that an order is ready is told by webhooks alone',
    until,
  },
  {
    id: 'status.cancelled',
    reason: 'how a cancelled check reads is not described: that it was cancelled is told by webhooks alone',
    until,
  },
  {
    id: 'catalog:one-gone-one-new',
    reason: 'entries have no position but their place: what stands behind one that is removed moves up',
    until,
  },
];
