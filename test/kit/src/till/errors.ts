/** A request that the till refuses; becomes `{error: {code, message, path?}}` with its HTTP status. */
export class TillError extends Error {
  override readonly name = 'TillError';

  /** @param path where in the body, as in `lines[0].product_id` */
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly path?: string,
  ) {
    super(message);
  }

  get body(): { error: { code: string; message: string; path?: string } } {
    const { code, message, path } = this;
    return { error: path === undefined ? { code, message } : { code, message, path } };
  }
}

export const notFound = (what: string): TillError => new TillError(404, 'not_found', `There is no such ${what}.`);
