/** Numbers that look random and are the same for the same seed. */
export class Random {
  #state: number;

  /** @param seed and more, any integers: each row of them has numbers of its own */
  constructor(...seed: readonly number[]) {
    this.#state = seed.reduce((state, one) => scramble((state ^ one) + 0x9e3779b9), 0x2545f491);
  }

  /** 0 to less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return (scramble(this.#state) >>> 0) / 4_294_967_296;
  }

  /** 0 to `end` - 1. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** @throws Error where there is nothing to choose from */
  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const index = this.below(choices.length);
    for (const choice of choices.slice(index, index + 1)) return choice;
    throw new Error('there is nothing to choose from');
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let index = 0; index < length; index += 1) bytes[index] = this.below(256);
    return bytes;
  }

  /** One of a few letters that mean something to somebody. */
  text(longest: number): string {
    const signs = [
      'a',
      'Z',
      '0',
      ' ',
      '%',
      '/',
      '.',
      '\\',
      '"',
      "'",
      '<',
      '>',
      '&',
      ';',
      '=',
      '\u0000',
      'é',
      '🍕',
      '\ud800',
    ];
    return Array.from({ length: this.below(longest + 1) }, () => this.pick(signs)).join('');
  }
}

/** The mixing step of SplitMix32. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
