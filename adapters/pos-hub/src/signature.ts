import { createHmac, timingSafeEqual } from 'node:crypto';
import { signatureKeys } from './assumptions.js';
import type { HubSettings } from './settings.js';

const LONGEST = 300;

/**
 * Makes the check of a webhook's signature: an HMAC over the raw bytes, in hex of either case or base64, with or without
 * the algorithm's name and `=` before it. All keys are tried, each compared in constant time. Never throws.
 */
export function createSignatureCheck(
  settings: HubSettings,
): (body: Uint8Array, headers: Readonly<Record<string, string>>) => boolean {
  const { header, algorithm } = settings.signature;
  const keys = signatureKeys(settings);
  return (body, headers) => {
    const claimed = Object.hasOwn(headers, header) ? headers[header] : undefined;
    const signature = typeof claimed === 'string' ? decode(claimed, settings) : undefined;
    const matches = keys.map((key) => {
      const expected = createHmac(algorithm, key).update(body).digest();
      const offered = signature?.length === expected.length ? signature : Buffer.alloc(expected.length);
      return timingSafeEqual(offered, expected);
    });
    return matches.includes(true);
  };
}

function decode(claimed: string, { signature: { algorithm, encoding } }: HubSettings): Buffer | undefined {
  const text = claimed.trim();
  if (text.length > LONGEST) return undefined;
  const bare = text.toLowerCase().startsWith(`${algorithm}=`) ? text.slice(algorithm.length + 1) : text;
  if (encoding !== 'base64' && bare.length % 2 === 0 && /^[0-9a-f]+$/i.test(bare)) {
    const bytes = Buffer.from(bare, 'hex');
    if (bytes.length === DIGEST_BYTES[algorithm]) return bytes;
  }
  return encoding !== 'hex' && /^[A-Za-z0-9+/_-]+={0,2}$/.test(bare) ? Buffer.from(bare, 'base64') : undefined;
}

const DIGEST_BYTES = { sha1: 20, sha256: 32, sha512: 64 } as const;
