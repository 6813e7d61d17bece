import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Violation } from '../../chaos/check/rules.js';
import { tell } from '../../chaos/telling.js';
import { Folder } from '../host/support/folder.js';

/** Sixty orders with a violation each, the first of them with two, and one that is about no order. */
const violations: readonly Violation[] = [
  { rule: 'alive', what: 'a host ended by itself' },
  { rule: 'ticket', orderId: 'order-0', what: 'it has no ticket' },
  ...Array.from({ length: 60 }, (_, index): Violation => ({
    ...{ rule: 'one_ticket', orderId: `order-${index}`, what: 'it has 2 tickets' },
  })),
];

describe('What a chaos run tells of its violations', () => {
  const folder = new Folder();
  const file = join(folder.path, 'violations.txt');
  const said: string[] = [];
  const asked: string[] = [];
  const say = (line: string): void => void said.push(line);
  const history = (orderId: string): Promise<readonly string[]> => {
    asked.push(orderId);
    return Promise.resolve([`till: the ticket of ${orderId}`]);
  };

  beforeEach(() => {
    said.length = 0;
    asked.length = 0;
  });
  after(() => folder.remove());

  it('is the first orders with their history, and every one in a file', async () => {
    await tell({ violations, history, say, file });
    expect(said.slice(0, 4)).to.deep.equal([
      'VIOLATION alive: a host ended by itself',
      'VIOLATION ticket: order order-0: it has no ticket',
      '  till: the ticket of order-0',
      'VIOLATION one_ticket: order order-0: it has 2 tickets',
    ]);
    expect(said.filter((line) => line.startsWith('  till: '))).to.have.lengthOf(3);
    expect(said.slice(-2)).to.deep.equal([
      '… and 12 more',
      `all of them, with the history of every order, are in ${file}`,
    ]);
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const { rule, orderId, what } of violations.slice(1)) {
      const at = lines.indexOf(`VIOLATION ${rule}: order ${orderId}: ${what}`);
      expect(at, orderId).to.be.at.least(0);
      expect(lines.filter((line) => line === `  till: the ticket of ${orderId}`)).to.have.lengthOf(1);
    }
    expect(lines).to.include('VIOLATION alive: a host ended by itself');
    expect(asked).to.have.lengthOf(60);
  });

  it('asks for the first three orders only where nothing is kept', async () => {
    await tell({ violations, history, say });
    expect(asked).to.deep.equal(['order-0', 'order-1', 'order-2']);
    expect(said.at(-1)).to.equal('… and 12 more');
  });

  it('is nothing where nothing was broken', async () => {
    const unused = join(folder.path, 'unused.txt');
    await tell({ violations: [], history, say, file: unused });
    expect(said).to.be.empty;
    expect(existsSync(unused)).to.equal(false);
  });
});
