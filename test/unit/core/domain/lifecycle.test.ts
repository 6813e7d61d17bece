import { expect } from 'chai';
import {
  NOTHING_KNOWN,
  attentionOf,
  effectsOf,
  isFinished,
  phaseOf,
  reportOf,
  unclearAttempts,
} from '@poshub-bridge/core';
import { ALL_POLICIES, factsOf } from './arbitraries.js';
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
  menuFault,
  after,
} from './history.js';

describe('an order on its way', () => {
  it('is given to the till when POS Hub tells of it', () => {
    expect(after(ABLE, hub('placed'))).to.deep.include({
      phase: 'received',
      tell: undefined,
      effects: [{ type: 'submit', round: 0, attempt: 1, key: 0, findFirst: false }],
    });
  });

  it('is accepted in POS Hub when the till takes it, and completed when the till completes it', () => {
    const taken = [hub('placed'), begun(), ticket(true)];
    expect(after(ABLE, ...taken)).to.deep.include({ phase: 'accepted', tell: { status: 'accepted' }, effects: [] });
    expect(after(ABLE, ...taken, till('ready'))).to.deep.include({ phase: 'ready', tell: { status: 'ready' } });
    const done = after(ABLE, ...taken, till('ready'), till('completed', 2));
    expect(done).to.deep.include({ phase: 'completed', tell: { status: 'completed' }, effects: [] });
  });

  it('shows READY although it comes before ACCEPTED, and does not go back for the late one', () => {
    const ready = [begun(), ticket(false), till('ready', 5)];
    expect(after(ABLE, ...ready)).to.deep.include({ phase: 'ready', tell: { status: 'ready' } });
    expect(after(ABLE, ...ready, till('accepted', 4))).to.deep.include({ phase: 'ready', tell: undefined });
  });

  it('is rejected in POS Hub when the till refuses it, and nothing is left to do', () => {
    const rejected = after(ABLE, begun(), nothing(), { type: 'submission-rejected', fault: menuFault });
    expect(rejected).to.deep.include({
      phase: 'rejected',
      tell: { status: 'rejected' },
      effects: [],
      attention: undefined,
    });
    expect(rejected.state.rejected).to.deep.equal(menuFault);
  });

  it('is cancelled, not rejected, in POS Hub when the till gives it up after it had taken it', () => {
    const taken = [begun(), ticket(true)];
    expect(
      after(
        ABLE,
        ...taken,
        { ...hub('placed') },
        { type: 'till-said', status: 'cancelled', at: 2, reason: 'out-of-stock' },
      ),
    ).to.deep.include({
      phase: 'cancelled',
      tell: { status: 'cancelled', reason: 'out-of-stock' },
    });
    expect(after(ABLE, ...taken, till('rejected'))).to.deep.include({ tell: { status: 'cancelled', reason: 'other' } });
  });

  it('waits for a till that took it for later, and asks where it can', () => {
    for (const news of [ticket(false), { type: 'submission-pending' } as const, till('placed')]) {
      expect(after(ABLE, begun(), news)).to.deep.include({ phase: 'submitted', effects: [{ type: 'check' }] });
      expect(after(KEYED, begun(), news)).to.deep.include({ phase: 'submitted', effects: [] });
    }
  });

  it('needs nothing when POS Hub ends it before the till had it', () => {
    for (const policy of ALL_POLICIES)
      expect(after(policy, hub('placed'), hub('cancelled', 2))).to.deep.include({
        phase: 'cancelled',
        effects: [],
        tell: undefined,
      });
  });

  it('is not finished while food is made', () => {
    for (const phase of [
      'received',
      'submitted',
      'withdrawing',
      'attention',
      'accepted',
      'preparing',
      'ready',
      'delivering',
    ] as const)
      expect(isFinished(phase), phase).to.be.false;
    for (const phase of ['completed', 'rejected', 'cancelled', 'delivery-failed'] as const)
      expect(isFinished(phase), phase).to.be.true;
  });
});

