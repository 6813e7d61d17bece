import { BODY_BYTES, FuzzHost, HEAP_MEGABYTES } from './host.js';
import { Lane, type Heard } from './lane.js';
import { makeItem, type Item } from './requests.js';
import { routesOfHost } from './routes.js';
import { CANARY, type Known } from './secrets.js';

export interface Plan {
  readonly requests: number;
  readonly seed: number;
  /** Whether the host counts what it refuses, so that nearly all is refused. */
  readonly isLimited: boolean;
  /** The first item's number. */
  readonly from?: number;
  /** Told now and then how many requests were sent. */
  readonly onProgress?: (sent: number, report: Report) => void;
}

/** Something that must not be, and what was sent. */
export interface Violation {
  readonly what: string;
  readonly index: number;
  readonly item: Item;
}

export interface Report {
  readonly requests: number;
  readonly seconds: number;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** How many routes answered something else than that there is no such thing, or that it may not be. */
  readonly healthAnswers: number;
  /** The host's memory in MB: before, and at its most; NaN where the system does not tell. */
  readonly megabytes: { readonly before: number; readonly most: number };
  readonly violations: readonly Violation[];
}

/**
 * The most memory that the host may take, in MB: 150 as it starts, its heap up to its own bar, where it would end, and 50 for
 * what lies outside of it: bodies on their way, the cache and the thread of SQLite.
 */
export const MOST_MEGABYTES = 150 + HEAP_MEGABYTES + 50;
const AT_ONCE = 64;
const MOST_VIOLATIONS = 5;
/** Milliseconds between two looks at health and memory. */
const LOOK = 250;
/** Milliseconds after which a browser that connects is replaced, before the host forgets it. */
const GREET = 300_000;
/** How POS Hub fares, in turns of so many items. */
const MOODS = ['fine', 'fine', 'fine', 503, 'nonsense', 'drop', 400] as const;
const TURN = 5_000;

/** Sends so many requests to a host and looks at every answer. */
export async function fuzz(plan: Plan): Promise<Report> {
  const host = await FuzzHost.start(plan.isLimited);
  try {
    return await new Campaign(plan, host, await host.acquaint()).run();
  } finally {
    await host.stop();
  }
}

/** Sends one item to a new host. */
export async function replay(made: (known: Known) => Promise<Item>): Promise<readonly [Heard, readonly string[]]> {
  const host = await FuzzHost.start(false);
  const lane = new Lane(host.port);
  try {
    const heard = await lane.send(await made(await host.acquaint()));
    await new Promise((resolve) => setTimeout(resolve, 500));
    return [heard, [...complaints(heard), ...afterwards(host)]];
  } finally {
    lane.close();
    await host.stop();
  }
}

class Campaign {
  readonly #violations: Violation[] = [];
  readonly #statuses = new Map<number, number>();
  /** What is under way: the last suspects where the host ends. */
  readonly #underWay = new Map<number, Item>();
  #next: number;
  #sent = 0;
  #health = 0;
  #before = NaN;
  #most = NaN;
  #isOver = false;

  constructor(
    private readonly plan: Plan,
    private readonly host: FuzzHost,
    private known: Known,
  ) {
    this.#next = plan.from ?? 0;
  }

  async run(): Promise<Report> {
    const begun = performance.now();
    const routes = await routesOfHost();
    this.#before = (await this.host.megabytes()) ?? NaN;
    const looking = this.#look();
    const report = (): Report => ({
      requests: this.#sent,
      seconds: (performance.now() - begun) / 1_000,
      statuses: this.#statuses,
      healthAnswers: this.#health,
      megabytes: { before: this.#before, most: this.#most },
      violations: this.#violations,
    });
    let told = 0;
    const lane = async (): Promise<void> => {
      const line = new Lane(this.host.port);
      while (this.#sent < this.plan.requests && !this.#mustEnd()) {
        const index = this.#next++;
        this.host.hub.mood = MOODS[Math.floor(index / TURN) % MOODS.length] ?? 'fine';
        const item = makeItem({ routes, known: this.known, bodyBytes: BODY_BYTES }, this.plan.seed, index);
        await this.#try(line, index, item);
        if (this.#sent - told >= 20_000) this.plan.onProgress?.((told = this.#sent), report());
      }
      line.close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    this.#isOver = true;
    await looking;
    return report();
  }

  #mustEnd(): boolean {
    return this.#violations.length >= MOST_VIOLATIONS || this.host.end !== undefined;
  }

  async #try(line: Lane, index: number, item: Item): Promise<void> {
    this.#underWay.set(index, item);
    try {
      const heard = await line.send(item);
      this.#sent += item.methods.length;
      for (const { status } of heard.answers) this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
      for (const what of complaints(heard)) this.#complain(what, index, item);
    } catch (error) {
      this.#complain(`no connection: ${error instanceof Error ? error.message : 'unknown'}`, index, item);
    }
    // Whatever is under way when the host ends may be the reason.
    for (const what of afterwards(this.host)) {
      for (const [number, suspect] of this.#underWay) this.#violations.push({ what, index: number, item: suspect });
      this.#underWay.clear();
      this.host.leak = undefined;
    }
    this.#underWay.delete(index);
  }

  /** What goes wrong once the host has ended says nothing new. */
  #complain(what: string, index: number, item: Item): void {
    if (this.host.end === undefined) this.#violations.push({ what, index, item });
  }

  async #look(): Promise<void> {
    const line = new Lane(this.host.port);
    const item: Item = { manner: 'whole', methods: ['GET'], pieces: [HEALTH], isLarge: false };
    for (let greeted = performance.now(); !this.#isOver && this.host.end === undefined;) {
      const megabytes = (await this.host.megabytes()) ?? NaN;
      this.#most = Math.max(Number.isNaN(this.#most) ? 0 : this.#most, megabytes);
      const { answers, wrong } = await line.send(item).catch((): Heard => ({ answers: [], wrong: 'no connection' }));
      if (answers[0]?.status === 200) this.#health += 1;
      else this.#complain(`health: ${wrong ?? answers[0]?.status ?? 'nothing'}`, this.#next, item);
      if (megabytes > MOST_MEGABYTES) this.#complain(`memory: ${megabytes.toFixed(0)} MB`, this.#next, item);
      if (performance.now() - greeted > GREET && this.host.hub.mood === 'fine') {
        this.known = { ...this.known, ...(await this.host.greet()) };
        greeted = performance.now();
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    line.close();
  }
}

const HEALTH = Buffer.from('GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');

/** What is wrong with what was heard. */
function complaints({ answers, wrong }: Heard): readonly string[] {
  return [
    ...(wrong === undefined ? [] : [wrong]),
    ...answers.filter(({ status }) => status >= 500 && status !== 503).map(({ status }) => `it was answered ${status}`),
    ...answers
      .filter(({ bytes }) => bytes.includes('kanari') && bytes.toString('latin1').includes(CANARY))
      .map(() => 'an answer tells a secret'),
  ];
}

function afterwards({ end, leak }: FuzzHost): readonly string[] {
  return [
    ...(end === undefined ? [] : [`the host ${end}`]),
    ...(leak === undefined ? [] : [`the log tells a secret: ${leak}`]),
  ];
}
