import { seeded } from '#kit/hub/random.js';

/** Chance that repeats: the same seed and name throw the same numbers. Each thing has dice of its own, so that none depends on how often another threw. */
export class Dice {
  readonly #next: () => number;

  constructor(seed: number, name: string) {
    let mixed = seed >>> 0;
    for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    this.#next = seeded(mixed);
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  /** Whether something of this likelihood (0 … 1) happens. */
  happens(likelihood: number): boolean {
    return this.#next() < likelihood;
  }

  /** One of them. @throws Error where there is none */
  pick<T>(choices: readonly T[]): T {
    const chosen = choices[this.between(0, choices.length - 1)];
    if (chosen === undefined) throw new Error('there is nothing to choose from');
    return chosen;
  }

  /** So many different ones, in their order. */
  some<T>(choices: readonly T[], count: number): readonly T[] {
    const places = new Set<number>();
    while (places.size < Math.min(count, choices.length)) places.add(this.between(0, choices.length - 1));
    return choices.filter((_, index) => places.has(index));
  }
}
