import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStorage } from '#host/storage/index.js';
import { anEvent } from '../../../../contract/samples.js';
import { ManualClock, seededChance } from '../../../../support/clock.js';
import { CollectedLog } from '../../../../support/log.js';
import { TEST_KEY, temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';

/** The files as a power cut may leave them, and the last event that was acknowledged by then. */
interface Snapshot {
  readonly file: string;
  readonly log: Buffer;
  readonly last: number;
}

/** What tells one turn of the write-ahead log from the next: when it begins anew, its old end stays behind. */
const turnOf = ({ log }: Snapshot): string => log.subarray(0, 32).toString('hex');

describe('a write-ahead log whose end was torn off', function () {
  this.timeout(30_000);
  let subject: TemporaryStorage;
  let [stored, copies] = [0, 0];
  let earlier: Snapshot;
  let later: Snapshot;

  const record = async (): Promise<Snapshot> => {
    await subject.ledger.inbox.record(anEvent(`e${(stored += 1)}`), undefined);
    const file = join(subject.folder, `copy-${stored}.db`);
    copyFileSync(subject.path, file);
    return { file, log: readFileSync(`${subject.path}-wal`), last: stored };
  };

  before(async () => {
    [stored, copies, subject] = [0, 0, await temporaryStorage()];
    // The log may be brought into the file between two events; then the next two will do.
    do [earlier, later] = [await record(), await record()];
    while (turnOf(earlier) !== turnOf(later) || earlier.log.length >= later.log.length);
  });
  after(() => subject.dispose());

  /** Opens a copy with this log; the number of the last event in it, if none before is missing. */
  async function lastIn({ file }: Snapshot, log: Buffer): Promise<number> {
    const folder = join(subject.folder, `torn-${(copies += 1)}`);
    const path = join(folder, 'bridge.db');
    mkdirSync(folder);
    copyFileSync(file, path);
    writeFileSync(`${path}-wal`, log);
    const [clock, chance, collected] = [new ManualClock(), seededChance(1), new CollectedLog()];
    const storage = await openStorage({ url: `sqlite:${path}`, keys: [TEST_KEY], clock, chance, log: collected });
    const ids = (await storage.ledger.inbox.unhandled('order', 'order-1')).map(({ id }) => id);
    expect(ids).to.deep.equal(Array.from(ids, (_id, index) => `e${index + 1}`));
    expect(await storage.ledger.inbox.record(anEvent('goes on'), undefined)).to.equal('stored');
    await storage.close();
    return ids.length;
  }

  for (const share of [0, 0.01, 0.3, 0.5, 0.8, 0.99])
    it(`loses the event alone that was not acknowledged yet, cut at ${share * 100} % of it`, async () => {
      const [from, to] = [earlier.log.length, later.log.length];
      const length = from + Math.floor((to - from) * share);
      expect(await lastIn(earlier, later.log.subarray(0, length))).to.equal(earlier.last);
    });

  it('loses that one alone, too, where a part of it never came to the disk', async () => {
    const log = Buffer.from(later.log);
    log.fill(0xa5, earlier.log.length + 100, earlier.log.length + 400);
    expect(await lastIn(earlier, log)).to.equal(earlier.last);
  });

  for (const [what, tail] of [
    ['zeros', Buffer.alloc(5_000)],
    ['bytes of something else', Buffer.from(Array.from({ length: 9_000 }, (_, index) => (index * 7_919) % 251))],
  ] as const)
    it(`loses nothing with ${what} behind its end`, async () => {
      expect(await lastIn(later, Buffer.concat([later.log, tail]))).to.equal(later.last);
    });

  it('loses nothing with a piece of its own behind its end', async () => {
    const old = later.log.subarray(32, 32 + 4_096 + 24);
    expect(await lastIn(later, Buffer.concat([later.log, old]))).to.equal(later.last);
  });
});
