import type { Requirement } from '../requirement.js';
import { BRIDGE } from './bridge.js';
import { BRIDGE_LIMITS } from './bridge-limits.js';
import { CANCEL } from './cancel.js';
import { CATALOG } from './catalog.js';
import { CORPUS } from './corpus.js';
import { DOUBT } from './doubt.js';
import { DRY_RUN } from './dry-run.js';
import { FAULTS } from './faults.js';
import { HALF_MADE } from './half-made.js';
import { IDEMPOTENCY } from './idempotency.js';
import { MANIFEST } from './manifest.js';
import { ORDERS } from './orders.js';
import { POLLING } from './polling.js';
import { READING } from './reading.js';
import { SESSION } from './session.js';
import { STATUS } from './status.js';
import { WEBHOOKS } from './webhooks.js';

/** Everything that an adapter must do, in the order in which a person reads it. */
export const REQUIREMENTS: readonly Requirement[] = [
  ...MANIFEST,
  ...SESSION,
  ...ORDERS,
  ...IDEMPOTENCY,
  ...DOUBT,
  ...FAULTS,
  ...CANCEL,
  ...STATUS,
  ...CATALOG,
  ...READING,
  ...WEBHOOKS,
  ...POLLING,
  ...HALF_MADE,
  ...DRY_RUN,
  ...BRIDGE,
  ...BRIDGE_LIMITS,
  ...CORPUS,
];
