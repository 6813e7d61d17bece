import type { Phase } from '@poshub-bridge/core';

/** Every phase of an order, in the order of its life. */
export const PHASES: readonly Phase[] = [
  'received',
  'submitted',
  'withdrawing',
  'attention',
  'accepted',
  'preparing',
  'ready',
  'delivering',
  'completed',
  'rejected',
  'cancelled',
  'delivery-failed',
];
