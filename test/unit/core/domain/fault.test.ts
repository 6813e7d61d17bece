import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { FAULTS, Fault, asFault, isFault, isFaultCode, reportFault, type FaultCode } from '@poshub-bridge/core';

/** Operators build alerts on these: a code may be added, none may be renamed or removed. */
const CODES = [
  'alert.not_taken',
  'bridge.broken',
  'catalog.incomplete',
  'catalog.too_many_removed',
  'catalog.unavailable',
  'config.adapter_unusable',
  'config.invalid',
  'config.secret_missing',
  'connection.disconnected',
  'connection.unknown',
  'credentials.expired',
  'credentials.invalid',
  'credentials.revoked',
  'credentials.unreadable',
  'event.not_replayable',
  'event.unknown',
  'hub.forbidden',
  'hub.not_found',
  'hub.rate_limited',
  'hub.refused',
  'hub.status_not_taken',
  'hub.unauthorized',
  'hub.unavailable',
  'hub.unreadable',
  'install.declined',
  'install.expired',
  'install.incomplete',
  'install.not_allowed',
  'menu.item_unavailable',
  'menu.item_unknown',
  'menu.item_unreferenced',
  'menu.selection_invalid',
  'money.not_exact',
  'order.cancel_refused',
  'order.cancel_unsupported',
  'order.changed_late',
  'order.deadline_passed',
  'order.not_attached',
  'order.not_resolvable',
  'order.too_long',
  'order.too_old',
  'order.two_tickets',
  'order.unknown',
  'order.unreadable',
  'outbound.not_allowed',
  'request.no_room',
  'request.too_large',
  'request.too_many',
  'request.unauthenticated',
  'request.unreadable',
  'request.unsupported_type',
  'storage.backup_elsewhere',
  'storage.backup_exists',
  'storage.conflict',
  'storage.locked',
  'storage.unavailable',
  'storage.unreadable',
  'store.closed',
  'store.currency_differs',
  'store.incomplete',
  'store.unknown',
  'sync.unknown',
  'vendor.busy',
  'vendor.no_answer',
  'vendor.order_unknown',
  'vendor.rate_limited',
  'vendor.refused',
  'vendor.unavailable',
  'vendor.unreadable',
  'vendor.unsupported',
];

const known = Object.keys(FAULTS).filter(isFaultCode);

describe('the faults', () => {
  it('keep the codes that operators’ alerts are built on', () => {
    expect([...known].sort(), 'add a new code to this list; never rename one').to.deep.equal(CODES);
  });

  it('have codes of one form: the side or thing, and what is wrong with it', () => {
    for (const code of known) expect(code).to.match(/^[a-z]+\.[a-z]+(_[a-z]+)*$/);
  });

  it('say what happened and what to do in whole sentences', () => {
    for (const [code, { summary, hint }] of Object.entries(FAULTS)) {
      for (const text of [summary, hint]) expect(text, code).to.match(/^\S(?!.* {2}).*\S\.$/);
      expect(hint, code).not.to.equal(summary);
    }
  });
});

