import { expect } from 'chai';
import { CatalogAssembly } from '@poshub-bridge/core';
import { Menu } from '#adapter-till/catalog/menu.js';
import { openingsOf } from '#adapter-till/catalog/hours.js';
import { faultOf } from '../../pos-hub/support/faults.js';

const group = (id: string, modifiers: readonly string[]): { kind: string; id: string } => ({
  ...{ kind: 'modifier_group', id, name: id, version: 1, position: 0, min: 0, max: 1 },
  ...{ modifier_ids: modifiers },
});
const modifier = (id: string, groups: readonly string[] = []): { kind: string; id: string } => ({
  ...{ kind: 'modifier', id, name: id, version: 1, position: 0, price: 10, allergens: [], alcohol: false },
  ...{ modifier_group_ids: groups },
});
const product = (changes: object): { kind: string; id: string } => ({
  ...{ kind: 'product', id: 'P', name: 'P', version: 1, description: '', price: 100, variants: [], category_ids: [] },
  ...{ modifier_groups: [], allergens: [], dietary: [], calories: null, alcohol: false, hidden: false },
  ...{ image_url: null, position: 0 },
  ...changes,
});

describe('adapter till: menus that the till may have one day', () => {
  it('passes over kinds that it does not know, with a warning', () => {
    const part = new Menu('GBP', new Set()).add([{ kind: 'bundle', id: 'B1' }]);
    expect(part.warnings?.map(({ ref }) => ref)).to.deep.equal(['B1']);
  });

  it('does not guess at a product that has another form', () => {
    const menu = new Menu('GBP', new Set());
    const fault = faultOf(() => menu.add([product({ price: '1.00' })]));
    expect(fault.code).to.equal('vendor.unreadable');
    expect(fault.detail).to.contain('P');
  });

  it('does not mind fields that it does not know', () => {
    const menu = new Menu('GBP', new Set());
    menu.add([product({ colour: 'red' })]);
    expect(menu.products().products).to.have.length(1);
  });

  it('leaves out what has no price at all, with a warning', () => {
    const menu = new Menu('GBP', new Set());
    menu.add([product({ price: null })]);
    const { products, warnings } = menu.products();
    expect(products).to.deep.equal([]);
    expect(warnings?.map(({ ref }) => ref)).to.deep.equal(['P']);
  });

  it('comes to an end where groups open each other in a circle, and says where', () => {
    const menu = new Menu('GBP', new Set());
    menu.add([product({ modifier_groups: [{ id: 'G1' }] })]);
    menu.add([group('G1', ['M1']), modifier('M1', ['G2']), group('G2', ['M2']), modifier('M2', ['G1'])]);
    const { products, warnings } = menu.products();
    expect(products?.[0]?.selections[0]?.choices[0]?.selections[0]).to.deep.include({ group: 'G2' });
    expect(warnings?.map(({ ref }) => ref)).to.deep.equal(['M2']);
  });

  it('stays small where many modifiers open the same groups on many levels', () => {
    const levels = 25;
    const menu = new Menu('GBP', new Set());
    for (let level = 0; level < levels; level += 1) {
      const modifiers = Array.from({ length: 10 }, (_, index) => `M${level}-${index}`);
      menu.add([group(`G${level}`, modifiers), ...modifiers.map((id) => modifier(id, [`G${level + 1}`]))]);
    }
    menu.add([group(`G${levels}`, []), product({ modifier_groups: [{ id: 'G0' }] })]);
    expect(menu.products().products?.[0]?.selections[0]?.choices).to.have.length(10);
  });

  it('leaves references that lead nowhere for core to warn of', () => {
    const menu = new Menu('GBP', new Set());
    const assembly = new CatalogAssembly('GBP');
    assembly.add(menu.add([product({ modifier_groups: [{ id: 'gone' }], category_ids: ['away'] })]));
    assembly.add(menu.products());
    const { catalog, warnings } = assembly.finish();
    expect(catalog.products[0]).to.deep.include({ selections: [], categories: [] });
    expect(warnings).to.have.length(2);
  });

  it('says the same stretch of opening hours once', () => {
    const lunch = { day: 'monday', from: '12:00', to: '14:00' } as const;
    expect(openingsOf([lunch, lunch])).to.deep.equal([lunch]);
  });
});
