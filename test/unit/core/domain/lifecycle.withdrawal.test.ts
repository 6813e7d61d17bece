import { expect } from 'chai';
import { type OrderEvent } from '@poshub-bridge/core';
import { ALL_POLICIES } from './arbitraries.js';
import {
  ABLE,
  FINDING,
  KEYED,
  HELPLESS,
  begun,
  nothing,
  unanswered,
  ticket,
  hub,
  till,
  deadline,
  retried,
  settled,
  after,
} from './history.js';

describe('an order that POS Hub cancels', () => {
  const cancelled: OrderEvent = { type: 'hub-said', status: 'cancelled', at: 9, reason: 'too-busy' };
  const taken = [begun(), ticket(true)];

  it('has its ticket taken back, and is over then', () => {
    expect(after(ABLE, ...taken, cancelled)).to.deep.include({
      phase: 'withdrawing',
      effects: [{ type: 'cancel', ticket: 'T1', reason: 'too-busy' }],
    });
    expect(after(ABLE, ...taken, cancelled, { type: 'withdrawal-done', ticket: 'T1' })).to.deep.include({
      phase: 'cancelled',
      effects: [],
    });
    expect(after(ABLE, ...taken, cancelled, till('cancelled'))).to.deep.include({ phase: 'cancelled', effects: [] });
  });

  it('has each of its tickets taken back, one that shows up late included', () => {
    const first = [...taken, cancelled, { type: 'withdrawal-done', ticket: 'T1' } as const];
    const late = [...first, ticket(true, 'T2')];
    expect(after(ABLE, ...late).effects).to.deep.equal([{ type: 'cancel', ticket: 'T2', reason: 'too-busy' }]);
    expect(after(ABLE, ...late, till('cancelled')).phase).to.equal('withdrawing');
    expect(after(ABLE, ...late, { type: 'withdrawal-done', ticket: 'T2' }).phase).to.equal('cancelled');
  });

  it('needs a person where the till can’t cancel, refuses to, takes too long or was already done', () => {
    expect(after(HELPLESS, ...taken, cancelled)).to.include({ phase: 'attention', alert: 'order.cancel_unsupported' });
    const refused = {
      type: 'withdrawal-refused',
      fault: { code: 'order.cancel_refused', message: 'too late' },
    } as const;
    expect(after(ABLE, ...taken, cancelled, refused)).to.include({ phase: 'attention', alert: 'order.cancel_refused' });
    expect(after(ABLE, ...taken, cancelled, { type: 'withdrawal-overdue' })).to.include({
      phase: 'attention',
      alert: 'order.cancel_refused',
    });
    expect(after(ABLE, ...taken, till('completed', 8), cancelled)).to.include({
      phase: 'attention',
      alert: 'order.cancel_refused',
    });
    expect(after(ABLE, ...taken, cancelled, refused, { type: 'withdrawal-done', ticket: 'T1' }).phase).to.equal(
      'cancelled',
    );
  });

  it('needs a person where it was entered by hand', () => {
    for (const policy of ALL_POLICIES) {
      const history = [settled('entered-by-hand'), cancelled];
      expect(after(policy, ...history)).to.include({ phase: 'attention', alert: 'order.cancel_unsupported' });
      expect(after(policy, ...history, settled('rejected')).phase).to.equal('attention');
      expect(after(policy, ...history, settled('cancelled')).phase).to.equal('cancelled');
    }
  });

  it('is looked up while an attempt is in doubt, and is over when the till has none', () => {
    const doubt = [begun(), unanswered(), cancelled];
    expect(after(FINDING, ...doubt)).to.deep.include({
      phase: 'withdrawing',
      effects: [{ type: 'find', round: 0, attempt: 1 }],
    });
    expect(after(FINDING, ...doubt, nothing()).phase).to.equal('cancelled');
    expect(after(FINDING, ...doubt, ticket(true)).effects).to.deep.equal([
      { type: 'cancel', ticket: 'T1', reason: 'too-busy' },
    ]);
    expect(after(KEYED, ...doubt)).to.include({ phase: 'attention', alert: 'vendor.no_answer' });
  });

  it('waits for the ticket of a till that took it for later, but not for ever', () => {
    const pending = [begun(), nothing(), { type: 'submission-pending' } as const, cancelled];
    expect(after(ABLE, ...pending)).to.deep.include({ phase: 'withdrawing', effects: [{ type: 'check' }] });
    expect(after(KEYED, ...pending)).to.deep.include({ phase: 'withdrawing', effects: [] });
    expect(after(KEYED, ...pending, { type: 'withdrawal-overdue' })).to.include({
      phase: 'attention',
      alert: 'order.cancel_refused',
    });
  });

  it('is never revived by anything older', () => {
    const over = [...taken, cancelled, { type: 'withdrawal-done', ticket: 'T1' } as const];
    for (const stale of [hub('placed', 1), hub('accepted', 10), till('preparing', 12), deadline, retried])
      expect(after(ABLE, ...over, stale)).to.deep.include({
        phase: 'cancelled',
        effects: [],
        tell: undefined,
        alert: undefined,
      });
  });
});
