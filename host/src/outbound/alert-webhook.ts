import { createHmac } from 'node:crypto';
import {
  asFault,
  Fault,
  FAULTS,
  SECOND,
  type Alert,
  type Alerts,
  type Clock,
  type HttpClient,
} from '@poshub-bridge/core';

export interface AlertWebhookNeeds {
  /** Where alerts are posted to. */
  readonly url: string;
  /** Base64, with or without `whsec_` before it. */
  readonly secret: string;
  /** Where the console's pages are; undefined where there is no console. */
  readonly consoleUrl: string | undefined;
  readonly http: HttpClient;
  readonly clock: Clock;
}

/** Alerts by webhook, signed as https://www.standardwebhooks.com says, so that any of its libraries can verify them. */
export function createAlertWebhook({ url, secret, consoleUrl, http, clock }: AlertWebhookNeeds): Alerts {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');

  function headersFor(id: string, body: object): Readonly<Record<string, string>> {
    const timestamp = String(Math.floor(clock.now() / SECOND));
    // The client writes a body as JSON.stringify does.
    const signed = `${id}.${timestamp}.${JSON.stringify(body)}`;
    const signature = createHmac('sha256', key).update(signed).digest('base64');
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
  }

  return {
    send: async (alert) => {
      const body = bodyOf(alert, consoleUrl);
      const { status } = await http
        .send({ method: 'POST', url, headers: headersFor(alert.id, body), json: body })
        .catch((cause: unknown) => {
          throw new Fault('alert.not_taken', { detail: asFault(cause).message, cause });
        });
      if (status < 200 || status > 299) throw new Fault('alert.not_taken', { detail: `it answered ${status}` });
    },
  };
}

/** What a person is told. The fault's detail is left out: vendors write it. */
function bodyOf(alert: Alert, consoleUrl: string | undefined): object {
  const { id, type, at, connectionId, fault } = alert;
  const order = 'orderId' in alert ? { orderId: alert.orderId } : {};
  const path = 'orderId' in alert ? `orders/${alert.orderId}` : `connections/${connectionId}`;
  return {
    id,
    type,
    time: new Date(at).toISOString(),
    connectionId,
    ...order,
    ...(alert.type === 'order.settled' ? { phase: alert.phase } : {}),
    code: fault.code,
    summary: FAULTS[fault.code].summary,
    ...(alert.type === 'order.settled' ? {} : { hint: FAULTS[fault.code].hint }),
    ...(consoleUrl === undefined ? {} : { link: `${consoleUrl}/${path}` }),
  };
}
