import { expect } from 'chai';
import fc from 'fast-check';
import { CANCEL_REASONS, ORDER_STATUSES } from '@poshub-bridge/core';
import { createHubWire } from '#pos-hub/index.js';
import { noDocument, platformSchemas, type PlatformSchemas } from '../../support/platform-schemas.js';
import { platformValues } from '../../support/platform-values.js';
import { skip } from '../../support/skip.js';
import { sampleCatalog } from './support/catalogs.js';
import { startHub, type Received } from './support/hub.js';
import { bytes, fieldsOf, IDS, ORDER_ID, STORE, wireEvent, wireOrder } from './support/orders.js';
import { settingsOf } from './support/settings.js';

const EVENTS = Object.entries({
  ORDER: 'OrderWebhookEvent',
  CONNECTION: 'ConnectionWebhookEvent',
  LOCATION: 'LocationWebhookEvent',
  ACCOUNT: 'AccountWebhookEvent',
  MENU: 'MenuWebhookEvent',
  DELIVERY: 'DeliveryWebhookEvent',
  CATALOG_PRODUCT: 'CatalogProductWebhookEvent',
  CATALOG_CATEGORY: 'CatalogCategoryWebhookEvent',
  CATALOG_MODIFIER_GROUP: 'CatalogModifierGroupWebhookEvent',
  CATALOG_MODIFIER: 'CatalogModifierWebhookEvent',
});

/** Which schema of the document a request's body must fit; none for those that have no body in it. */
const BODIES: readonly (readonly [RegExp, string])[] = [
  [/^POST \/oauth2\/token$/, 'TokenRequest'],
  [/^PATCH .*\/connections\/[^/]+$/, 'ConnectionPatchEntity'],
  [/^PATCH .*\/locations\/[^/]+$/, 'LocationPatchEntity'],
  [/^PUT .*\/catalog\/import$/, 'CatalogImportEntity'],
  [/^PATCH .*\/catalog\/products\/[^/]+$/, 'CatalogProductPatchEntity'],
  [/^PATCH .*\/catalog\/modifiers\/[^/]+$/, 'CatalogModifierPatchEntity'],
  [/^PATCH .*\/orders\/[^/]+$/, 'OrderPatchEntity'],
];

describe('POS Hub’s own document', () => {
  let platform: PlatformSchemas;
  const wire = createHubWire(settingsOf());

  before(function () {
    platform = platformSchemas() ?? skip(this, noDocument);
  });

  /** Whether a value is valid by the document: the tests' own samples are held to it too. */
  const check = (schema: string, value: unknown): void => {
    expect(platform.validator(schema)(value), schema).to.deep.equal([]);
  };

  for (const [objectType, schema] of EVENTS)
    it(`allows no event about ${objectType} that can’t be opened`, () => {
      fc.assert(
        fc.property(platformValues(platform, schema), fc.uuid(), (value, orderId) => {
          const event = { ...wireEvent(), newState: undefined, ...fieldsOf(value), orderId };
          check(schema, JSON.parse(JSON.stringify(event)));
          const envelope = wire.readEnvelope(bytes(event));
          expect(envelope.objectType).to.equal(objectType);
          expect(envelope.topic).to.equal(
            objectType === 'ORDER' ? 'order' : objectType === 'CONNECTION' ? 'connection' : 'other',
          );
        }),
        { numRuns: 30 },
      );
    }).timeout(30_000);

  it('allows no order that can’t be read, but for quantities below one and times that it owes', () => {
    const readable = /\.quantity$|^estimated(Pickup|Delivery)Time$/;
    let read = 0;
    fc.assert(
      fc.property(platformValues(platform, 'OrderEntity'), (value) => {
        const newState = { ...fieldsOf(value), id: ORDER_ID };
        check('OrderWebhookEvent', JSON.parse(JSON.stringify(wireEvent({ newState }))));
        const { order, fault } = wire.readOrder(bytes(wireEvent({ newState })), STORE);
        if (order !== undefined) read++;
        else expect(fault?.path).to.match(readable);
      }),
      { numRuns: 200 },
    );
    expect(read).to.be.greaterThan(20);
    check('OrderEntity', wireOrder());
  }).timeout(30_000);

  it('allows every request that is made, and has every answer that is read', async () => {
    const [data] = fc.sample(platformValues(platform, 'ConnectionEntity'), { numRuns: 1, seed: 1 });
    const [location] = fc.sample(platformValues(platform, 'LocationEntity'), { numRuns: 1, seed: 1 });
    const [product] = fc.sample(platformValues(platform, 'CatalogProductEntity'), { numRuns: 1, seed: 1 });
    const answer = ({ method, path }: Received): unknown => {
      if (method !== 'GET') return { data: {} };
      if (path.includes('/catalog/'))
        return { data: [{ ...fieldsOf(product), posReference: 'P1' }], hasNextPage: false };
      if (path.includes('/connections/')) return { data: { ...fieldsOf(data), ...IDS, id: IDS.connectionId } };
      if (path.endsWith('/orders')) return { data: [wireOrder()], hasNextPage: false };
      return path.includes('/orders/') ? { data: wireOrder() } : { data: location };
    };
    const parts = ['posReference', 'name', 'timezone', 'currency', 'businessHours', 'taxRates'];
    const hub = await startHub({
      settings: { scope: 'orders.read orders.write', redirectUri: 'https://bridge.test/', location: { send: parts } },
      token: () => ({ body: { access_token: 'a', token_type: 'Bearer', refresh_token: 'r', expires_in: 3600 } }),
      api: (request) => ({ body: answer(request) }),
    });
    const { hub: posHub } = hub;
    try {
      await posHub.connection(IDS);
      await posHub.setConnection(IDS, { status: 'completed' });
      await posHub.setConnection(IDS, { status: 'failed', reason: 'The till does not accept the key.' });
      await posHub.location(IDS);
      await posHub.setLocation(IDS, STORE);
      await posHub.importCatalog(IDS, sampleCatalog(), STORE);
      const price = { amount: 250, currency: 'GBP' };
      await posHub.changeOffer(IDS, { kind: 'product', ref: 'P1', available: false, price });
      await posHub.changeOffer(IDS, { kind: 'modifier', ref: 'P1', available: true, price });
      for await (const { fault } of posHub.orders(IDS, 'placed', STORE)) expect(fault).to.equal(undefined);
      await posHub.order(IDS, ORDER_ID, STORE);
      for (const status of ORDER_STATUSES) await posHub.report(IDS, ORDER_ID, { status });
      for (const reason of CANCEL_REASONS) await posHub.report(IDS, ORDER_ID, { status: 'cancelled', reason });
      await posHub.completeInstall({ ...IDS, code: 'a code' });
      hub.clock.time += 3_600_000;
      await posHub.location(IDS);
      hub.clock.time += 3_600_000;
      await posHub.location(IDS);
    } finally {
      await hub.stop();
    }
    const seen = new Set<string>();
    for (const { method, path, body } of [...hub.tokens, ...hub.calls]) {
      const schema = BODIES.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1];
      if (schema !== undefined) check(schema, body);
      else expect(body === undefined || path.endsWith('/pull'), `${method} ${path}`).to.equal(true);
      seen.add(schema ?? '');
    }
    expect([...seen].sort()).to.deep.equal(['', ...BODIES.map(([, schema]) => schema)].sort());
    expect(hub.tokens.map(({ body }) => fieldsOf(body)['grant_type'])).to.deep.equal([
      ...['client_credentials', 'authorization_code', 'client_credentials', 'refresh_token'],
    ]);
  });
});
