import { expect } from 'chai';
import { CatalogAssembly, type Catalog, type CatalogWarning, type Product } from '@poshub-bridge/core';
import { faultIn } from '../../pos-hub/support/faults.js';
import { startRig, type Rig } from '../support/rig.js';

describe('adapter lightspeed-k: catalog', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig();
  });
  afterEach(() => rig.close());

  /** Reads it as the host does. */
  async function readAll(): Promise<{ readonly catalog: Catalog; readonly warnings: readonly CatalogWarning[] }> {
    const assembly = new CatalogAssembly('GBP');
    for await (const part of rig.system.catalog(rig.london)) assembly.add(part);
    return assembly.finish();
  }
  function productIn({ products }: Catalog, ref: string): Product {
    const found = products.find((product) => product.ref === ref);
    if (found === undefined) throw new Error(`there is no product ${ref}`);
    return found;
  }

  it('makes one catalog of all menus: a SKU in two places is one product in both categories', async () => {
    const { catalog } = await readAll();
    const { categories, price } = productIn(catalog, 'MARG-L');
    expect(price).to.deep.equal({ amount: 1200, currency: 'GBP' });
    const names = categories.map((ref) => catalog.categories.find((one) => one.ref === ref)?.name);
    expect(names).to.deep.equal(['Pizza', 'Dinner']);
    expect(catalog.categories.map(({ name }) => name)).to.include('Pizza – Hot ones');
    expect(catalog.products.filter(({ ref }) => ref === 'COLA')).to.have.length(1);
  });

  it('reads texts, allergens and alcohol', async () => {
    const { catalog } = await readAll();
    expect(productIn(catalog, 'MARG-L')).to.deep.include({
      ...{ name: 'Margherita', description: 'Tomato & mozzarella', nutrition: { allergens: ['gluten', 'milk'] } },
    });
    expect(productIn(catalog, 'BEER').containsAlcohol).to.equal(true);
  });

  it('offers modifiers with their bounds, combos with what they cost there, and instructions', async () => {
    const { catalog } = await readAll();
    const bounds = productIn(catalog, 'MARG-L').selections.map(({ group, minimum, maximum }) => [
      group,
      minimum,
      maximum,
    ]);
    expect(bounds).to.deep.equal([
      ['modifiers:CRUST', 1, 1],
      ['modifiers:TOPPINGS', 0, 5],
      ['instructions:1101', 0, 1],
      ['instructions:1102', 0, 2],
    ]);
    const modifier = (ref: string): number | undefined =>
      catalog.modifiers.find((one) => one.ref === ref)?.price.amount;
    expect(['XCHEESE', 'BEER', 'WEDGES', 'COLA', 'instruction:236025632784492'].map(modifier)).to.deep.equal([
      ...[120, 199, 50, 0, 0],
    ]);
    const [side] = productIn(catalog, 'MEAL').selections;
    const fries = side?.choices.find((choice) => choice.modifier === 'FRIES');
    expect(fries?.selections.map(({ group }) => group)).to.deep.equal(['modifiers:DIPS']);
  });

  it('leaves out what stands for charges, and says so', async () => {
    const { catalog, warnings } = await readAll();
    expect(catalog.products.map(({ ref }) => ref)).to.not.include('DELIVERY-FEE');
    expect(warnings.map(({ ref }) => ref)).to.include.members(['DELIVERY-FEE', 'SERVICE', 'CHARGE']);
  });

  it('shows what is sold out as such, however many there are', async () => {
    const businessLocationId = Number(rig.london.store.ref);
    for (const [sku, count] of [
      ['COLA', 0],
      ['21', 5],
      ['OLIVES', 0],
    ] as const)
      await rig.admin('PUT', '/stock', { businessLocationId, sku, count });
    const { catalog } = await readAll();
    expect(productIn(catalog, 'COLA').available).to.equal(false);
    expect(productIn(catalog, '21').available).to.equal(true);
    expect(catalog.modifiers.filter(({ available }) => !available).map(({ ref }) => ref)).to.have.members([
      ...['COLA', 'OLIVES'],
    ]);
  });

  it('reads whole or not at all', async () => {
    for (const [kind, path] of [
      ['status', '/o/op/2/menu/load/*'],
      ['html', '/o/op/1/menu/list'],
      ['status', '/o/op/1/itemAvailability'],
    ] as const) {
      await rig.fault(kind, { path, times: 1 });
      expect((await faultIn(readAll())).side, path).to.equal('vendor');
    }
  });
});
