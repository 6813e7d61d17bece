import { expect } from 'chai';
import { examine, REQUIREMENTS, tillRig, type Result } from '@poshub-bridge/testkit';
import type { PosAdapter } from '@poshub-bridge/core';
import { untouched } from './support/breaking.js';
import { BROKEN } from './support/broken-adapters.js';
import { programOf } from '#kit/conformance/host-access.js';

function tried(id: string, adapter: PosAdapter, use?: string): Promise<Result> {
  const requirement = REQUIREMENTS.find((one) => one.id === id);
  if (requirement === undefined) throw new Error(`there is no requirement ${id}`);
  return examine(requirement, adapter, tillRig, use === undefined ? undefined : { use, program: programOf() });
}

describe('The conformance kit finds an adapter that', () => {
  for (const { mistake, adapter, id, says, module } of BROKEN)
    it(mistake, async () => {
      const { outcome, expected = '', seen = '' } = await tried(id, adapter, module);
      expect(outcome).to.equal('failed');
      expect(`${expected}, but ${seen}`).to.match(says);
    });
});

describe('The conformance kit lets the untouched adapter pass', () => {
  // What concerns the whole bridge is tried with the till in test/contract.
  for (const id of new Set(BROKEN.filter(({ module }) => module === undefined).map((one) => one.id)))
    it(id, async () => {
      const { outcome, seen } = await tried(id, untouched);
      expect(outcome, seen).to.equal(id.endsWith('unclaimed') ? 'not applicable' : 'passed');
    });
});
