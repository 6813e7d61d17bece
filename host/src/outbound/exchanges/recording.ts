import { asFault, type Exchange, type HttpClient, type HttpRequest } from '@poshub-bridge/core';
import { redact } from '../../privacy/redact.js';

/** Takes a call down, once it is over; undefined where a call is nobody's business. */
export type Secretary = (request: HttpRequest) => ((exchange: Omit<Exchange, 'target'>) => void) | undefined;

/** So long may a body be, in characters of JSON. */
const LONGEST_BODY = 8_000;

/**
 * The same way out, whose calls are taken down without secrets and without what people wrote. The time that is taken down
 * contains waiting for one's turn.
 */
export function recorded(http: HttpClient, now: () => number, secretaryOf: Secretary): HttpClient {
  return {
    send: async (request) => {
      const takeDown = secretaryOf(request);
      if (takeDown === undefined) return http.send(request);
      const at = now();
      const begun = performance.now();
      const told = (): Omit<Exchange, 'target'> => ({
        at,
        method: request.method,
        path: pathOf(request.url),
        milliseconds: Math.round(performance.now() - begun),
        request: shown(request.json ?? request.form),
      });
      try {
        const response = await http.send(request);
        takeDown({ ...told(), status: response.status, response: shown(response.body) });
        return response;
      } catch (error) {
        takeDown({ ...told(), fault: asFault(error).code });
        throw error;
      }
    },
  };
}

function shown(body: unknown): unknown {
  if (body === undefined) return undefined;
  const safe = redact(body);
  const { length } = JSON.stringify(safe);
  return length > LONGEST_BODY ? `[${length} characters]` : safe;
}

/** The path without its query; what is neither an id nor a word of an address is not shown. */
function pathOf(url: string): string {
  // The way out says what is wrong with it.
  if (!URL.canParse(url)) return '[no URL]';
  return new URL(url).pathname
    .split('/')
    .map((part) => (/^[\w.~:-]{0,80}$/.test(part) ? part : '[text]'))
    .join('/')
    .slice(0, 300);
}
