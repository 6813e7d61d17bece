import { Fault, isFault, type HubWire } from '@poshub-bridge/core';
import { writeCatalog } from './catalog/write-catalog.js';
import { openEvent, type Opened } from './envelope.js';
import { readHubOrder } from './order/read-order.js';
import { readInstall, readSync } from './requests.js';
import type { HubSettings } from './settings.js';
import { createSignatureCheck } from './signature.js';

/** POS Hub's wire at our own routes. */
export function createHubWire(settings: HubSettings): HubWire {
  return {
    isSigned: createSignatureCheck(settings),
    readEnvelope: (body) => openEvent(body).envelope,
    readOrder: (body, { currency }) => {
      const { envelope, newState } = openStored(body);
      const order = readHubOrder(newState, { ...envelope, currency }, settings);
      if (order.orderId === envelope.orderId) return order;
      throw new Fault('order.unreadable', { detail: 'the event is about another order than its state', path: 'id' });
    },
    readInstall,
    readSync,
    writeCatalog: (catalog, store) => writeCatalog(catalog, store, settings),
  };
}

/** An event that was stored could be read once; what can't be read now lacks an order. */
function openStored(body: Uint8Array): Opened {
  try {
    return openEvent(body);
  } catch (error) {
    if (!isFault(error)) throw error;
    throw new Fault('order.unreadable', {
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      cause: error,
    });
  }
}
