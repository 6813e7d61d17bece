import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { expect } from 'chai';
import Libsql from 'libsql';
import { asFault } from '@poshub-bridge/core';
import { anEvent } from '../../../../contract/samples.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../support/storage.js';
import { rejection } from '../../../../support/until.js';

const PAGE = 4_096;
/** Files above it are not looked at in whole before they are used. */
const CHECKED_SIZE = 256 * 1_024 * 1_024;

describe('a storage file that turns out to be damaged while it is used', function () {
  this.timeout(30_000);
  let subject: TemporaryStorage;
  beforeEach(async () => (subject = await temporaryStorage()));
  afterEach(() => subject.dispose());

  const record = (id: string, bytes = 10) =>
    subject.ledger.inbox.record(anEvent(id, { news: { source: 'hub', body: Buffer.alloc(bytes, 'x') } }), undefined);
  const stored = async (): Promise<readonly string[]> =>
    (await subject.ledger.inbox.unhandled('order', 'order-1')).map(({ id }) => id);
  const faultOf = async (work: Promise<unknown>): Promise<string> => {
    const { code, detail = '' } = asFault(await rejection(work));
    return `${code}, ${detail}`;
  };

  /** A storage with more than is kept in memory, and an event that is in the log alone. */
  async function fill(): Promise<readonly string[]> {
    const ids = Array.from({ length: 300 }, (_, index) => `e${index}`);
    await Promise.all(ids.map((id) => record(id, 64 * 1_024)));
    await subject.reopen();
    await record('late');
    return [...ids, 'late'];
  }

  function overwrite(at: number, bytes: Uint8Array): void {
    const file = openSync(subject.path, 'r+');
    writeSync(file, bytes, 0, bytes.length, at);
    closeSync(file);
  }

  const filesOf = (): readonly Buffer[] =>
    ['', '-wal', '.copy']
      .map((end) => subject.path + end)
      .flatMap((path) => (existsSync(path) ? [readFileSync(path)] : []));

  it('is said once to be unreadable, and is left alone from then on, also by the end', async () => {
    const ids = await fill();
    const whole = readFileSync(subject.path).subarray(1_000 * PAGE, 3_000 * PAGE);
    overwrite(1_000 * PAGE, Buffer.alloc(whole.length, 0xa5));

    expect(await faultOf(stored())).to.equal('storage.unavailable, SQLITE_CORRUPT');
    const { code, message } = await subject.storage.broken;
    expect(code).to.equal('storage.unreadable');
    expect(message).to.contain(subject.path).and.to.contain('SQLITE_CORRUPT');

    const before = filesOf();
    expect(before).to.have.length(2);
    const uses = [() => record('later'), stored, () => subject.queue.add([{ topic: 'order', key: 'a', group: 'g' }])];
    for (const use of uses) expect(await faultOf(use())).to.equal('storage.unavailable, the file is damaged');
    await subject.storage.close();
    expect(
      filesOf().every((bytes, index) => before[index]?.equals(bytes)),
      'nothing is written',
    ).to.equal(true);
    expect(await faultOf(subject.reopen())).to.contain('storage.unreadable');

    overwrite(1_000 * PAGE, whole);
    await subject.reopen();
    expect(await stored()).to.have.members(ids);
  });

  describe('and was too large to be looked at in whole before', () => {
    /** How much of the file is used, in bytes. */
    let content: number;
    beforeEach(async () => {
      await record('e1');
      await subject.storage.close();
      content = readFileSync(subject.path).length;
      truncateSync(subject.path, CHECKED_SIZE + PAGE);
      const pages = Buffer.alloc(4);
      pages.writeUInt32BE(CHECKED_SIZE / PAGE + 1);
      overwrite(28, pages);
      await subject.reopen();
    });

    it('is said to be so when events meet the damage, of which none is taken for stored', async () => {
      overwrite(PAGE, Buffer.alloc(content - PAGE, 0xa5));
      const answers = await Promise.allSettled(Array.from({ length: 100 }, (_, index) => record(`more${index}`)));
      const codes = answers.map((answer) => (answer.status === 'rejected' ? asFault(answer.reason).code : 'stored'));
      expect(new Set(codes)).to.deep.equal(new Set(['storage.unavailable']));
      expect((await subject.storage.broken).code).to.equal('storage.unreadable');
    });

    it('is said to be so when its opening meets the damage', async () => {
      expect(await stored()).to.deep.equal(['e1']);
      await subject.storage.close();
      const file = new Libsql(subject.path);
      const pages = file.prepare("select rootpage - 1 from sqlite_master where tbl_name = 'jobs'").pluck().all();
      file.close();
      for (const page of pages) overwrite(Number(page) * PAGE, Buffer.alloc(PAGE, 0xa5));
      expect(await faultOf(subject.reopen())).to.match(/^storage.unreadable, .*bridge.db: .*SQLITE_CORRUPT/);
    });
  });
});
