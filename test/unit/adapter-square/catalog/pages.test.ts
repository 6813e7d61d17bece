import { expect } from 'chai';
import { ManualClock } from '../../../support/clock.js';
import { createSystem } from '../support/rig.js';

const session = {
  connectionId: 'C',
  credentials: { merchantId: 'M', accessToken: 'T', refreshToken: 'R', obtainedAt: 0, expiresAt: 1, pkce: false },
  store: { ref: 'L1', currency: 'GBP', timezone: 'Europe/London' },
};

describe('adapter square: pages of the catalog', () => {
  it('are given when the next one has been asked for, so that it comes while this one is worked through', async () => {
    const left: string[] = [];
    const system = createSystem(
      {
        send: async ({ url }) => {
          // As a client that has to do something before the request leaves, but does not wait for anybody.
          for (let step = 0; step < 100; step += 1) await Promise.resolve();
          left.push(url);
          return { status: 200, headers: {}, body: answerTo(new URL(url)) };
        },
      },
      { clock: new ManualClock(Date.UTC(2026, 1, 1)) },
    );
    const asked: number[] = [];
    for await (const { products } of system.catalog(session))
      if (products !== undefined) asked.push(left.filter((url) => url.includes('types=ITEM')).length);
    expect(asked).to.deep.equal([2, 3, 3]);
  });
});

/** A location, and three pages of items. */
function answerTo({ pathname, searchParams }: URL): unknown {
  if (pathname.startsWith('/v2/locations')) return { location: { id: 'L1' } };
  if (searchParams.get('types') !== 'ITEM') return {};
  const page = Number(searchParams.get('cursor') ?? '1');
  return {
    objects: [{ type: 'ITEM', id: `I${page}`, item_data: { name: 'Tea' } }],
    ...(page < 3 ? { cursor: String(page + 1) } : {}),
  };
}
