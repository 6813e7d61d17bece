import adapter from '@poshub-bridge/adapter-till';
import type { AdapterManifest, Capabilities } from '@poshub-bridge/core';
import { examine, REQUIREMENTS, tillRig } from '@poshub-bridge/testkit';
import { expect } from 'chai';
import { broken } from '../support/breaking.js';

const { manifest } = adapter;

function claiming(orders: Partial<Capabilities['orders']>): AdapterManifest {
  const { capabilities } = manifest;
  return { ...manifest, capabilities: { ...capabilities, orders: { ...capabilities.orders, ...orders } } };
}

const NO_FIELDS: Partial<Capabilities['orders']> = {
  ...{ lineNoteLength: 0, optionDepth: 0, optionQuantities: false, fulfilments: [] },
  ...{
    charges: false,
    tips: false,
    discounts: false,
    taxes: false,
    unpaid: false,
    scheduled: false,
    customer: false,
    address: false,
  },
};

const FEW_FIELDS: Partial<Capabilities['orders']> = {
  ...{ lineNoteLength: 100, optionDepth: 1, optionQuantities: false, fulfilments: ['pickup', 'delivery'] },
  ...{ tips: false, taxes: false, address: false },
};

/** Nothing of an order may be lost at a till that has no fields for it: the bridge writes it into the note. */
for (const [till, fields] of [
  ['no fields', NO_FIELDS],
  ['few fields', FEW_FIELDS],
] as const)
  describe(`The orders of the corpus, at a till of ${till}`, () => {
    const poor = broken(() => ({}), claiming(fields));
    for (const requirement of REQUIREMENTS.filter(({ id }) => id.startsWith('order:')))
      it(requirement.title, async () => {
        const { outcome, seen } = await examine(requirement, poor, tillRig);
        expect(outcome, seen).to.be.oneOf(['passed', 'not applicable']);
      });
  });
