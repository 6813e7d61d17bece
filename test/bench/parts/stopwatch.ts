/** Takes the processor's and the wall's time of stages, many times each; milliseconds. */
export class Stopwatch {
  readonly #times = new Map<string, number[]>();

  async time<T>(stage: string, task: () => T | Promise<T>): Promise<T> {
    // What stages before left behind is not collected on this one's time; there is `gc` where Node was told so.
    globalThis.gc?.();
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    const result = await task();
    const { user, system } = process.cpuUsage(cpu);
    this.#note(`${stage}: wall`, performance.now() - wall);
    this.#note(`${stage}: cpu`, (user + system) / 1_000);
    return result;
  }

  clear(): void {
    this.#times.clear();
  }

  medians(median: (numbers: readonly number[]) => number): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#times].map(([stage, times]) => [stage, median(times)]));
  }

  #note(stage: string, time: number): void {
    const times = this.#times.get(stage);
    if (times === undefined) this.#times.set(stage, [time]);
    else times.push(time);
  }
}
