import { showMoney, showTime, type Capabilities } from '@poshub-bridge/core';
import { joined } from './joined.js';
import type { ExpectedAmount, ExpectedLine, ExpectedOption, ExpectedTicket, Key } from './corpus/types.js';
import type { SeenAmount, SeenOption, SeenTicket } from './rig.js';

/**
 * What of a ticket is not as it must be, in sentences; empty where all of it is.
 * @param orders what the adapter claims: what it does not claim must be readable instead
 * @param nameOf the names under which the corpus's keys are sold
 * @param timezone in which a person at the till reads a time
 */
export function differences(
  expected: ExpectedTicket,
  seen: SeenTicket,
  orders: Capabilities['orders'],
  nameOf: (key: Key) => string,
  timezone: string,
): readonly string[] {
  return new Comparison(expected, seen, orders, nameOf, timezone).run();
}

/** How a ticket without a field for it says in words what it is for; a pickup needs none. */
const WORDS: Readonly<Partial<Record<ExpectedTicket['fulfilment'], RegExp>>> = {
  'dine-in': /dine.?in|eat.?in|table/i,
  'in-store': /in.?store/i,
  waiting: /wait/i,
  delivery: /deliver/i,
};

const UNPAID = /not paid|unpaid|to pay|to be paid|to collect|still due/i;

class Comparison {
  readonly #found: string[] = [];
  readonly #text: string;

  constructor(
    private readonly expected: ExpectedTicket,
    private readonly seen: SeenTicket,
    private readonly orders: Capabilities['orders'],
    private readonly nameOf: (key: Key) => string,
    private readonly timezone: string,
  ) {
    this.#text = readable(seen);
  }

  run(): readonly string[] {
    const { expected, seen, orders } = this;
    this.#lines();
    for (const text of expected.texts) this.#mustRead(text, `“${text}”`);
    this.#amounts('discount', expected.discounts, seen.discounts, orders.discounts);
    // Many vendors know taxes by their rate alone: one of a fixed amount is a charge there.
    const charges = this.#amounts('charge', expected.charges, seen.charges, orders.charges, true);
    const others = charges.filter((one) => !isTip(one));
    this.#amounts('tax', expected.taxes, [...seen.taxes, ...others], orders.taxes);
    this.#tip();
    this.#totals();
    this.#fulfilment();
    return this.#found;
  }

