/** A request to a vendor or to POS Hub. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute; the host must be one that the adapter may call. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** JSON that is written already, in UTF-8 and in pieces: a body so large that it should not be made in one go. */
  readonly jsonPieces?: readonly Uint8Array[];
  /** Sent as application/x-www-form-urlencoded. */
  readonly form?: Readonly<Record<string, string>>;
  /**
   * Milliseconds for the whole exchange; the host's setting where absent. Where calls are paced, it waits for its turn as
   * long at most, before.
   */
  readonly timeoutMs?: number;
  /** Whether the call changes nothing at the other side, although its method is not GET. */
  readonly readOnly?: boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where the answer is JSON; the text otherwise; undefined where empty. Not validated: parse it. */
  readonly body: unknown;
}

/**
 * The only way out for an adapter. Every status is an answer, not an error; redirects are not followed.
 * @throws Fault `vendor.unavailable` (`hub.unavailable`) when the request certainly did not arrive (name not found,
 *   connection refused); `vendor.no_answer` when it may have (time-out, reset). It was not sent with `vendor.rate_limited`
 *   (`hub.rate_limited`): so many calls wait for their turn; `vendor.busy`: the run that it is made for was given up;
 *   `outbound.not_allowed`: the host, the address, or in a dry run the method is not allowed.
 */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpResponse>;
}
