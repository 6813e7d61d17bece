import { randomInt, randomUUID } from 'node:crypto';
import type { Chance, Clock } from '@poshub-bridge/core';

/** The machine's time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end);
      if (signal?.aborted === true) end();
    }),
};

export const systemChance: Chance = {
  number: () => randomInt(2 ** 32) / 2 ** 32,
  id: () => randomUUID(),
};
