import { Fault, type HttpClient } from '@poshub-bridge/core';

/** A way out on which nothing can be changed: only calls that say that they change nothing are sent. */
export function dryRun(http: HttpClient): HttpClient {
  return {
    send: async (request) => {
      if (request.method !== 'GET' && request.readOnly !== true)
        throw new Fault('outbound.not_allowed', { detail: `${request.method} in a dry run` });
      return http.send(request);
    },
  };
}
