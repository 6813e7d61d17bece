import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { runChaos } from '../../chaos/run.js';
import { sqliteEngine } from '../../chaos/world/engine.js';

describe('A chaos run with an adapter that submits twice and drops notes', function () {
  this.timeout(180_000);

  it('finds both, and nothing else, and tells the history of an order', async () => {
    const told: string[] = [];
    const adapter = fileURLToPath(new URL('../../chaos/broken/careless.js', import.meta.url));
    const sizes = { seed: 5, orders: 60, kills: 1, minutes: 2, storms: false, keep: false };
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
  });
});
