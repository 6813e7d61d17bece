import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until there is an answer; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(15);
  }
}
