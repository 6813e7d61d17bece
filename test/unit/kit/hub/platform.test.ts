import { expect } from 'chai';
import type { SchemaObject } from 'ajv';
import { receivedSchemas } from '#kit/index.js';
import { ajv } from '#kit/hub/validate.js';
import { noDocument, patches, platformSchemas, type PlatformSchemas } from '../../../support/platform-schemas.js';
import { skip } from '../../../support/skip.js';
import { differences } from './compare.js';
import { at, listAt, pizzeria, Talk, textAt } from './talk.js';

const names = Object.keys(receivedSchemas);

const stateSchemas: Record<string, string> = {
  ...{ LOCATION: 'LocationWebhookEvent', ORDER: 'OrderWebhookEvent', ACCOUNT: 'AccountWebhookEvent' },
  ...{ MENU: 'MenuWebhookEvent', DELIVERY: 'DeliveryWebhookEvent', CONNECTION: 'ConnectionWebhookEvent' },
  ...{ CATALOG_PRODUCT: 'CatalogProductWebhookEvent', CATALOG_CATEGORY: 'CatalogCategoryWebhookEvent' },
  ...{ CATALOG_MODIFIER_GROUP: 'CatalogModifierGroupWebhookEvent', CATALOG_MODIFIER: 'CatalogModifierWebhookEvent' },
};