  #say(isRight: boolean, sentence: string): void {
    if (!isRight) this.#found.push(sentence);
  }

  #isOn(text: string): boolean {
    return this.#text.includes(flat(text));
  }

  #mustRead(text: string, what: string): void {
    this.#say(this.#isOn(text), `${what} can be read nowhere on the ticket`);
  }

  #money(amount: number): string {
    return showMoney({ amount, currency: this.seen.currency });
  }

  #lines(): void {
    const wanted = this.expected.lines;
    const all = this.seen.lines;
    // A line of nothing but words is where some tills put texts that are too long.
    const food = all.length > wanted.length ? all.filter((line) => !isWords(line)) : all;
    const there = food.length > wanted.length ? joined(food, wanted) : food;
    this.#say(wanted.length === there.length, `the ticket has ${there.length} lines instead of ${wanted.length}`);
    wanted.forEach((line, index) => {
      const other = there[index];
      if (other === undefined) return;
      const at = `line ${index + 1}`;
      this.#item(at, line, other);
      this.#lineNote(at, line, other.note);
      this.#options(at, line.options, other.options, this.orders.optionDepth);
    });
  }

  #item(at: string, expected: ExpectedOption, seen: SeenOption): void {
    const said = seen.item ?? seen.name;
    const isSame = seen.item === undefined ? said.includes(this.nameOf(expected.item)) : said === expected.item;
    this.#say(isSame, `${at} is “${said}” instead of “${expected.item}”`);
    const place = `${at} (${expected.item})`;
    this.#say(
      seen.quantity === expected.quantity,
      `${place} is there ${seen.quantity} times instead of ${expected.quantity}`,
    );
    if (!this.orders.prices) return;
    this.#say(seen.price === expected.price, `${place} costs ${seen.price} for one instead of ${expected.price}`);
  }

  #lineNote(at: string, { note }: ExpectedLine, seen: string | undefined): void {
    if (note === undefined) return;
    if (note.length > this.orders.lineNoteLength) this.#mustRead(note, `the note of ${at}, “${note}”,`);
    else
      this.#say(
        flat(seen ?? '').includes(flat(note)),
        `the note of ${at} is ${seen === undefined ? 'missing' : `“${seen}”`} instead of “${note}”`,
      );
  }

  #options(at: string, expected: readonly ExpectedOption[], seen: readonly SeenOption[], depth: number): void {
    if (depth === 0) {
      for (const one of expected) this.#folded(at, one);
      return;
    }
    const wanted = this.orders.optionQuantities
      ? expected
      : expected.flatMap((one) => Array.from({ length: one.quantity }, () => ({ ...one, quantity: 1 })));
    const there = seen.map((one) => one.item ?? one.name).join(', ') || 'none';
    const names = wanted.map((one) => one.item).join(', ') || 'none';
    this.#say(
      wanted.length === seen.length,
      `${at} has ${seen.length} options (${there}) instead of ${wanted.length} (${names})`,
    );
    if (wanted.length !== seen.length) return;
    wanted.forEach((one, index) => {
      const other = seen[index];
      if (other === undefined) return;
      const place = `${at}, option ${index + 1}`;
      this.#item(place, one, other);
      this.#options(place, one.options, other.options, depth - 1);
    });
  }

  /** An option that the till has no place for must be readable, with its price. */
  #folded(at: string, { item, price, options }: ExpectedOption): void {
    this.#mustRead(this.nameOf(item), `the option ${item} of ${at}`);
    if (price !== 0) this.#mustRead(this.#money(price), `the price of ${at}’s option ${item}, ${this.#money(price)},`);
    for (const one of options) this.#folded(at, one);
  }

  /** Gives back what was not expected; it is complained of unless it may be something else. */
  #amounts(
    what: string,
    expected: readonly ExpectedAmount[],
    seen: readonly SeenAmount[],
    isClaimed: boolean,
    mayBeElse = false,
  ): readonly SeenAmount[] {
    const left = [...seen];
    const isRenamed = what === 'discount' && this.#isAllOff(expected, seen);
    for (const { name, amount } of expected) {
      const sum = this.#money(amount);
      if (!isClaimed) {
        this.#say(
          this.#isOn(name) && this.#isOn(sum),
          `the ${what} ${name} (${sum}) can be read nowhere on the ticket`,
        );
        continue;
      }
      const isIt = (one: SeenAmount): boolean =>
        one.amount === amount || (what === 'discount' && this.#isCapped(one, amount));
      const index = left.findIndex((one) => isIt(one) && flat(one.name).includes(flat(name)));
      if (index >= 0) left.splice(index, 1);
      const there = seen.map((one) => `${one.name} ${this.#money(one.amount)}`).join(', ') || 'none';
      const isSaid = isRenamed && this.#isOn(name) && this.#isOn(sum);
      this.#say(index >= 0 || isSaid, `the ${what} ${name} (${sum}) is not on the ticket; it has ${there}`);
    }
    // Parts that make another total than the order's may have one more that makes up for it.
    const mayBeMore = [mayBeElse, isRenamed, this.#isFolded(), this.expected.total === undefined].includes(true);
    for (const { name, amount } of mayBeMore ? [] : left)
      this.#say(false, `the ticket has a ${what} ${name} (${this.#money(amount)}) that nobody ordered`);
    return left;
  }

  /** A till takes off no more than there is. */
  #isCapped(seen: SeenAmount, amount: number): boolean {
    return seen.amount < amount && this.seen.total === this.seen.tip;
  }

  /** A vendor's discounts may bear its own names, and be put on lines: then their sum counts, and the names are read. */
  #isAllOff(expected: readonly ExpectedAmount[], seen: readonly SeenAmount[]): boolean {
    const [off, wanted] = [seen, expected].map((all) => all.reduce((sum, { amount }) => sum + amount, 0));
    return off === wanted || this.#isCapped({ name: '', amount: off ?? 0 }, wanted ?? 0);
  }

  #tip(): void {
    const { tip = 0 } = this.expected;
    const sum = this.#money(tip);
    if (!this.orders.tips) {
      if (tip !== 0) this.#mustRead(sum, `the tip of ${sum}`);
      return;
    }
    const isThere = this.seen.tip === tip || this.seen.charges.some((one) => isTip(one) && one.amount === tip);
    this.#say(isThere, `the tip is ${this.#money(this.seen.tip)} instead of ${sum}`);
  }

  #totals(): void {
    const { expected, seen } = this;
    if (!this.orders.prices && expected.total !== undefined) {
      const sum = this.#money(expected.total);
      this.#mustRead(sum, `the total that the guest was charged, ${sum},`);
    }
    if (this.#isFolded() || !this.orders.prices) return;
    const { total = seen.total, paid = seen.paid } = expected;
    this.#say(seen.total === total, `the till shows a total of ${seen.total} instead of ${total}`);
    // A till that shows only what is paid must say in words what is still to be asked for.
    const isSaid = seen.paid > paid && UNPAID.test(this.#text);
    this.#say(seen.paid === paid || isSaid, `${seen.paid} counts as paid instead of ${paid}`);
  }

  /** Where amounts were written into the note, the till's own total is another, or has a line that makes up for it. */
  #isFolded(): boolean {
    const { expected, orders } = this;
    return (
      (expected.charges.length > 0 && !orders.charges) ||
      (expected.discounts.length > 0 && !orders.discounts) ||
      (expected.taxes.length > 0 && !orders.taxes) ||
      ((expected.tip ?? 0) > 0 && !orders.tips) ||
      expected.lines.some((line) => depthOf(line.options) > orders.optionDepth)
    );
  }

  #fulfilment(): void {
    const { fulfilment, scheduledFor } = this.expected;
    const said = this.seen.fulfilment;
    const words = WORDS[fulfilment];
    if (this.orders.fulfilments.includes(fulfilment))
      this.#say(
        said === undefined ? words === undefined || words.test(this.#text) : said === fulfilment,
        said === undefined
          ? `nothing on it says that it is for ${fulfilment}`
          : `it is for ${said} instead of ${fulfilment}`,
      );
    if (this.orders.scheduled)
      this.#say(
        this.seen.scheduledFor === scheduledFor || this.#isSaidToBePast(scheduledFor),
        `it is wanted for ${timeOf(this.seen.scheduledFor)} instead of ${timeOf(scheduledFor)}`,
      );
  }

  /** Some tills take no time that has passed; then it is read. */
  #isSaidToBePast(time: number | undefined): boolean {
    const isNone = this.seen.scheduledFor === undefined;
    return time !== undefined && time < Date.now() && isNone && this.#isOn(showTime(time, this.timezone));
  }
}

/** Where nothing else is to be paid, some vendors have no payment to put a tip on. */
function isTip({ name }: SeenAmount): boolean {
  return /^tip\b/i.test(name);
}

function isWords({ item, price, options }: SeenOption): boolean {
  return item === undefined && price === 0 && options.length === 0;
}

function depthOf(options: readonly ExpectedOption[]): number {
  return options.length === 0 ? 0 : 1 + Math.max(...options.map((one) => depthOf(one.options)));
}

function timeOf(instant: number | undefined): string {
  return instant === undefined ? 'as soon as possible' : new Date(instant).toISOString();
}

/** All that can be read on a ticket, in one text. */
export function readable(seen: SeenTicket): string {
  const names = [...seen.charges, ...seen.discounts, ...seen.taxes].map(({ name }) => name);
  return flat([...seen.texts, ...seen.lines.flatMap(({ note }) => note ?? []), ...names].join('\n'));
}

/** Spaces and line ends may differ: nobody reads them. */
function flat(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
