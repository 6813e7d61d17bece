import { expect } from 'chai';
import till from '@poshub-bridge/adapter-till';
import { Fault, type PosAdapter } from '@poshub-bridge/core';
import {
  certify,
  examine,
  NoRig,
  REQUIREMENTS,
  tillRig,
  Unable,
  type Requirement,
  type Rig,
  type Skip,
} from '@poshub-bridge/testkit';
import { applySkip, strayOf } from '#kit/conformance/run.js';
import { claims } from '#kit/conformance/requirement.js';
import { demand } from '#kit/conformance/verdict.js';
import { broken, untouched } from './support/breaking.js';

const requirement = (changes: Partial<Requirement> = {}): Requirement => ({
  id: 'orders.made-up',
  title: 'does something',
  why: 'A test asks for it.',
  run: () => undefined,
  ...changes,
});
const skip: Skip = { id: 'orders.made-up', reason: 'not yet', until: '2026-06-30' };

describe('A requirement', () => {
  it('passes when nothing is thrown, on a fake that is stopped afterwards', async () => {
    let stopped = 0;
    const rig: Rig = {
      ...tillRig,
      start: async () => {
        const fake = await tillRig.start();
        return { ...fake, stop: async () => fake.stop().then(() => void (stopped += 1)) };
      },
    };
    expect((await examine(requirement(), untouched, rig)).outcome).to.equal('passed');
    expect(stopped).to.equal(1);
  });

  it('fails with what was expected and what was seen', async () => {
    const result = await examine(requirement({ run: () => demand(false, 'one', 'there are two') }), untouched, tillRig);
    expect(result).to.include({ outcome: 'failed', expected: 'one', seen: 'there are two' });
  });

  it('fails when something else goes wrong', async () => {
    const run = (): void => {
      throw new TypeError('oh');
    };
    const result = await examine(requirement({ run }), untouched, tillRig);
    expect(result).to.include({ outcome: 'failed' });
    expect(result.seen).to.match(/^there was TypeError: oh \(conformance\/run\.test\.[jt]s:\d+\)$/);
  });

  it('is not applicable where the capability is not claimed, the fake can’t, or the host is not known', async () => {
    const reasonOf = async (one: Requirement): Promise<string | undefined> => {
      const { outcome, reason } = await examine(one, untouched, tillRig);
      expect(outcome).to.equal('not applicable');
      return reason;
    };
    expect(await reasonOf(requirement({ needs: [claims('catalog.changes')] }))).to.equal(
      'catalog.changes is not claimed',
    );
    expect(await reasonOf(requirement({ fake: ['expire'] }))).to.match(
      /^the local till can’t: its API keys never end$/,
    );
    expect(await reasonOf(requirement({ bridge: true }))).to.match(/how a configuration names/);
    const run = (): void => {
      throw new Unable('no room');
    };
    expect(await reasonOf(requirement({ run }))).to.equal('the local till: no room');
  });
});

