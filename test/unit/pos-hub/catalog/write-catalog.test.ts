import { expect } from 'chai';
import fc from 'fast-check';
import { isFault, type Catalog, type Product } from '@poshub-bridge/core';
import { createHubWire } from '#pos-hub/index.js';
import { noDocument, platformSchemas } from '../../../support/platform-schemas.js';
import { skip } from '../../../support/skip.js';
import { catalogs, sampleCatalog } from '../support/catalogs.js';
import { faultOf } from '../support/faults.js';
import { STORE, type Fields } from '../support/orders.js';
import { settingsOf } from '../support/settings.js';

const write = (catalog: Catalog, section: Fields = {}): unknown =>
  createHubWire(settingsOf(section)).writeCatalog(catalog, STORE);

const allParts = ['posReference', 'name', 'timezone', 'currency', 'businessHours', 'taxRates'];

function withProduct(changes: Partial<Product>): Catalog {
  const catalog = sampleCatalog();
  const [first, ...others] = catalog.products;
  if (first === undefined) throw new Error('no product');
  return { ...catalog, products: [{ ...first, ...changes }, ...others] };
}

describe('a catalog for POS Hub', () => {
  it('is a CatalogImport, bare', () => {
    expect(write(sampleCatalog())).to.deep.equal({
      location: {
        posReference: 'S1',
        businessHours: [{ weekday: 'FRIDAY', timePeriods: [{ startTime: '00:00', endTime: '23:59' }] }],
        taxRates: [
          { posReference: 'T1', name: 'VAT', type: 'PERCENTAGE', rate: 200_000, inclusive: true, isDefault: true },
        ],
      },
      categories: [
        {
          posReference: 'C1',
          name: 'Burgers',
          showOnline: true,
          position: 1,
          originalImageUrl: 'https://cdn.test/c.jpg',
        },
      ],
      modifiers: [
        { posReference: 'M1', name: 'Cheese', price: 100, showOnline: true },
        { posReference: 'M2', name: 'Rind', price: 0, showOnline: false },
      ],
      modifierGroups: [
        {
          posReference: 'G1',
          name: 'Extras',
          minPermitted: 0,
          maxPermitted: 3,
          modifiers: [{ id: 'M1', name: 'Cheese', price: 100 }],
        },
        {
          posReference: 'G2',
          name: 'Which cheese',
          posVersion: '7',
          minPermitted: 1,
          maxPermitted: 1,
          modifiers: [{ id: 'M2', name: 'Rind', price: 0 }],
        },
      ],
      products: [
        {
          posReference: 'P1',
          name: 'Burger',
          description: 'With everything.',
          type: 'PRODUCT',
          price: 1000,
          showOnline: true,
          containsAlcohol: false,
          nutritionalInfo: {
            allergens: ['SULPHUR_DIOXIDE_SULPHITES', 'MILK'],
            dietaryRestriction: 'VEGETARIAN',
            spiciness: 'VERY_HOT',
            calories: { lowerRange: 500, upperRange: 600 },
          },
          categories: ['C1'],
          modifierGroups: ['G1'],
          selections: [
            {
              posReference: 'G1',
              minPermitted: 0,
              maxPermitted: 3,
              modifiers: [
                {
                  posReference: 'M1',
                  price: 90,
                  selections: [
                    { posReference: 'G2', minPermitted: 1, maxPermitted: 1, modifiers: [{ posReference: 'M2' }] },
                  ],
                },
              ],
            },
          ],
          serviceAvailability: [
            { weekday: 'MONDAY', timePeriods: [{ startTime: '09:00', endTime: '11:30' }] },
            {
              weekday: 'SUNDAY',
              timePeriods: [
                { startTime: '12:00', endTime: '16:00' },
                { startTime: '18:00', endTime: '23:59' },
              ],
            },
          ],
        },
        {
          posReference: 'P2',
          name: 'Large burger',
          type: 'VARIANT',
          parentId: 'P1',
          price: 1200,
          showOnline: true,
          categories: [],
          modifierGroups: [],
          selections: [],
        },
      ],
    });
  });

  it('says that an item is free of allergens only where it is', () => {
    const of = (allergens: readonly ('none' | 'milk')[]): unknown => write(withProduct({ nutrition: { allergens } }));
    expect(of(['none'])).to.have.nested.property('products[0].nutritionalInfo.allergens[0]', 'NO ALLERGENS');
    expect(of(['none', 'milk']))
      .to.have.nested.property('products[0].nutritionalInfo.allergens')
      .deep.equal(['MILK']);
    expect(of([])).not.to.have.nested.property('products[0].nutritionalInfo');
  });

  it('does not sell what has no hours at all', () => {
    const wire = write(withProduct({ hours: [] }));
    expect(wire).to.have.nested.property('products[0].showOnline', false);
    expect(wire).not.to.have.nested.property('products[0].serviceAvailability');
  });

  it('follows the settings where POS Hub’s document is silent', () => {
    const catalog = { taxScale: 1_000, groupModifiers: 'none', variantParent: 'none' };
    const wire = write(sampleCatalog(), { catalog, location: { send: allParts } });
    expect(wire).to.have.nested.property('location.taxRates[0].rate', 20_000);
    expect(wire).to.have.nested.property('location.timezone', 'Europe/London');
    expect(wire).to.have.nested.property('location.currency', 'GBP');
    expect(wire).to.have.nested.property('modifierGroups[0].modifiers').with.length(0);
    expect(wire).not.to.have.nested.property('products[1].parentId');
    expect(write(sampleCatalog(), { location: { send: [] } })).not.to.have.property('location');
    expect(write(sampleCatalog({ taxRates: [] }))).not.to.have.nested.property('location.taxRates');
  });

  it('leaves out a currency that POS Hub does not have', () => {
    const wire = createHubWire(settingsOf({ location: { send: ['currency'] } }));
    expect(wire.writeCatalog(sampleCatalog(), { ...STORE, currency: 'CHF' })).not.to.have.property('location');
  });

  it('is refused, naming entry and field, rather than sent with a value that POS Hub can’t take', () => {
    const gbp = (amount: number): { amount: number; currency: string } => ({ amount, currency: 'GBP' });
    const cases: readonly (readonly [Catalog, string])[] = [
      [withProduct({ price: gbp(1_000_000_000) }), 'products “P1”: POS Hub can’t take its price'],
      [withProduct({ price: gbp(-1) }), 'products “P1”: POS Hub can’t take its price'],
      [withProduct({ price: gbp(0.5) }), 'products “P1”: POS Hub can’t take its price'],
      [withProduct({ price: { amount: 1, currency: 'EUR' } }), 'products “P1”: a price is in another currency'],
      [withProduct({ name: ' ' }), 'products “P1”: POS Hub can’t take its name'],
      [withProduct({ position: NaN }), 'products “P1”: POS Hub can’t take its position'],
      [
        withProduct({ hours: [{ day: 'monday', from: '10:00', to: '24:00' }] }),
        'products “P1”: POS Hub can’t take its serviceAvailability[0].timePeriods[0].endTime',
      ],
      [
        withProduct({ selections: [{ group: 'G1', minimum: 0, maximum: 101, choices: [] }] }),
        'products “P1”: POS Hub can’t take its selections[0].maxPermitted',
      ],
      [
        withProduct({
          selections: [
            { group: 'G1', minimum: 0, maximum: 1, choices: [] },
            { group: 'G1', minimum: 0, maximum: 1, choices: [{ modifier: 'M1', price: gbp(-1), selections: [] }] },
          ],
        }),
        'products “P1”: POS Hub can’t take its selections[1].modifiers[0].price',
      ],
      [
        sampleCatalog({ modifierGroups: [{ ref: 'G1', name: 'Extras', minimum: 0, maximum: 1, modifiers: ['M9'] }] }),
        'modifierGroups “G1”: a modifier is not in the catalog',
      ],
      [
        sampleCatalog({ taxRates: [{ ref: 'T', name: 'VAT', millionths: 1.5, inclusive: true, isDefault: true }] }),
        'POS Hub can’t take location.taxRates[0].rate',
      ],
    ];
    for (const [catalog, detail] of cases) {
      const fault = faultOf(() => write(catalog));
      expect([fault.code, fault.detail]).to.deep.equal(['catalog.incomplete', detail]);
    }
  });

  it('is valid by POS Hub’s own document, whatever the catalog and the settings', function () {
    const check = platformSchemas()?.validator('CatalogImportEntity');
    if (check === undefined) return skip(this, noDocument);
    const sections = fc.record({
      catalog: fc.record({
        taxScale: fc.constantFrom(1_000, 10_000),
        groupModifiers: fc.constantFrom('posReference', 'none'),
        variantParent: fc.constantFrom('posReference', 'none'),
      }),
      location: fc.record({ send: fc.subarray(allParts) }),
    });
    const judge = (catalog: Catalog, section: Fields): void => {
      const body: unknown = JSON.parse(JSON.stringify(write(catalog, section)));
      expect(check(body)).to.deep.equal([]);
    };
    judge(sampleCatalog(), {});
    fc.assert(fc.property(catalogs, sections, judge));
  }).timeout(30_000);

  it('is never invalid, however broken the catalog', function () {
    const check = platformSchemas()?.validator('CatalogImportEntity');
    if (check === undefined) return skip(this, noDocument);
    const numbers = fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger());
    const broken = fc.record(
      {
        name: fc.string(),
        ref: fc.string(),
        position: numbers,
        price: fc.record({ amount: numbers, currency: fc.constantFrom('GBP', 'JPY') }),
        selections: fc.array(
          fc.record({ group: fc.string(), minimum: numbers, maximum: numbers, choices: fc.constant([]) }),
        ),
        hours: fc.array(fc.record({ day: fc.constant('monday' as const), from: fc.string(), to: fc.string() })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(broken, (changes) => {
        try {
          return check(JSON.parse(JSON.stringify(write(withProduct(changes))))).length === 0;
        } catch (error) {
          return isFault(error) && error.code === 'catalog.incomplete';
        }
      }),
      { numRuns: 300 },
    );
  }).timeout(30_000);
});
