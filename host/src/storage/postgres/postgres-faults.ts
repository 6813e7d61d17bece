import { Fault, isFault } from '@poshub-bridge/core';
import { shownPlace } from './place.js';

/** What PostgreSQL or the way to it said, without values: PostgreSQL's own text repeats what was to be stored. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';

  constructor(
    /** An SQLSTATE of five characters, or Node's name of what went wrong on the way. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * SQLSTATEs that are our own mistakes: wrong or too much data, a broken constraint, wrong SQL. All others say something of the database or
 * the way to it: lost, refused, ended by an administrator, out of space or of connections, only to be read.
 */
const OURS = /^(?:0A|22|23|42|54)/;
/** Of these classes, but the administrator's: a right that is missing. */
const THEIRS = new Set(['42501']);

/** What the driver threw, as a Fault: `bridge.broken` for our own mistakes, `storage.unavailable` for all else. */
export function postgresFault(error: unknown): Fault {
  if (isFault(error)) return error;
  const cause = cleaned(error);
  const isOurs = OURS.test(cause.code) && !THEIRS.has(cause.code);
  return new Fault(isOurs ? 'bridge.broken' : 'storage.unavailable', {
    detail: `PostgreSQL: ${cause.code}`,
    cause,
  });
}

/** The SQLSTATE or Node's code that a Fault came from. */
export function codeOf(fault: Fault): string {
  return fault.cause instanceof PostgresError ? fault.cause.code : '';
}

/** What a deployer can mend in the URL or at the server, by what PostgreSQL says while it is opened. */
const TO_MEND: Readonly<Record<string, string>> = {
  '28P01': 'does not take the password',
  '28000': 'does not let this user in',
  '3D000': 'has no database of this name',
  '42501': 'does not let this user make tables: it needs the right to create in its schema',
  '3F000': 'has no schema that tables can be made in: see search_path',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody vouches for: name its authority by sslrootcert',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate of an authority that is not known: name it by sslrootcert',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate of an authority that is not known: name it by sslrootcert',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another host',
  NO_TLS: 'does not speak TLS, which sslmode asks for',
};

/** The fault of an opening: says where, and what is to be mended where a person can. */
export function openingFault(error: unknown, url: string): Fault {
  const fault = postgresFault(error);
  const code = codeOf(fault);
  const place = shownPlace(url);
  const mend = TO_MEND[code];
  if (mend !== undefined)
    return new Fault('config.invalid', { detail: `storage.url: ${place} ${mend}`, cause: fault.cause });
  return new Fault(fault.code, { detail: `${place}: ${fault.detail ?? 'no particulars'}`, cause: fault.cause });
}

function cleaned(error: unknown): PostgresError {
  if (!(error instanceof Error)) return new PostgresError('unknown', 'the driver failed');
  const code = textIn(error, 'code');
  if (code === undefined) return new PostgresError(codeByMessage(error.message), error.message);
  if (!/^[0-9A-Z]{5}$/.test(code)) return new PostgresError(code, error.message);
  const place = ['table', 'column', 'constraint', 'routine'].flatMap((name) => textIn(error, name) ?? []).join(', ');
  // Wrong data and broken constraints are told with the data.
  return new PostgresError(code, /^(?:2[23]|54)/.test(code) ? `refused (${place})` : error.message);
}

function codeByMessage(message: string): string {
  if (/does not support SSL/i.test(message)) return 'NO_TLS';
  return /time-?out/i.test(message) ? 'ETIMEDOUT' : 'ECONNRESET';
}

function textIn(error: Error, name: string): string | undefined {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}