describe('a fault', () => {
  it('reads as one sentence with its particulars', () => {
    expect(new Fault('store.closed').message).to.equal('The store takes no orders now.');
    expect(new Fault('menu.item_unreferenced', { path: 'lines[2]' }).message).to.match(/\(at lines\[2\]\)$/);
    expect(new Fault('vendor.refused', { detail: 'code 17', path: 'lines[0]' }).message).to.match(
      / \(code 17 at lines\[0\]\)$/,
    );
    for (const code of known)
      expect(new Fault(code, { detail: 'd', path: 'p' }).message, code).not.to.match(/ {2}|\bundefined\b/);
  });

  it('knows its side, what trying again would do, and the hint', () => {
    const fault = new Fault('vendor.no_answer', { retryAfterMs: 5 });
    expect(fault).to.include({ name: 'Fault', side: 'vendor', retry: 'unknown', retryAfterMs: 5 });
    expect(fault.hint).to.equal(FAULTS['vendor.no_answer'].hint);
  });

  it('keeps its cause, and has none where none was given', () => {
    const cause = new Error('below');
    expect(new Fault('bridge.broken', { cause }).cause).to.equal(cause);
    expect(new Fault('bridge.broken')).not.to.have.property('cause');
  });

  it('is recognised when it comes from another copy of core', async () => {
    const other: unknown = await import(`${import.meta.resolve('#core/domain/fault.js')}?copy`);
    if (!isCopy(other)) throw new Error('the copy has no Fault');
    const foreign = new other.Fault('store.closed');
    expect(foreign).not.to.be.instanceOf(Fault);
    expect(isFault(foreign)).to.be.true;
    expect(asFault(foreign)).to.equal(foreign);
    expect(foreign.side).to.equal('store');
  });

  it('is not confused with anything else', () => {
    const marked = (code: unknown): Error => Object.assign(new Error('x'), { mark: 'poshub-bridge/fault', code });
    expect(isFault(marked('store.closed'))).to.be.true;
    for (const other of [
      new Error('x'),
      { mark: 'poshub-bridge/fault', code: 'store.closed' },
      null,
      undefined,
      'store.closed',
      marked('no.such'),
      marked(1),
    ])
      expect(isFault(other)).to.be.false;
    for (const code of ['no.such', 'toString', '__proto__', 1, undefined])
      expect(isFaultCode(code), String(code)).to.be.false;
  });

  it('is made of any error, with that as its cause and nothing of its text', () => {
    const error = new TypeError('the password is 1234');
    const fault = asFault(error);
    expect(fault).to.include({ code: 'bridge.broken', detail: 'TypeError', cause: error });
    expect(fault.message).not.to.contain('1234');
    expect(asFault('thrown text')).to.include({ code: 'bridge.broken', detail: 'not an error' });
  });

  it('is reported as plain data without cause and stack', () => {
    expect(reportFault(new Fault('store.closed', { cause: new Error('x') }))).to.deep.equal({
      code: 'store.closed',
      message: 'The store takes no orders now.',
    });
    const full = reportFault(new Fault('menu.item_unknown', { detail: 'SKU 7', path: 'lines[1]' }));
    expect(full).to.include({ detail: 'SKU 7', path: 'lines[1]', message: FAULTS['menu.item_unknown'].summary });
  });
});

function isCopy(module: unknown): module is { readonly Fault: typeof Fault } {
  return typeof module === 'object' && module !== null && 'Fault' in module && typeof module.Fault === 'function';
}

describe('docs/errors.md', () => {
  /** The codes that have a section, in order, each with the section's text. */
  async function sections(): Promise<readonly (readonly [string, string])[]> {
    const page = await readFile(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');
    const parts = page.split(/^(?=#{2,3} )/m);
    return parts.flatMap((part) => {
      const code = /^#{2,3} `([^`]+)`\n/.exec(part)?.[1];
      return code === undefined ? [] : [[code, part] as const];
    });
  }

  it('has one section for each fault and none for a fault that does not exist', async () => {
    const documented = (await sections()).map(([code]) => code).sort();
    expect(documented).to.deep.equal([...known].sort());
  });

  it('groups the faults by the side that can do something about them', async () => {
    const page = await readFile(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');
    let side = '';
    for (const [, group, code] of page.matchAll(/^(?:## .*\(`([a-z]+)`\)|### `([^`]+)`)$/gm)) {
      side = group ?? side;
      if (isFaultCode(code)) expect(FAULTS[code].side, code).to.equal(side);
    }
    expect(side).not.to.equal('');
  });

  it('says of each what happened, why, what to do, and what the bridge does', async () => {
    for (const [code, text] of await sections()) {
      if (isFaultCode(code)) expect(text.replace(/\s+/g, ' '), code).to.contain(FAULTS[code].summary);
      for (const word of ['What happened', 'Why', 'What to do', 'The bridge'])
        expect(text, code).to.contain(`**${word}.**`);
    }
  });

  it('names no fault in passing that does not exist', async () => {
    const page = await readFile(new URL('../../../../../docs/errors.md', import.meta.url), 'utf8');
    const prefixes = new Set(known.map((code: FaultCode) => code.split('.')[0]));
    const named = [...page.matchAll(/`([a-z]+\.[a-z]+_?[a-z_]*)`/g)].map(([, name = '']) => name);
    const faults = named.filter((name) => prefixes.has(name.split('.')[0]));
    for (const name of faults) expect(isFaultCode(name), name).to.be.true;
  });
});
