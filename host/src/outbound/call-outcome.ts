import type { Fault } from '@poshub-bridge/core';

const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** What a call to the outside came to: the class of the answer's status, or why there is none. */
export type CallOutcome = (typeof CLASSES)[number] | 'unavailable' | 'no_answer' | 'not_allowed' | 'broken';

export function outcomeOfStatus(status: number): CallOutcome {
  return CLASSES[Math.floor(status / 100) - 1] ?? 'broken';
}

export function outcomeOfFault({ code }: Fault): CallOutcome {
  if (code === 'vendor.unavailable') return 'unavailable';
  if (code === 'vendor.no_answer') return 'no_answer';
  return code === 'outbound.not_allowed' ? 'not_allowed' : 'broken';
}
