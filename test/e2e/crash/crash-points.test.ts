import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import { comesBy, isInDoubt, isMade, isTold, isToldAgain, nameOf, POINTS, pointsOf, type Point } from './points.js';
import { skip } from '../../support/skip.js';
import { testPostgres } from '../../support/postgres.js';
import { Shop } from './shop.js';
import type { Death, Kind } from './steps.js';

const KINDS = ['keys', 'lost answers', 'look-up', 'neither'] as const satisfies readonly Kind[];

/** One order, and where its process dies: once, or a second time in its next life. */
interface Trial {
  readonly kind: Kind;
  readonly id: string;
  readonly points: readonly [Point, ...Point[]];
}

const trial = (kind: Kind, ...points: Trial['points']): Trial => ({ kind, id: randomUUID(), points });
const labelOf = ({ kind, points }: Trial): string => `${kind}, ${points.map(nameOf).join(' and ')}`;

/** Trials that may be made together, one a store, so that fewer processes have to die. */
function batchesOf(trials: readonly Trial[]): readonly (readonly Trial[])[] {
  const batches: Trial[][] = [];
  for (const one of trials) {
    const batch = batches.find((many) => many.every(({ kind }) => kind !== one.kind));
    if (batch === undefined) batches.push([one]);
    else batch.push(one);
  }
  return batches;
}

const twice = KINDS.flatMap((kind) =>
  POINTS.filter((point) => comesBy(kind, point, point)).map((point) => trial(kind, point, point)),
);
const pairs = KINDS.flatMap((kind) =>
  POINTS.flatMap((first) =>
    POINTS.filter((second) => second !== first && comesBy(kind, first, second)).map((second) =>
      trial(kind, first, second),
    ),
  ),
);

/** The ways of an order that ends without its food, with the same number of points. */
const GUEST = pointsOf([
  'the insert of the event',
  'the record of the withdrawal',
  'the call that cancels',
  'the record of the cancellation',
]);
const STAFF = pointsOf([
  'the insert of the till’s news',
  'the record of the cancellation',
  'the PATCH to POS Hub',
  'the record of the PATCH',
]);

/** Where the process dies so that it can't know what POS Hub took. */
const TOLD_TWICE = ['after the PATCH to POS Hub', 'before the record of the PATCH'];

/** A storage of a test's own; its URL by a folder for it. */
interface Place {
  readonly url: (folder: string) => string;
  readonly remove: () => Promise<void>;
}

/** The storages that the host may have. */
const ENGINES: readonly {
  readonly name: string;
  /** Whether the next host can tell at once that the last one is dead. */
  readonly isAlone: boolean;
  readonly open: (context: Mocha.Context) => Promise<Place>;
}[] = [
  {
    name: 'SQLite',
    isAlone: true,
    open: () =>
      Promise.resolve({ url: (folder) => `sqlite:${join(folder, 'bridge.db')}`, remove: () => Promise.resolve() }),
  },
  {
    name: 'PostgreSQL',
    isAlone: false,
    open: async (context) => {
      const found = await testPostgres();
      if ('reason' in found) skip(context, found.reason);
      const database = await found.database();
      return { url: () => database.url, remove: () => database.drop() };
    },
  },
];

