/** One of the `errors` of an answer. */
export interface ErrorItem {
  category:
    | 'API_ERROR'
    | 'AUTHENTICATION_ERROR'
    | 'INVALID_REQUEST_ERROR'
    | 'RATE_LIMIT_ERROR'
    | 'PAYMENT_METHOD_ERROR'
    | 'REFUND_ERROR';
  code: string;
  detail: string;
  /** Where in the body, as in `order.line_items[0].quantity`. */
  field?: string | undefined;
}

/** A request that is refused; becomes `{errors: [...]}` with its HTTP status. */
export class SquareError extends Error {
  override readonly name = 'SquareError';
  readonly errors: ErrorItem[];

  constructor(
    readonly status: number,
    ...errors: ErrorItem[]
  ) {
    super(errors[0]?.detail ?? 'refused');
    this.errors = errors;
  }
}

/** A 400 of the category INVALID_REQUEST_ERROR. */
export const invalid = (code: string, detail: string, field?: string): SquareError =>
  new SquareError(400, { category: 'INVALID_REQUEST_ERROR', code, detail, field });

/** A 404; `field` where a body names what is not there. */
export const notFound = (detail: string, field?: string): SquareError =>
  new SquareError(404, { category: 'INVALID_REQUEST_ERROR', code: 'NOT_FOUND', detail, field });

/** A 401 or 403 of the category AUTHENTICATION_ERROR. */
export const unauthorized = (code: string, detail: string, status = 401): SquareError =>
  new SquareError(status, { category: 'AUTHENTICATION_ERROR', code, detail });
