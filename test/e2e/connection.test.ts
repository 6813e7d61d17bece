import { expect } from 'chai';
import { listOf, textOf } from '#kit/demo/json.js';
import { openShop, reaches, until, type Shop } from './sandbox.js';

describe('the bridge as processes, when a connection ends', function () {
  this.timeout(60_000);
  let shop: Shop;

  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.sandbox.stop());

  const atHost = async (): Promise<unknown> => listOf(await shop.world.operator('/connections'))[0];
  const atHub = async (): Promise<unknown> => listOf(await shop.world.hub('GET', '/connections'))[0];

  it('tells POS Hub FAILED with the reason when the merchant’s key is revoked', async () => {
    await shop.till.admin('POST', '/keys/revoke', { all: true });
    const failed = await until('FAILED in POS Hub', async () => {
      const connection = await atHub();
      return textOf(connection, 'status') === 'FAILED' ? connection : undefined;
    });
    expect(textOf(failed, 'failureReason')).to.match(/connect again/);
    expect(textOf(await atHost(), 'status')).to.equal('failed');
  });

  it('forgets the merchant when the application is uninstalled', async () => {
    const connectionId = textOf(await atHost(), 'id');
    await shop.world.hub('DELETE', `/connections/${connectionId}`);
    await until('the connection to be removed', async () =>
      textOf(await atHost(), 'status') === 'removed' ? true : undefined,
    );
    expect(await shop.till.api('GET', '/webhooks')).to.deep.equal({ url: null });
  });

  it('keeps an order of a store that is not connected for a person, and says so', async () => {
    await shop.till.admin('POST', '/keys/revoke', { all: true });
    await until('FAILED', async () => (textOf(await atHost(), 'status') === 'failed' ? true : undefined));
    const { id } = await shop.world.order({ locationId: shop.locationId, sample: 'pickup' });
    const seen = await until('the order at the host', () =>
      shop.world.operator(`/orders/${id}`).catch(() => undefined),
    );
    expect(textOf(seen, 'phase')).to.equal('received');
    await shop.world.hub('POST', `/orders/${id}/cancel`, {});
    await reaches(shop, id, 'CANCELLED');
    await until('the host to know', async () =>
      textOf(await shop.world.operator(`/orders/${id}`), 'phase') === 'cancelled' ? true : undefined,
    );
  });
});
