/** One request that the simulator received, as an admin reads it. Secrets are blanked out. */
export interface ReceivedRequest {
  id: number;
  at: string;
  method: string;
  path: string;
  query: Record<string, string | string[] | undefined>;
  /** The application whose token it carried. */
  clientId?: string;
  contentType?: string;
  userAgent?: string;
  body?: unknown;
  /** 0: the connection was cut before an answer. */
  status: number;
  error?: string;
  /** The fault that an admin had ordered and that this request met. */
  fault?: string;
  /** Milliseconds until the answer. */
  ms: number;
}

const secrets = new Set(['client_secret', 'refresh_token', 'access_token', 'code', 'password']);

/** A copy of a received body or query without its secrets. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      secrets.has(key) && typeof inner === 'string' ? '[redacted]' : redact(inner),
    ]),
  );
}

/** The requests received so far; the oldest go once their bodies together pass the budget. */
export class Recorder {
  readonly requests: ReceivedRequest[] = [];
  readonly #sizes: number[] = [];
  #bytes = 0;
  #next = 1;

  /** @param budget bytes of received bodies that are kept */
  constructor(private readonly budget: number) {}

  add(request: Omit<ReceivedRequest, 'id'>, bytes: number): void {
    this.requests.push({ id: this.#next, ...request });
    this.#next += 1;
    const size = bytes + 500;
    this.#sizes.push(size);
    this.#bytes += size;
    while (this.#bytes > this.budget && this.requests.length > 1) {
      this.requests.shift();
      this.#bytes -= this.#sizes.shift() ?? 0;
    }
  }

  clear(): void {
    this.requests.length = 0;
    this.#sizes.length = 0;
    this.#bytes = 0;
  }
}
