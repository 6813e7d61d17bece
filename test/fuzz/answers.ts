/** An answer of a server. */
export interface Answer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  /** Whether the connection ends after it. */
  readonly isLast: boolean;
  readonly bytes: Buffer;
}

const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [\x20-\x7e]*$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+): ([\x20-\x7e]*)$/;
/** Headers that mean something else when they come twice. */
const ONCE = new Set([
  'content-length',
  'transfer-encoding',
  'content-type',
  'location',
  'date',
  'connection',
  'x-request-id',
]);

/** Reads answers off a connection, strictly by RFC 9112. */
export class AnswerReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Whether there is something of an answer that is not whole. */
  get isAmid(): boolean {
    return this.#rest.length > 0;
  }

  add(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
  }

  /**
   * The next answer, once it is whole.
   * @param method of the request that it answers
   * @param isOver whether the connection has ended
   * @throws Error that says what is wrong with it
   */
  next(method: string, isOver: boolean): Answer | undefined {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end === -1) return undefined;
    const [first = '', ...lines] = this.#rest.toString('latin1', 0, end).split('\r\n');
    const status = Number(STATUS_LINE.exec(first)?.[1] ?? NaN);
    if (Number.isNaN(status)) throw new Error(`is no status line: ${first.slice(0, 100)}`);
    const headers = headersIn(lines);
    const size = this.#sizeOf(end + 4, status, method, headers, isOver);
    if (size === undefined || this.#rest.length < size) return undefined;
    const bytes = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(size);
    if (status >= 200) return { status, headers, isLast: /\bclose\b/i.test(headers.get('connection') ?? ''), bytes };
    return this.next(method, isOver);
  }

  /** Where the answer ends; undefined where that is not known yet. */
  #sizeOf(
    begin: number,
    status: number,
    method: string,
    headers: ReadonlyMap<string, string>,
    isOver: boolean,
  ): number | undefined {
    const length = headers.get('content-length');
    const coding = headers.get('transfer-encoding');
    if (length !== undefined && !/^\d+$/.test(length)) throw new Error(`Content-Length is ${length}`);
    if (coding !== undefined && (coding !== 'chunked' || length !== undefined))
      throw new Error('is framed in two ways');
    if (method === 'HEAD' || status === 204 || status === 304 || status < 200) return begin;
    if (length !== undefined) return begin + Number(length);
    if (coding !== undefined) return this.#endOfChunks(begin);
    if (!/\bclose\b/i.test(headers.get('connection') ?? '')) throw new Error('nobody can tell where it ends');
    return isOver ? this.#rest.length : undefined;
  }

  #endOfChunks(begin: number): number | undefined {
    for (let place = begin; ;) {
      const end = this.#rest.indexOf('\r\n', place);
      if (end === -1) return undefined;
      const size = this.#rest.toString('latin1', place, end);
      if (!/^[0-9a-f]{1,8}$/i.test(size)) throw new Error(`is no size of a chunk: ${size.slice(0, 20)}`);
      const length = Number.parseInt(size, 16);
      place = end + 2 + length + 2;
      if (this.#rest.length < place) return undefined;
      if (this.#rest.toString('latin1', place - 2, place) !== '\r\n') throw new Error('a chunk has no end');
      if (length === 0) return place;
    }
  }
}

function headersIn(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name = '', value = ''] = HEADER.exec(line) ?? [];
    if (name === '') throw new Error(`is no header: ${line.slice(0, 100)}`);
    const key = name.toLowerCase();
    if (headers.has(key) && ONCE.has(key)) throw new Error(`${name} comes twice`);
    headers.set(key, value);
  }
  return headers;
}
