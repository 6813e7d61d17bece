import { Fault, isFault, type InstallRequest } from '@poshub-bridge/core';
import { guard, ID } from './guard.js';
import { parseJson } from './json.js';

type Query = Readonly<Record<string, string | undefined>>;

const isObject = guard<Readonly<Record<string, unknown>>>({ type: 'object' });
const isId = new RegExp(ID);

/** A name without its spelling: `account_id`, `accountId` and `accountid` are one. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** The values by their plain names; the first of two spellings counts. */
function byPlainName(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const found = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new Map(
    found
      .filter(([, value]) => value !== '')
      .map(([name, value]): [string, string] => [plain(name), value])
      .reverse(),
  );
}

/**
 * What POS Hub's redirect says, in whatever spelling.
 * @throws Fault `install.declined` where it reports an error, `install.incomplete` naming the parameter
 */
export function readInstall(query: Query): InstallRequest {
  const values = byPlainName(query);
  const error = values.get('error');
  if (error !== undefined) throw new Fault('install.declined', /^[a-z_]{1,64}$/.test(error) ? { detail: error } : {});
  const code = values.get('code');
  if (code === undefined || code.length > 2_000) throw incomplete('code');
  const wanted = (name: string): string => {
    const value = values.get(plain(name));
    if (value === undefined || !isId.test(value)) throw incomplete(name);
    return value;
  };
  return {
    code,
    accountId: wanted('account_id'),
    locationId: wanted('location_id'),
    connectionId: wanted('connectionId'),
  };
}

function incomplete(name: string): Fault {
  return new Fault('install.incomplete', { detail: `${name} is missing or no id` });
}

/**
 * Which connection or location a sync call is about: from its body, else from its query. Both may be silent.
 * @throws Fault `request.unreadable` when the body is neither empty nor JSON and the query says nothing either, or when an
 *   id is none
 */
export function readSync(
  body: Uint8Array,
  query: Query,
): { readonly connectionId?: string; readonly locationId?: string } {
  const asked = byPlainName(query);
  const told = bodyValues(body, asked);
  const pick = (name: string): string | undefined => {
    const value = told.get(plain(name)) ?? asked.get(plain(name));
    if (value !== undefined && !isId.test(value))
      throw new Fault('request.unreadable', { detail: `${name} is not an id` });
    return value;
  };
  const [connectionId, locationId] = [pick('connectionId'), pick('locationId')];
  return {
    ...(connectionId === undefined ? {} : { connectionId }),
    ...(locationId === undefined ? {} : { locationId }),
  };
}

function bodyValues(body: Uint8Array, asked: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (body.length === 0) return new Map();
  try {
    const value = parseJson(body);
    return isObject(value) ? byPlainName(value) : new Map();
  } catch (error) {
    if (isFault(error) && (asked.has('connectionid') || asked.has('locationid'))) return new Map();
    throw error;
  }
}