describe('the simulator beside the platform’s own document', () => {
  let platform: PlatformSchemas;
  let talk: Talk;
  before(function () {
    platform = platformSchemas() ?? skip(this, noDocument);
  });
  beforeEach(async () => {
    talk = await Talk.start();
    await talk.api('PUT', '/catalog/import', pizzeria);
  });
  afterEach(() => talk.close());

  const wrong = (schema: string, value: unknown): string[] => platform.validator(schema)(value);

  it('reads the document with no change but the listed patches', () => {
    expect(patches.map(({ schema, path }) => [schema, ...path].join('.'))).to.deep.equal([
      'ConnectionEntity.required',
      'OrderEntity.properties.freindlyId',
      'CatalogImportProductEntity.properties.parentId',
      'CatalogProductEntity.properties.parentId',
      'CatalogProductPatchEntity.properties.parentId',
    ]);
    expect(() => platform.validator('NoSuchEntity')).to.throw('no schema NoSuchEntity');
    expect(wrong('ErrorResponse', {})).to.have.length(1);
  });

  it('differs in what it takes only where it is stricter on purpose', () => {
    const found = Object.entries(receivedSchemas).flatMap(([name, mine]) =>
      differences(mine, platform.schema(name), (ref) => platform.schema(ref)).map(
        (difference) => `${name}${difference}`,
      ),
    );
    const strict = found.filter(
      (line) => !/(startTime|endTime): pattern|phoneNumber: pattern|timezone: format/.test(line),
    );
    expect(strict).to.deep.equal([]);
    expect(found).to.include('LocationPatchEntity/phoneNumber: pattern');
  });

  it('issues tokens and refuses them as documented', async () => {
    const token = await talk.getToken();
    expect(wrong('TokenResponse', token.body)).to.deep.equal([]);
    const refused = await talk.getToken({ client_secret: 'wrong' });
    expect(wrong('OAuth2ErrorResponse', refused.body)).to.deep.equal([]);
    const error = await talk.api('PATCH', '', { no: 'such key' });
    expect(wrong('ErrorResponse', error.body)).to.deep.equal([]);
  });

  it('answers with documented entities, one by one and in lists', async () => {
    const order = await talk.order({ sample: 'delivery' });
    await talk.api('PATCH', `/orders/${order}`, { status: 'CANCELLED', cancellationReason: 'TOO_BUSY' });
    const connection = textAt((await talk.admin('GET', '/connections')).body, 'data.0.id');
    const product = textAt((await talk.api('GET', '/catalog/products')).body, 'data.0.id');
    const answers: [string, string][] = [
      ['', 'GetLocationByIdResponse'],
      [`/connections/${connection}`, 'GetConnectionByIdResponse'],
      ['/connections', 'ListConnectionsResponse'],
      [`/orders/${order}`, 'GetOrderByIdResponse'],
      ['/orders?limit=1', 'ListOrdersResponse'],
      [`/catalog/products/${product}`, 'getAccountProductByIdResponse'],
      ['/catalog/products?limit=1', 'ListProductsResponse'],
      ['/catalog/modifiers', 'ListCatalogModifiersResponse'],
      ['/catalog/modifier-groups', 'ListAccountCatalogModifierGroupsResponse'],
      ['/catalog/categories', 'ListCatalogCategoriesResponse'],
    ];
    for (const [path, schema] of answers) {
      const { body } = await talk.api('GET', path);
      expect(body, path).to.have.property('data').that.is.not.empty;
      expect(wrong(schema, body), path).to.deep.equal([]);
    }
  });

  for (const sample of ['pickup', 'delivery', 'dine-in', 'in-store', 'waiting']) {
    it(`sends a documented event for a sample order: ${sample}`, async () => {
      await talk.order({ sample });
      await talk.settled();
      expect(talk.hooks).to.have.length(1);
      expect(wrong('OrderWebhookEvent', talk.hooks[0]?.body)).to.deep.equal([]);
    });
  }

  for (const [objectType, schema] of Object.entries(stateSchemas)) {
    it(`sends documented ${objectType} events on demand, with a catalog and without`, async () => {
      for (const locationId of talk.hub.locationIds)
        for (const eventType of ['INSERT', 'REMOVE'])
          await talk.admin('POST', '/events', { objectType, eventType, locationId });
      await talk.settled();
      expect(talk.hooks).to.have.length(4);
      for (const { body } of talk.hooks) {
        expect(wrong(schema, body)).to.deep.equal([]);
        expect(at(body, 'newState.id') ?? at(body, 'previousState.id')).to.be.a('string');
      }
    });
  }

  const judged: [string, unknown, boolean][] = [
    ['CatalogImportEntity', pizzeria, true],
    ['CatalogImportEntity', { ...pizzeria, products: undefined }, false],
    ['CatalogImportEntity', { categories: [], modifiers: [], modifierGroups: [], products: [], menus: [] }, false],
    ['CatalogImportEntity', { ...pizzeria, products: [{ ...pizzeria.products[0], price: 1e9 }] }, false],
    ['CatalogImportEntity', { ...pizzeria, products: [{ ...pizzeria.products[0], parentId: 'margherita' }] }, true],
    ['CatalogImportEntity', { ...pizzeria, location: { currency: 'JPY' } }, false],
    ['CatalogProductPatchEntity', { price: 100, showOnline: false }, true],
    ['CatalogProductPatchEntity', { posReference: 'x' }, false],
    [
      'CatalogProductPatchEntity',
      { nutritionalInfo: { allergens: ['NO ALLERGENS'], additive: ['FLAVOURE_ENHANCER'] } },
      true,
    ],
    ['CatalogProductPatchEntity', { nutritionalInfo: { allergens: ['NO_ALLERGENS'] } }, false],
    ['CatalogModifierPatchEntity', { price: 0.5 }, false],
    ['CatalogModifierPatchEntity', { originalImageUrl: 'no address' }, false],
    ['CatalogModifierGroupPatchEntity', { modifiers: [{ id: 'not a uuid', name: 'x', price: 1 }] }, false],
    ['CatalogCategoryPatchEntity', { position: 1.5, description: 'x' }, true],
    ['LocationPatchEntity', { autoCloseOrdersAfter: 1799 }, false],
    ['LocationPatchEntity', { taxRates: [{ name: 'VAT', posReference: 'v', rate: 20_000, note: 'open' }] }, true],
    ['ConnectionPatchEntity', { status: 'FAILED', failureReason: 'x' }, true],
    ['ConnectionPatchEntity', { status: 'failed' }, false],
    ['OrderPatchEntity', { status: 'ACCEPTED' }, true],
    ['OrderPatchEntity', { status: 'ACCEPTED', acceptedAt: '2026-01-01T00:00:00Z' }, false],
    ['OrderPatchEntity', { driver: { lastName: 'without a first one' } }, false],
  ];

  it('judges the same bodies valid and invalid', () => {
    for (const [name, body, valid] of judged) {
      const clean: unknown = JSON.parse(JSON.stringify(body));
      const told = `${name} ${JSON.stringify(body)}`;
      const mine: SchemaObject | undefined = Object.entries(receivedSchemas).find(([key]) => key === name)?.[1];
      expect(ajv.validate(mine ?? false, clean), `here: ${told}`).to.equal(valid);
      expect(wrong(name, clean).length === 0, `the platform: ${told}`).to.equal(valid);
    }
    expect([...new Set(judged.map(([name]) => name))]).to.have.members(names);
  });

  it('stores products as the platform documents them', async () => {
    const stored = await talk.admin('GET', `/locations/${talk.hub.locationIds[0] ?? ''}/catalog`);
    for (const product of listAt(stored.body, 'data.products'))
      expect(wrong('CatalogProductEntity', product)).to.deep.equal([]);
  });
});
