import { attentionOf, type LifecyclePolicy, type OrderEvent, type OrderStatus } from '@poshub-bridge/core';
import { stepOf } from './arbitraries.js';

export const ABLE: LifecyclePolicy = { canCancel: true, idempotent: true, canFind: true };
export const FINDING: LifecyclePolicy = { canCancel: true, idempotent: false, canFind: true };
export const KEYED: LifecyclePolicy = { canCancel: true, idempotent: true, canFind: false };
export const HELPLESS: LifecyclePolicy = { canCancel: false, idempotent: false, canFind: false };

export const begun = (attempt = 1, round = 0): OrderEvent => ({ type: 'submission-begun', round, attempt });
export const nothing = (attempt = 1, round = 0): OrderEvent => ({ type: 'submission-void', round, attempt });
export const unanswered = (attempt = 1, round = 0): OrderEvent => ({ type: 'submission-unanswered', round, attempt });
export const ticket = (accepted: boolean, name = 'T1'): OrderEvent => ({ type: 'ticket-made', ticket: name, accepted });
export const hub = (status: OrderStatus, at = 1): OrderEvent => ({ type: 'hub-said', status, at });
export const till = (status: OrderStatus, at = 1): OrderEvent => ({ type: 'till-said', status, at });
export const deadline: OrderEvent = { type: 'deadline-passed', round: 0 };
export const retried: OrderEvent = { type: 'operator-retried', round: 1 };
export const settled = (as: 'entered-by-hand' | 'rejected' | 'cancelled'): OrderEvent => ({
  type: 'operator-settled',
  as,
});
export const menuFault = { code: 'menu.item_unknown', message: 'The store’s catalog has no such item.' } as const;

/** Where an order is after these events, in one look. */
export function after(policy: LifecyclePolicy, ...history: readonly OrderEvent[]) {
  const { phase, tell, alert, effects, state } = stepOf(history, policy);
  return { phase, tell, alert: alert?.code, attention: attentionOf(state, policy)?.code, effects, state };
}
