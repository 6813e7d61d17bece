import { FAULTS, isFaultCode } from '@poshub-bridge/core';
import { Complaint } from '../complaint.js';
import { textAt, listAt, valueAt } from '../table.js';
import type { Whereabouts } from './whereabouts.js';

/** What a call says besides its path. */
export interface Call {
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** The API gives at most so many entries at a time. */
const PAGE = 100;

/** The API of a running host: the storage is the host's alone, so whoever wants something of it asks there. */
export class Api {
  readonly #at: Whereabouts;

  constructor(at: Whereabouts) {
    this.#at = at;
  }

  /** The `data` of the answer. @throws Complaint */
  async get(path: string, query: Call['query'] = {}): Promise<unknown> {
    return valueAt(await this.#call('GET', path, { query }), 'data');
  }

  /** The `data` of the answer. @throws Complaint */
  async post(path: string, call: Call = {}): Promise<unknown> {
    return valueAt(await this.#call('POST', path, call), 'data');
  }

  /**
   * The first entries of a list, page after page.
   * @param place where the list stands in the answer
   * @throws Complaint
   */
  async list(path: string, most: number, query: Call['query'] = {}, place = 'data'): Promise<Listed> {
    const entries: unknown[] = [];
    let nextPageKey: string | undefined;
    do {
      const limit = String(Math.min(PAGE, most - entries.length));
      const answer = await this.#call('GET', path, { query: { ...query, limit, nextPageKey } });
      entries.push(...listAt(answer, place));
      const next = valueAt(answer, 'nextPageKey');
      nextPageKey = typeof next === 'string' ? next : undefined;
    } while (nextPageKey !== undefined && entries.length < most);
    return { entries: entries.slice(0, most), more: nextPageKey !== undefined };
  }

  async #call(method: 'GET' | 'POST', path: string, { query = {}, body }: Call): Promise<unknown> {
    const { url, token } = this.#at;
    const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
    const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
    const response = await fetch(`${url}/api/v1${path}${search}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw unreached(url, error);
    });
    const answer = await parsed(response);
    if (!response.ok || valueAt(answer, 'data') === undefined) throw refused(response.status, answer, url);
    return answer;
  }
}

/** The beginning of a list, and whether it goes on. */
export interface Listed {
  readonly entries: readonly unknown[];
  readonly more: boolean;
}

async function parsed(response: Response): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await response.text());
    return value;
  } catch {
    return undefined;
  }
}

function unreached(url: string, error: unknown): Complaint {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = textAt(cause, 'code');
  return new Complaint(
    code === 'ECONNREFUSED' ? `No host runs at ${url}.` : `The host at ${url} can’t be reached (${code}).`,
    'Start it with `poshub-bridge start --config FILE`, or say with --url where it is.',
  );
}

function refused(status: number, answer: unknown, url: string): Complaint {
  const [message, code] = [valueAt(answer, 'error'), valueAt(answer, 'code')];
  if (status === 401)
    return new Complaint(
      `The host at ${url} does not accept the token.`,
      'Compare api.token of its configuration with BRIDGE_API_TOKEN here; it may have been started with another one.',
      'request.unauthenticated',
    );
  if (typeof message !== 'string')
    return new Complaint(
      `What answers at ${url} is not the bridge (status ${status}).`,
      'Say with --url where the host is.',
    );
  if (isFaultCode(code)) return new Complaint(message, FAULTS[code].hint, code);
  if (status === 503) return new Complaint(message, 'Try again in a few seconds.');
  return new Complaint(
    `The host at ${url} has nothing of that kind (status ${status}: ${message}).`,
    'Check that api.token is configured there, and that host and command line are of one version.',
  );
}
