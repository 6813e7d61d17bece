import { makeDraft, type Making } from './drafts.js';
import { Random } from './random.js';
import { breakUp, write, type Draft } from './wire.js';

/** What is sent over one connection, and how. */
export interface Item {
  /**
   * `whole`: requests that must be answered one by one; `broken`: what no request is, with the end of the connection
   * after it; `half`: hung up on in its midst.
   */
  readonly manner: 'whole' | 'broken' | 'half';
  readonly methods: readonly string[];
  readonly pieces: readonly Buffer[];
  /** Whether it has more than the host takes: who goes on sending then may not hear the answer. */
  readonly isLarge: boolean;
}

/** Makes the requests of one number; the same number makes the same, but for what is known of a host that was just started. */
export function makeItem(making: Making, seed: number, index: number): Item {
  const random = new Random(seed, index);
  const drafts = [makeDraft(random, making)];
  const manner = mannerOf(random.next(), drafts);
  while (manner === 'whole' && random.chance(0.1)) {
    const next = makeDraft(random, making);
    if (!isEndless(next)) drafts.push(next);
  }
  const bytes = Buffer.concat(
    drafts.map((draft) => (manner === 'broken' ? breakUp(random, draft) : write(random, draft))),
  );
  const isCut = manner === 'half' && !drafts.some(isEndless);
  return {
    manner,
    // What is broken asks for no HEAD: nobody could tell to which of its parts an answer without a body belongs.
    methods: drafts.map(({ method }) => (manner === 'broken' ? 'GET' : method)),
    pieces: split(random, isCut ? bytes.subarray(0, random.below(bytes.length)) : bytes),
    isLarge: drafts.some(({ body }) => body.length >= making.bodyBytes),
  };
}

function mannerOf(fate: number, drafts: readonly Draft[]): Item['manner'] {
  if (drafts.some(isEndless)) return 'half';
  return fate < 0.2 ? 'broken' : fate < 0.25 ? 'half' : 'whole';
}

/** Such an answer never ends by itself. */
function isEndless({ target }: Draft): boolean {
  return target.toLowerCase().includes('/live') && target.toLowerCase().includes('/console');
}

/** Nearly always in one piece. */
function split(random: Random, bytes: Buffer): readonly Buffer[] {
  if (!random.chance(0.05)) return [bytes];
  const place = random.below(bytes.length);
  return [bytes.subarray(0, place), bytes.subarray(place)];
}
