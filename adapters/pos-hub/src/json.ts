import { demandPlainJson, Fault } from '@poshub-bridge/core';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Bytes as JSON, not yet validated. Keys such as `__proto__` become plain fields that nobody reads.
 * @throws Fault `request.unreadable`, `request.too_large`
 */
export function parseJson(body: Uint8Array): unknown {
  demandPlainJson(body);
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new Fault('request.unreadable', { detail: 'it is not JSON in UTF-8' });
  }
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** ISO 8601 as an instant; a time without a zone is UTC. Undefined where it is none. */
export function instantOf(text: string | null | undefined): number | undefined {
  const match = ISO_8601.exec(text ?? '');
  if (match === null) return undefined;
  const time = Date.parse(match[3] === undefined ? `${match[0]}Z` : match[0]);
  return Number.isSafeInteger(time) ? time : undefined;
}