describe('What goes wrong on the way is said in one line', () => {
  const TAKEN = REQUIREMENTS.find(({ id }) => id === 'orders.taken') ?? requirement();
  const said = async (adapter: PosAdapter, rig = tillRig, one = TAKEN): Promise<string> => {
    const { outcome, expected, seen } = await examine(one, adapter, rig);
    expect(outcome).to.equal('failed');
    const line = `expected ${expected ?? ''}, but ${seen ?? ''}`;
    expect(line).to.not.include('\n');
    return line;
  };

  it('which method threw a fault, or something else', async () => {
    const full = (): never => {
      throw new Fault('vendor.refused', { detail: 'no more than ten' });
    };
    expect(await said(broken(() => ({ submit: () => Promise.reject(new Fault('vendor.refused')) })))).to.equal(
      'expected nothing to go wrong on the way, but submit threw vendor.refused',
    );
    expect(await said(broken(() => ({ stores: full })))).to.include('stores threw vendor.refused (no more than ten)');
    const typo = (): never => {
      throw new TypeError('items is not iterable');
    };
    expect(await said(broken(() => ({ catalog: typo })))).to.match(
      /catalog threw TypeError: items is not iterable \(conformance\/run\.test\.[jt]s:\d+\)$/,
    );
    expect(
      await said(
        broken((system) => ({
          catalog: async function* (session) {
            yield* system.catalog(session);
            throw new Fault('catalog.incomplete');
          },
        })),
      ),
    ).to.include('catalog threw catalog.incomplete');
  });

  it('which method is missing, and where it is asked for first', async () => {
    const create: PosAdapter['create'] = (context) => {
      const system = untouched.create(context);
      for (const name of ['submit', 'find']) Reflect.deleteProperty(system, name);
      return system;
    };
    const adapter: PosAdapter = { ...untouched, create };
    expect(await said(adapter)).to.equal(
      'expected create() to give an object with the method submit, but there is none: write it',
    );
    const all = REQUIREMENTS.find(({ id }) => id === 'manifest.methods') ?? requirement();
    expect(await said(adapter, tillRig, all)).to.match(/but submit, find is missing: write it, and let it throw/);
  });

  it('what create() or hosts() threw, or gave', async () => {
    const create = (): never => {
      throw new TypeError('Cannot read properties of undefined');
    };
    expect(await said({ ...untouched, create })).to.match(
      /the adapter’s create\(context\) not to throw, but it threw TypeError: Cannot read properties of undefined \(/,
    );
    const hosts = (): never => {
      throw new Fault('config.invalid', { detail: 'settings.baseUrl is no address' });
    };
    expect(await said({ ...untouched, hosts })).to.include('hosts(settings) not to throw, but it threw config.invalid');
  });

  it('what the rig threw', async () => {
    const start = (): Promise<never> => Promise.reject(new Error('listen EADDRINUSE'));
    expect(await said(untouched, { ...tillRig, start })).to.match(
      /the rig’s start\(\) to give a fake; mend the rig, but it threw Error: listen EADDRINUSE/,
    );
  });
});

describe('A skip', () => {
  const result = (outcome: 'passed' | 'failed' | 'not applicable') => ({
    ...{ id: skip.id, title: 't', why: 'w', outcome, seen: 'it is broken', milliseconds: 1 },
  });

  it('lasts until its day, and fails afterwards', () => {
    expect(applySkip(result('failed'), skip, '2026-06-30').outcome).to.equal('skipped');
    const late = applySkip(result('failed'), skip, '2026-07-01');
    expect(late.outcome).to.equal('failed');
    expect(late.seen).to.include('it is broken');
  });

  it('fails without a day that can be read', () => {
    expect(applySkip(result('failed'), { ...skip, until: 'soon' }, '2026-01-01').outcome).to.equal('failed');
  });

  it('fails once it is not needed any more', () => {
    expect(applySkip(result('passed'), skip, '2026-01-01').outcome).to.equal('failed');
    expect(applySkip(result('not applicable'), skip, '2026-01-01').outcome).to.equal('not applicable');
  });

  it('must name a requirement', () => {
    expect(strayOf([skip, { ...skip, id: 'nothing' }], [requirement()])).to.have.lengthOf(1);
  });
});

describe('certify', () => {
  async function said(more: object): Promise<{ readonly code: number; readonly text: string }> {
    let text = '';
    const print = (part: string): void => void (text += part);
    const code = await certify({
      adapter: untouched,
      use: 'till',
      program: '',
      only: 'manifest.contract',
      print,
      ...more,
    });
    return { code, text };
  }

  it('prints what each requirement asks, why, and what came of it', async () => {
    const { code, text } = await said({});
    expect(code).to.equal(0);
    expect(text).to.match(/ok +manifest\.contract +names the versions.*\n +why: The host refuses/);
    expect(text).to.match(/1 passed, 0 failed, 0 skipped, 0 not applicable/);
  });

  it('prints one JSON object, and gives 1 where something failed', async () => {
    const adapter = { ...untouched, manifest: { ...till.manifest, contract: '^9.0.0' } };
    const { code, text } = await said({ adapter, json: true });
    expect(code).to.equal(1);
    const parsed: unknown = JSON.parse(text);
    expect(parsed).to.have.nested.property('results[0].outcome', 'failed');
    expect(parsed).to.have.nested.property('adapter.id', 'till');
  });

  it('takes the rig and the skips of the adapter’s own package', async () => {
    const companion = {
      default: { ...tillRig, name: 'their own fake' },
      skips: [{ ...skip, id: 'manifest.contract' }],
    };
    const { code, text } = await said({ companion });
    expect(text).to.include('against their own fake');
    expect(text).to.include('a skip to be removed once it is not needed');
    expect(code).to.equal(1);
  });

  it('complains where there is no rig, or nothing of that name', async () => {
    const other = { ...untouched, manifest: { ...till.manifest, id: 'acme' } };
    for (const more of [{ adapter: other }, { companion: { default: {} } }, { only: 'nothing' }])
      await said(more).then(
        () => expect.fail('it did not complain'),
        (error: unknown) => expect(error).to.be.instanceOf(NoRig),
      );
  });
});
