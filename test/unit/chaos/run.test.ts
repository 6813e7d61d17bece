import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runChaos } from '../../chaos/run.js';
import { sqliteEngine } from '../../chaos/world/engine.js';

describe('A chaos run with an adapter that submits twice and drops notes', function () {
  this.timeout(180_000);

  const told: string[] = [];
  /** The file with every violation, where the run said that there is one. */
  const fileTold = (): string | undefined => / are in (\S+violations\.txt)$/m.exec(told.join('\n'))?.[1];
  after(() => {
    const file = fileTold();
    if (file !== undefined) rmSync(dirname(file), { recursive: true, force: true });
  });

  it('finds both, and nothing else, tells the history of an order, and leaves every one’s in a file', async () => {
    const adapter = fileURLToPath(new URL('../../chaos/broken/careless.js', import.meta.url));
    const sizes = { seed: 5, orders: 60, kills: 1, minutes: 2, storms: false, keep: true };
    const { violations } = await runChaos({ ...sizes, engine: sqliteEngine(), adapter }, (line) => told.push(line));
    const text = told.join('\n');
    const twice = violations.filter(({ rule }) => rule === 'one_ticket').map(({ orderId }) => orderId);
    const dropped = violations.filter(({ rule }) => rule === 'whole').map(({ orderId }) => orderId);
    expect(twice, text).not.to.be.empty;
    expect(dropped, text).not.to.be.empty;
    for (const { orderId } of violations) expect([...twice, ...dropped], text).to.include(orderId);
    expect(text).to.match(/^VIOLATION one_ticket: order [0-9a-f-]{36}: it has 2 tickets$/m);
    for (const side of ['simulator', 'webhook', 'told', 'till', 'bridge', 'inbox'])
      expect(text).to.match(new RegExp(`^  ${side}: `, 'm'));
    const whole = readFileSync(fileTold() ?? '', 'utf8');
    for (const { rule, orderId } of violations) expect(whole).to.include(`VIOLATION ${rule}: order ${orderId}: `);
    const histories = whole.split('\n').filter((line) => /^  simulator: \w+ at /.test(line));
    expect(histories).to.have.lengthOf(new Set(violations.map(({ orderId }) => orderId)).size);
  });
});