for (const { name, isAlone, open } of ENGINES)
  describe(`a host on ${name} that dies at one point of its work`, function () {
    this.timeout(120_000);
    let place: Place | undefined;
    let shop: Shop | undefined;
    before(async function () {
      place = await open(this);
      shop = await Shop.open(place.url);
    });
    after(async () => {
      await shop?.close();
      await place?.remove();
    });
    const theShop = (): Shop => {
      if (shop === undefined) throw new Error('there is no shop');
      return shop;
    };

    const deathsOf = (trials: readonly Trial[], life: number): readonly Death[] =>
      trials.flatMap(({ id: orderId, points }) => {
        const point = points[life];
        return point === undefined ? [] : [{ orderId, step: point.step, side: point.side }];
      });

    /** Guests order; the host dies where the trials say, and is started again. */
    async function play(trials: readonly Trial[]): Promise<void> {
      theShop().host.arm(deathsOf(trials, 0), false);
      for (const { kind, id } of trials) await theShop().order(kind, id);
      await theShop().host.died();
      for (const one of trials) await expectAtDeath(one);
      const seconds = deathsOf(trials, 1);
      await theShop().restart(seconds);
      if (seconds.length === 0) return;
      await theShop().host.died();
      await theShop().restart();
    }

    /** It died there, and nowhere else. */
    async function expectAtDeath(one: Trial): Promise<void> {
      const [point] = one.points;
      const { hub, tickets } = await theShop().witness(one.id);
      expect(tickets, labelOf(one)).to.have.length(isMade(point) ? 1 : 0);
      expect(hub, labelOf(one)).to.equal(isTold(point) ? 'ACCEPTED' : 'PLACED');
    }

    async function expectEnd(one: Trial): Promise<void> {
      const { kind, id, points } = one;
      const isLeftToStaff = points.some((point) => isInDoubt(kind, point));
      const { reason } = await theShop().settles(id, isLeftToStaff ? 'attention' : 'accepted');
      const { hub, tickets, told } = await theShop().witness(id);
      if (isLeftToStaff) {
        expect(reason, labelOf(one)).to.equal('vendor.no_answer');
        const made = points.some(isMade) ? ['accepted'] : [];
        expect({ hub, tickets, told }, labelOf(one)).to.deep.equal({ hub: 'PLACED', tickets: made, told: [] });
        return;
      }
      expect({ hub, tickets }, labelOf(one)).to.deep.equal({ hub: 'ACCEPTED', tickets: ['accepted'] });
      const times = 1 + points.filter(isToldAgain).length;
      expect(told, labelOf(one)).to.deep.equal(Array.from({ length: times }, () => 'ACCEPTED'));
    }

    async function playToEnd(trials: readonly Trial[]): Promise<void> {
      await play(trials);
      for (const one of trials) await expectEnd(one);
    }

    // A host that may not be the only one is believed dead after a while: each life costs the tests that time, so that four
    // orders die in one.
    if (!isAlone) {
      for (let first = 0; first < POINTS.length; first += KINDS.length) {
        const points = POINTS.slice(first, first + KINDS.length);
        it(`makes one ticket and tells one status when it dies ${points.map(nameOf).join(', ')}`, async () => {
          await playToEnd(
            points.flatMap((point, index) => KINDS.slice(index, index + 1).map((kind) => trial(kind, point))),
          );
        });
      }
      return;
    }

    for (const point of POINTS)
      it(`makes one ticket and tells one status when it dies ${nameOf(point)}`, async () => {
        await playToEnd(KINDS.map((kind) => trial(kind, point)));
      });

    for (const [index, trials] of batchesOf(twice).entries())
      it(`does so too when it dies a second time at the same points (${index + 1})`, async () => {
        await playToEnd(trials);
      });

    for (const [index, trials] of batchesOf(process.env['CRASH_PAIRS'] === undefined ? [] : pairs).entries())
      it(`does so too when it dies at one point and then at another (${index + 1})`, async () => {
        await playToEnd(trials);
      });

    for (const [index, byGuest] of GUEST.entries()) {
      const byStaff = STAFF[index] ?? byGuest;
      it(`leaves nothing to cook when it dies ${nameOf(byGuest)} of a guest, and ${nameOf(byStaff)} of the till`, async () => {
        const [guest, staff] = [trial('keys', byGuest), trial('look-up', byStaff)];
        for (const { kind, id } of [guest, staff]) {
          await theShop().order(kind, id);
          await theShop().settles(id, 'accepted');
        }
        theShop().host.arm(deathsOf([guest, staff], 0), true);
        await theShop().cancelByGuest(guest.id);
        await theShop().cancelAtTill(staff.id);
        await theShop().host.died();
        await theShop().restart([], true);
        for (const { id } of [guest, staff]) await theShop().settles(id, 'cancelled');
        expect(await theShop().witness(guest.id)).to.deep.equal({
          hub: 'CANCELLED',
          tickets: ['cancelled'],
          told: ['ACCEPTED'],
        });
        const { told, ...ends } = await theShop().witness(staff.id);
        expect(ends).to.deep.equal({ hub: 'CANCELLED', tickets: ['cancelled'] });
        expect([...new Set(told)]).to.deep.equal(['ACCEPTED', 'CANCELLED']);
        expect(told).to.have.length(TOLD_TWICE.includes(nameOf(byStaff)) ? 3 : 2);
      });
    }
  });
