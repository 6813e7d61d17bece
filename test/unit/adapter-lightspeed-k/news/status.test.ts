import { expect } from 'chai';
import { viewOfCheck } from '#adapter-lightspeed-k/news/status.js';
import type { Check } from '#adapter-lightspeed-k/wire.js';

describe('adapter lightspeed-k: what a check says', () => {
  const statusOf = (more: Partial<Check>): string => viewOfCheck('A1.1', { ikaccountId: 'A1.1', ...more }).status;
  const served = [{ active: true }, { active: false }];
  const voided = [{ active: false }];
  const closeDate = '2026-01-31T18:30:00.000+0000';

  it('is accepted while it is open', () => {
    expect(statusOf({})).to.equal('accepted');
    expect(statusOf({ salesEntries: voided })).to.equal('accepted');
  });

  it('is completed when it was closed and wholly paid, in numbers or in texts', () => {
    expect(statusOf({ closeDate, salesEntries: served, paidAmount: 4, currentAmount: 4 })).to.equal('completed');
    expect(statusOf({ closeDate, salesEntries: served, paidAmount: '10.00', currentAmount: '9.50' })).to.equal(
      'completed',
    );
  });

  it('is cancelled when nothing is left on it', () => {
    expect(statusOf({ closeDate, salesEntries: voided, paidAmount: 4, currentAmount: 4 })).to.equal('cancelled');
  });

  it('never counts as completed where that is not certain', () => {
    const paid = { closeDate, salesEntries: served, paidAmount: 4, currentAmount: 4 };
    expect(statusOf({ ...paid, paymentEntries: [{ active: true }] })).to.equal('completed');
    expect(statusOf({ ...paid, paymentEntries: [{ active: true }, { active: false }] })).to.equal('accepted');
    expect(statusOf({ closeDate })).to.equal('accepted');
    expect(statusOf({ closeDate, salesEntries: served, paidAmount: 0, currentAmount: 4 })).to.equal('accepted');
  });
});
