import { createHmac } from 'node:crypto';

/** The value of `x-square-hmacsha256-signature`: over the address as it was registered and the exact bytes of the body. */
export const signatureOf = (key: string, url: string, body: string): string =>
  createHmac('sha256', key)
    .update(url + body)
    .digest('base64');