describe('an attempt that came to nothing', () => {
  it('is repeated with the same key', () => {
    expect(after(ABLE, begun(), nothing()).effects).to.deep.equal([
      { type: 'submit', round: 0, attempt: 2, key: 0, findFirst: false },
    ]);
  });

  it('is repeated with the same key after an answer was lost, where the till recognises it', () => {
    for (const policy of [ABLE, KEYED])
      expect(after(policy, begun(), unanswered()).effects).to.deep.equal([
        { type: 'submit', round: 0, attempt: 2, key: 0, findFirst: false },
      ]);
  });

  it('is looked up first after an answer was lost, where the till does not recognise it', () => {
    expect(after(FINDING, begun(), unanswered()).effects).to.deep.equal([
      { type: 'submit', round: 0, attempt: 2, key: 0, findFirst: true },
    ]);
  });

  it('goes to a person after an answer was lost, where the till can do neither', () => {
    expect(after(HELPLESS, begun())).to.deep.include({ phase: 'submitted', effects: [], attention: undefined });
    expect(after(HELPLESS, begun(), unanswered())).to.deep.include({
      phase: 'attention',
      alert: 'vendor.no_answer',
      effects: [],
    });
    expect(after(HELPLESS, begun(), unanswered(), ticket(true))).to.deep.include({
      phase: 'accepted',
      tell: { status: 'accepted' },
    });
  });

  it('stays in doubt when a later one certainly came to nothing', () => {
    const history = [begun(), unanswered(), begun(2), nothing(2)];
    expect(unclearAttempts(factsOf(history))).to.deep.equal([{ round: 0, attempt: 1 }]);
    expect(after(KEYED, ...history, deadline, retried).effects).to.deep.equal([
      { type: 'submit', round: 1, attempt: 1, key: 0, findFirst: false },
    ]);
    expect(after(KEYED, ...history, hub('cancelled'))).to.deep.include({
      phase: 'attention',
      alert: 'vendor.no_answer',
    });
    expect(after(FINDING, ...history, hub('cancelled')).effects).to.deep.equal([
      { type: 'find', round: 0, attempt: 1 },
    ]);
  });

  it('keeps its key in doubt over any number of rounds', () => {
    const history = [
      begun(),
      unanswered(),
      retried,
      begun(1, 1),
      nothing(1, 1),
      { type: 'operator-retried', round: 2 } as const,
    ];
    expect(after(KEYED, ...history).effects).to.deep.equal([
      { type: 'submit', round: 2, attempt: 1, key: 0, findFirst: false },
    ]);
    expect(after(KEYED, ...history, nothing()).effects).to.deep.include({
      type: 'submit',
      round: 2,
      attempt: 1,
      key: 2,
      findFirst: false,
    });
  });
});

