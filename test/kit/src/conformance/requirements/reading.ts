import { planSync } from '@poshub-bridge/core';
import type { Bench } from '../bench.js';
import type { Mischief } from '../gate.js';
import { claims, type Requirement } from '../requirement.js';
import { come, demand, show, showFault } from '../verdict.js';
import { largeMenu } from './catalog.js';
import { label, only } from './calls.js';

const PATIENCE = 300;

/** Reads with each call spoiled in turn: whatever ends without an error must have everything. */
async function neverHalf(bench: Bench, mischief: Mischief): Promise<void> {
  const session = await bench.session();
  const whole = (await bench.read()).catalog.products.length;
  const calls = (await bench.during(() => bench.read())).length;
  const system = bench.make({ timeoutMs: PATIENCE });
  for (let call = 0; call < calls; call += 1) {
    bench.gate.rule(only(call, mischief));
    const refs = new Set<string>();
    const came = await come('catalog', async () => {
      for await (const part of system.catalog(session)) for (const { ref } of part.products ?? []) refs.add(ref);
    });
    bench.gate.rule();
    const where = `${label(mischief)} at call ${call + 1} of ${calls}`;
    if (came.fault === undefined)
      demand(
        refs.size === whole,
        `a reading with ${where} to end with an error, or whole`,
        `it ended as if it were whole, with ${refs.size} of ${whole} products: the others would be deleted`,
      );
    else
      demand(
        came.fault.retry !== 'never',
        `a reading with ${where} to be tried again`,
        `catalog threw ${showFault(came.fault)}`,
      );
  }
}

export const READING: readonly Requirement[] = [
  {
    id: 'catalog.incomplete',
    title: 'ends with an error unless the catalog was read whole',
    why: 'What was not read looks deleted: half a catalog takes the other half off every channel.',
    run: async (bench) => {
      await bench.fake.seed(bench.store().ref, largeMenu());
      for (const mischief of [
        { kind: 'status', status: 500, when: 'before' },
        { kind: 'status', status: 429, when: 'before' },
        { kind: 'lost', when: 'before' },
        { kind: 'half-open', when: 'before' },
        { kind: 'html' },
        { kind: 'empty' },
        { kind: 'truncated' },
        { kind: 'other-json' },
      ] as const)
        await neverHalf(bench, mischief);
    },
  },
  {
    id: 'catalog.changes',
    title: 'reads changes that come to the same as a whole reading',
    why: 'The host builds the catalog of changes for a day; what is missed stays wrong for as long.',
    needs: [claims('catalog.changes')],
    run: async (bench) => {
      await bench.sell();
      const store = bench.store().ref;
      let known = await bench.read();
      for (const change of [
        { type: 'price', key: 'cola', price: 345 },
        { type: 'rename', key: 'bread', name: 'Flatbread' },
        { type: 'add', product: { key: 'pie', name: 'Apple pie', price: 600 } },
        { type: 'remove', key: 'water' },
        { type: 'price', key: 'olives', price: 130 },
        { type: 'stock', key: 'pizza', available: false },
      ] as const) {
        await bench.fake.change(store, change);
        const { mark } = known;
        demand(
          mark !== undefined && mark.length <= 1_000,
          'a mark of at most 1,000 characters',
          `it is ${mark ?? 'absent'}`,
        );
        const next = await bench.read(undefined, { mark, catalog: known.catalog });
        const whole = await bench.read();
        const { inserted, updated, deleted } = planSync(whole.catalog, next.catalog);
        demand(
          inserted + updated + deleted === 0,
          `changes since the mark to come to a whole reading (${show(change)})`,
          `they differ in ${inserted + updated + deleted} entries`,
        );
        known = next;
      }
    },
  },
  {
    id: 'catalog.changes-strange-mark',
    title: 'reads all, or fails, where it does not know the mark',
    why: 'A mark may be older than what the vendor remembers: “nothing changed” would be a lie.',
    needs: [claims('catalog.changes')],
    run: async (bench) => {
      await bench.sell();
      const session = await bench.session();
      const whole = (await bench.read()).catalog.products.length;
      const came = await come('catalog', async () => {
        let count = 0;
        for await (const part of bench.system.catalog(session, 'no mark of this adapter'))
          count += part.products?.length ?? 0;
        return count;
      });
      if (came.fault === undefined)
        demand(came.value >= whole, `${whole} products or an error`, `it gave ${came.value}`);
    },
  },
  {
    id: 'catalog.changes-unclaimed',
    title: 'reads all where it does not claim to know changes',
    why: 'A reading without the word changesOnly counts as whole.',
    needs: [{ otherwise: 'catalog.changes is claimed', holds: ({ capabilities }) => !capabilities.catalog.changes }],
    run: async (bench) => {
      await bench.sell();
      const session = await bench.session();
      for await (const part of bench.system.catalog(session, 'a mark'))
        demand(part.changesOnly === undefined && part.mark === undefined, 'no marks and no changes', show(part));
    },
  },
];
