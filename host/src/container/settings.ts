import { HOUR, SECOND, type BridgeSettings } from '@poshub-bridge/core';
import type { HostConfig } from '../config/schema.js';

/** The deployer's choices in the units of core: milliseconds. */
export function bridgeSettings({
  orders,
  outbound,
  catalog,
  storage,
  pollSeconds,
  reconcileSeconds,
}: HostConfig): BridgeSettings {
  return {
    orders: {
      deadlineMs: orders.deadlineSeconds * SECOND,
      callMs: outbound.timeoutSeconds * SECOND,
      tooOldMs: orders.tooOldSeconds * SECOND,
      checkEveryMs: orders.checkSeconds * SECOND,
    },
    catalog: {
      largestRemoval: catalog.largestRemoval,
      answerWithinMs: catalog.answerSeconds * SECOND,
      refreshEveryMs: catalog.refreshSeconds * SECOND,
    },
    pollEveryMs: pollSeconds * SECOND,
    reconcileEveryMs: reconcileSeconds * SECOND,
    keepMs: storage.keepDays * 24 * HOUR,
  };
}
