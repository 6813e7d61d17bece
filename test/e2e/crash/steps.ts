import type { InboxEvent, OrderChange } from '@poshub-bridge/core';

/** The steps of an order between its receipt and its last word to POS Hub: each is a call of one of the host's ports. */
export const STEPS = [
  'the insert of the event',
  'the record of the attempt',
  'the call to the till',
  'the record of its outcome',
  'the PATCH to POS Hub',
  'the record of the PATCH',
  'the insert of the till’s news',
  'the record of the withdrawal',
  'the call that cancels',
  'the record of the cancellation',
] as const;
export type Step = (typeof STEPS)[number];

/** Where the process dies in its work for one order. */
export interface Death {
  readonly orderId: string;
  readonly step: Step;
  readonly side: 'before' | 'after';
}

/** What an order's till is made to be able to do; the local till could do it all. */
export type Kind =
  /** It knows an order again by its key. */
  | 'keys'
  /** The same, and the first answer in each life of the process is lost. */
  | 'lost answers'
  /** It takes the same order twice, but can be looked through. */
  | 'look-up'
  /** It takes the same order twice, and can't be asked. */
  | 'neither';

/** What is told to a process of mortal-host.ts. It starts by the first of these, and asks by the others' `id`. */
export type Told =
  | {
      readonly do: 'start' | 'arm';
      readonly deaths: readonly Death[];
      /** Whether it hears of the till and lists POS Hub's orders; else POS Hub's webhooks are all that it learns. */
      readonly isCurious: boolean;
    }
  | { readonly do: 'look'; readonly id: number; readonly orderId: string };

/** What such a process tells. */
export type Tells =
  | { readonly say: 'listening' }
  | {
      readonly say: 'seen';
      readonly id: number;
      readonly phase: string | undefined;
      readonly reason: string | undefined;
      /** Whether nothing is under way or waiting for this order. */
      readonly isQuiet: boolean;
    };

export function stepOfInsert({ topic, news }: InboxEvent): Step | undefined {
  if (topic !== 'order') return undefined;
  if (news.source === 'hub') return 'the insert of the event';
  return news.source === 'till' ? 'the insert of the till’s news' : undefined;
}

export function stepOfCommit({ entries, tickets, record }: OrderChange): Step | undefined {
  const has = (step: string): boolean => entries.some((entry) => entry.step === step);
  if (has('sent')) return 'the record of the attempt';
  if (record.phase === 'withdrawing') return 'the record of the withdrawal';
  if (record.phase === 'cancelled') return 'the record of the cancellation';
  return has('answered') || has('not submitted') || tickets.length > 0 ? 'the record of its outcome' : undefined;
}
