/** One of the `errors` of a 400, as Spring's validation gives them. */
export interface FieldError {
  field: string;
  code: string;
  defaultMessage: string;
}

/** A request that is refused. `body` is complete but for what depends on the request. */
export class LightspeedError extends Error {
  override readonly name = 'LightspeedError';

  constructor(
    readonly status: number,
    message: string,
    /** Of a 400, with the name of the object at fault. */
    readonly invalid?: { objectName: string; errors: FieldError[] },
    /** The whole body where it is not Spring's. */
    readonly body?: object,
  ) {
    super(message);
  }
}

/** A 400 that names fields. */
export const invalidFields = (objectName: string, errors: FieldError[]): LightspeedError =>
  new LightspeedError(400, `Validation failed for object='${objectName}'. Error count: ${errors.length}`, {
    objectName,
    errors,
  });

/** A 400 that names one field. */
export const invalid = (objectName: string, field: string, code: string, defaultMessage: string): LightspeedError =>
  invalidFields(objectName, [{ field, code, defaultMessage }]);

export const badRequest = (message: string): LightspeedError => new LightspeedError(400, message);
export const notFound = (message: string): LightspeedError => new LightspeedError(404, message);

/** The 409 of a reference that was used. */
export const used = (reference: string): LightspeedError =>
  new LightspeedError(409, 'reference used', undefined, {
    status: 'fail',
    msg: `reference has already been used ${reference}`,
  });

/** An error of OAuth: of its endpoints, or of a token that opens nothing. */
export const oauthError = (status: number, error: string, error_description: string): LightspeedError =>
  new LightspeedError(status, error_description, undefined, { error, error_description });

const NAMES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The body that Spring gives to a refusal. */
export function springBody(
  status: number,
  message: string,
  path: string,
  invalid?: LightspeedError['invalid'],
): object {
  return {
    timestamp: stampOf(Date.now()),
    status,
    error: NAMES[status] ?? 'Error',
    message,
    path,
    ...(invalid === undefined
      ? {}
      : {
          errors: invalid.errors.map(({ field, code, defaultMessage }) => ({
            codes: [`${code}.${invalid.objectName}.${field}`, `${code}.${field}`, code],
            ...{ defaultMessage, objectName: invalid.objectName, field, bindingFailure: false, code },
          })),
        }),
  };
}

/** A time as Lightspeed writes it, with an offset without a colon. */
export const stampOf = (time: number): string => new Date(time).toISOString().replace('Z', '+0000');