describe('an order that needs a person', () => {
  it('is one whose deadline passed, until the till takes it after all', () => {
    const late = [begun(), { type: 'submission-pending' } as const, deadline];
    expect(after(ABLE, ...late)).to.deep.include({
      phase: 'attention',
      alert: 'order.deadline_passed',
      effects: [],
      tell: undefined,
    });
    expect(after(ABLE, ...late, ticket(true))).to.deep.include({
      phase: 'accepted',
      tell: { status: 'accepted' },
      attention: undefined,
    });
    expect(after(ABLE, begun(), ticket(true), deadline)).to.deep.include({ phase: 'accepted', alert: undefined });
  });

  it('is one that can’t be given to the till, with the reason', () => {
    const held = after(ABLE, { type: 'submission-held', round: 0, fault: menuFault });
    expect(held).to.deep.include({ phase: 'attention', alert: 'menu.item_unknown', effects: [] });
  });

  it('is tried again with a new key when the operator says so, and has a deadline again', () => {
    const history = [begun(), nothing(), { type: 'submission-held', round: 0, fault: menuFault } as const, retried];
    expect(after(ABLE, ...history)).to.deep.include({
      phase: 'received',
      attention: undefined,
      effects: [{ type: 'submit', round: 1, attempt: 1, key: 1, findFirst: false }],
    });
    expect(after(ABLE, ...history, deadline).phase).to.equal('received');
    expect(after(ABLE, ...history, { type: 'deadline-passed', round: 1 })).to.include({
      alert: 'order.deadline_passed',
    });
  });

  it('is tried again by the operator’s word even where nobody can know of the attempt before', () => {
    const history = [begun(), unanswered(), retried];
    expect(after(HELPLESS, ...history).effects).to.deep.equal([
      { type: 'submit', round: 1, attempt: 1, key: 0, findFirst: false },
    ]);
    expect(after(HELPLESS, ...history, begun(1, 1), unanswered(1, 1))).to.include({
      phase: 'attention',
      alert: 'vendor.no_answer',
    });
  });

  it('is one with two tickets, until the operator has settled it', () => {
    const two = [ticket(true), ticket(true, 'T2')];
    expect(after(ABLE, ...two)).to.deep.include({ phase: 'attention', alert: 'order.two_tickets', effects: [] });
    expect(after(ABLE, ...two, till('cancelled'))).to.deep.include({ phase: 'attention', tell: undefined });
    expect(after(ABLE, ...two, till('cancelled'), settled('entered-by-hand')).phase).to.equal('accepted');
    expect(after(ABLE, ...two, till('completed'))).to.deep.include({
      phase: 'completed',
      tell: { status: 'completed' },
    });
  });

  it('is accepted in POS Hub once it was entered by hand, whatever the till says of the attempt before', () => {
    const byHand = [begun(), unanswered(), settled('entered-by-hand')];
    expect(after(HELPLESS, ...byHand)).to.deep.include({
      phase: 'accepted',
      tell: { status: 'accepted' },
      effects: [],
    });
    for (const late of [
      till('rejected'),
      till('cancelled'),
      { type: 'submission-rejected', fault: menuFault } as const,
    ])
      expect(after(HELPLESS, ...byHand, late)).to.deep.include({ phase: 'accepted', tell: undefined });
  });

  it('is rejected or cancelled in POS Hub when the operator gives it up', () => {
    expect(after(ABLE, settled('entered-by-hand'), settled('rejected')).tell?.status).to.equal('cancelled');
    expect(after(ABLE, deadline, settled('rejected'))).to.deep.include({
      phase: 'rejected',
      tell: { status: 'rejected' },
      effects: [],
    });
    expect(after(ABLE, deadline, settled('cancelled'))).to.deep.include({
      phase: 'cancelled',
      tell: { status: 'cancelled', reason: 'other' },
    });
  });

  it('still needs one when it was rejected by the operator and its ticket can’t be taken back', () => {
    const history = [ticket(false), deadline, settled('rejected')];
    expect(after(ABLE, ...history).effects).to.deep.equal([
      { type: 'cancel', ticket: 'T1', reason: 'customer-cancelled' },
    ]);
    expect(after(HELPLESS, ...history)).to.deep.include({
      phase: 'attention',
      alert: 'order.cancel_unsupported',
      tell: { status: 'rejected' },
    });
    expect(after(HELPLESS, ...history, settled('cancelled'))).to.deep.include({ phase: 'cancelled', effects: [] });
  });
});

describe('an order of which nothing is known', () => {
  it('is received, and POS Hub is told nothing', () => {
    for (const policy of ALL_POLICIES) {
      expect(phaseOf(NOTHING_KNOWN, policy)).to.equal('received');
      expect(reportOf(NOTHING_KNOWN, policy)).to.equal(undefined);
      expect(attentionOf(NOTHING_KNOWN, policy)).to.equal(undefined);
      expect(effectsOf(NOTHING_KNOWN, policy)).to.have.lengthOf(1);
    }
  });
});
