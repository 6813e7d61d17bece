import { OrderedFaults, type FaultRefusal } from '../../fake/faults.js';

const CODES: Record<number, string> = {
  500: 'INTERNAL_SERVER_ERROR',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/** The faults of Square's API that are ordered. */
export const squareFaults = (): OrderedFaults => new OrderedFaults((refusal) => ({ errors: [itemOf(refusal)] }));

function itemOf({ kind, status }: FaultRefusal): object {
  if (kind === 'rate_limit')
    return { category: 'RATE_LIMIT_ERROR', code: 'RATE_LIMITED', detail: 'Too many requests.' };
  if (kind === 'expired') {
    const detail = 'The provided access token has expired.';
    return { category: 'AUTHENTICATION_ERROR', code: 'ACCESS_TOKEN_EXPIRED', detail };
  }
  return {
    category: 'API_ERROR',
    code: CODES[status] ?? 'INTERNAL_SERVER_ERROR',
    detail: 'A fault that was ordered.',
  };
}
