import { expect } from 'chai';
import type { CatalogWarning, Selection } from '@poshub-bridge/core';
import { ModifierLists } from '#adapter-square/catalog/modifier-lists.js';
import { isModifierList } from '#adapter-square/catalog/wire-catalog.js';
import { gbp } from '../support/tickets.js';

type List = Parameters<ModifierLists['add']>[0];
type Info = Parameters<ModifierLists['selections']>[0][number];

const modifier = (id: string, data: object = {}, presence: object = {}): object => ({
  type: 'MODIFIER',
  id,
  ...presence,
  modifier_data: { name: id, price_money: gbp(100), ...data },
});
const list = (data: object, modifiers: readonly object[] = ['A', 'B', 'C'].map((id) => modifier(id))): List => {
  const given: unknown = {
    type: 'MODIFIER_LIST',
    id: 'ML',
    modifier_list_data: { name: 'Extras', ...data, modifiers },
  };
  if (!isModifierList(given)) throw new Error('it is no modifier list');
  return given;
};

function read(given: List): {
  readonly group: readonly number[] | undefined;
  readonly prices: readonly number[];
  readonly warnings: readonly CatalogWarning[];
  readonly offer: (info?: Partial<Info>) => Selection | undefined;
} {
  const warnings: CatalogWarning[] = [];
  const place = { location: 'L1', currency: 'GBP', images: new Map(), kitchens: new Set<string>(), warnings };
  const lists = new ModifierLists(place);
  const added = lists.add(given);
  return {
    group: added && [added.group.minimum, added.group.maximum],
    prices: (added?.modifiers ?? []).map(({ price }) => price.amount),
    warnings,
    offer: (info = {}) => lists.selections([{ modifier_list_id: 'ML', ...info }])[0],
  };
}

const min = 'min_selected_modifiers';
const max = 'max_selected_modifiers';

describe('adapter square: modifier lists', () => {
  for (const [said, own, bounds] of [
    ['nothing: no limit', {}, [0, 3]],
    ['-1 and -1: no limit', { [min]: -1, [max]: -1 }, [0, 3]],
    ['0 and 0: no limit', { [min]: 0, [max]: 0 }, [0, 3]],
    ['1 and 1: one', { [min]: 1, [max]: 1 }, [1, 1]],
    ['2 and -1: at least two', { [min]: 2, [max]: -1 }, [2, 3]],
    ['at most 5 of three, once each: three', { [min]: 0, [max]: 5 }, [0, 3]],
    ['at most 5 of three, as often as you like', { [min]: 0, [max]: 5, allow_quantities: true }, [0, 5]],
    ['no limit, as often as you like', { allow_quantities: true }, [0, 100]],
    ['the old word for one', { selection_type: 'SINGLE', [min]: -1, [max]: -1 }, [0, 1]],
    ['the old word, overruled', { selection_type: 'SINGLE', [min]: 0, [max]: 2 }, [0, 2]],
  ] as const)
    it(`read the list’s ${said}`, () => {
      expect(read(list(own)).group).to.deep.equal(bounds);
    });

  for (const [said, info, bounds] of [
    ['nothing: the list’s', {}, [1, 2]],
    ['-1 and -1: the list’s', { [min]: -1, [max]: -1 }, [1, 2]],
    ['0 and 1', { [min]: 0, [max]: 1 }, [0, 1]],
    ['0 and 0: no limit', { [min]: 0, [max]: 0 }, [0, 3]],
    ['1 and -1: at least one', { [min]: 1, [max]: -1 }, [1, 3]],
    ['quantities of its own', { [min]: 0, [max]: 0, allow_quantities: 'YES' }, [0, 100]],
  ] as const)
    it(`read the item’s ${said}`, () => {
      const { minimum, maximum } = read(list({ [min]: 1, [max]: 2 })).offer(info) ?? {};
      expect([minimum, maximum]).to.deep.equal(bounds);
    });

  it('are one and the same for items that ask the same, and for no others', () => {
    const place = { location: 'L1', currency: 'GBP', images: new Map(), kitchens: new Set<string>(), warnings: [] };
    const lists = new ModifierLists(place);
    lists.add(list({}));
    const info = (more: Partial<Info> = {}): Info => ({ modifier_list_id: 'ML', ...more });
    const all = lists.selections([info()]);
    expect(all).to.have.length(1);
    expect(lists.selections([info()])).to.equal(all);
    for (const more of [{ [max]: 2 }, { [min]: 1 }, { allow_quantities: 'YES' }, { enabled: false }])
      expect(lists.selections([info(more)]), JSON.stringify(more)).to.not.deep.equal(all);
    expect(lists.selections([info(), info()])).to.deep.equal([all[0], all[0]]);
    lists.add(list({}, [modifier('A')]));
    expect(lists.selections([info()]), 'another list of that id').to.not.deep.equal(all);
  });

  it('are not offered where the item turned them off', () => {
    expect(read(list({})).offer({ enabled: false })).to.equal(undefined);
  });

  it('hide what is hidden online, unless the item shows it, and what the item hides', () => {
    const { offer } = read(list({}, [modifier('A', { hidden_online: true }), modifier('B')]));
    const shown = (word: string, id: string): unknown =>
      offer({ modifier_overrides: [{ modifier_id: id, hidden_online_override: word }] })?.choices.map(
        (one) => one.modifier,
      );
    expect(offer()?.choices.map((choice) => choice.modifier)).to.deep.equal(['B']);
    expect(shown('NO', 'A')).to.deep.equal(['A', 'B']);
    expect(shown('YES', 'B')).to.equal(undefined);
    expect(shown('NOT_SET', 'A')).to.deep.equal(['B']);
  });

  it('have the location’s prices and stock, and what is not sold there is not in them', () => {
    const here = { location_overrides: [{ location_id: 'L1', price_money: gbp(0), sold_out: true }] };
    const elsewhere = { location_overrides: [{ location_id: 'L2', price_money: gbp(7), sold_out: true }] };
    const given = list({}, [
      modifier('A', here),
      modifier('B', elsewhere),
      modifier('C', {}, { absent_at_location_ids: ['L1'] }),
    ]);
    expect(read(given).prices).to.deep.equal([0, 100]);
  });

  it('cost nothing where no price is set, and are left out where it is in other money', () => {
    const euros = { price_money: { amount: 1, currency: 'EUR' } };
    const { prices, warnings } = read(list({}, [modifier('A', { price_money: null }), modifier('B', euros)]));
    expect(prices).to.deep.equal([0]);
    expect(warnings.map(({ ref }) => ref)).to.deep.equal(['B']);
  });

  it('warn of texts and of what is on by default: POS Hub has neither', () => {
    const text = read(list({ modifier_type: 'TEXT', text_required: true }, []));
    expect(text.group).to.equal(undefined);
    expect(text.warnings[0]).to.have.property('message').that.includes('must be given');
    const preset = read(list({}, [modifier('A', { on_by_default: true })]));
    expect(preset.warnings).to.have.length(1);
  });
});
