import { createHash, createHmac } from 'node:crypto';
import type { AdapterContext, PosSystem, Session } from '@poshub-bridge/core';
import { read, refused, type LightspeedClient, type LightspeedRequest } from './client.js';
import { idText } from './guard.js';
import type { LightspeedSettings } from './manifest.js';
import { isEndpoint, isLink, isLinks } from './wire.js';

const ROOT = '/o/wh/1/webhook';

/** The name of a connection's endpoint: its own, so that ending one connection leaves the others theirs. */
export function endpointOf({ connectionId }: Pick<Session, 'connectionId'>, webhookUrl: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([webhookUrl, connectionId]))
    .digest('hex');
  return `poshub-${digest.slice(0, 24)}`;
}

/**
 * The password that Lightspeed calls us with. Its user is the store: the shortest events do not say where they come from.
 * It follows from the client's secret, so nothing has to be kept.
 */
export function passwordOf(store: string, { clientSecret }: Pick<LightspeedSettings, 'clientSecret'>): string {
  return createHmac('sha256', clientSecret).update(`webhook ${store}`).digest('base64url');
}

/** Registers where events go, and ends that. */
export function createEndpoints(
  { settings, webhookUrl }: Pick<AdapterContext<LightspeedSettings>, 'settings' | 'webhookUrl'>,
  client: LightspeedClient,
): Required<Pick<PosSystem, 'attach' | 'detach'>> {
  /** Whose address it has, or undefined where there is none. */
  async function addressOf(session: Session, endpointId: string): Promise<string | undefined> {
    const answer = await client.send(session, { method: 'GET', path: `${ROOT}/${endpointId}` });
    if (answer.refusal?.status === 404) return undefined;
    if (answer.refusal !== undefined) throw refused(answer.refusal);
    return read(answer.response, isEndpoint).url;
  }

  async function change(session: Session, request: LightspeedRequest): Promise<void> {
    const { refusal } = await client.send(session, request);
    if (refusal !== undefined && !(request.method === 'DELETE' && refusal.status === 404)) throw refused(refusal);
  }

  return {
    /** An update resets what it leaves out, so everything is said each time. */
    attach: async (session) => {
      const { ref } = session.store;
      const endpointId = endpointOf(session, webhookUrl);
      const known = await addressOf(session, endpointId);
      const json = {
        endpointId,
        url: webhookUrl,
        withBasicAuth: true,
        username: ref,
        password: passwordOf(ref, settings),
        // What a guest ordered need not travel again.
        provideAccount: false,
        expandTransactions: false,
        expandPayments: false,
        subscribeTo: [
          { resource: 'order', name: 'DELIVERED' },
          { resource: 'item', name: 'SALES_RESTRICTION_UPDATED' },
        ],
      };
      await client.ask(session, { method: known === undefined ? 'PUT' : 'POST', path: ROOT, json }, isEndpoint);
      const places = `${ROOT}/${endpointId}/business-locations`;
      const linked = await client.ask(session, { method: 'GET', path: places }, isLinks);
      const others = linked.map(({ businessLocationId }) => idText(businessLocationId)).filter((id) => id !== ref);
      for (const other of others) await change(session, { method: 'DELETE', path: `${places}/${other}` });
      await client.ask(session, { method: 'PUT', path: `${places}/${ref}` }, isLink, 'store.unknown');
    },

    /** One with another address is somebody else's by now, and stays. */
    detach: async (session) => {
      const endpointId = endpointOf(session, webhookUrl);
      const address = await addressOf(session, endpointId);
      if (address === webhookUrl) await change(session, { method: 'DELETE', path: `${ROOT}/${endpointId}` });
    },
  };
}
