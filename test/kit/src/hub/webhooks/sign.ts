import { createHmac } from 'node:crypto';
import type { Settings } from '../settings.js';

/** The value of `X-Webhook-Signature`: an HMAC of the raw body under the application's client secret. */
export function sign(
  body: Buffer,
  clientSecret: string,
  settings: Pick<Settings, 'signatureAlgorithm' | 'signatureEncoding' | 'signaturePrefix'>,
): string {
  const hmac = createHmac(settings.signatureAlgorithm, clientSecret).update(body);
  const encoding = settings.signatureEncoding;
  const digest = encoding === 'base64' ? hmac.digest('base64') : hmac.digest('hex');
  return settings.signaturePrefix + (encoding === 'HEX' ? digest.toUpperCase() : digest);
}
