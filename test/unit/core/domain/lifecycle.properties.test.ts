import { expect } from 'chai';
import fc from 'fast-check';
import {
  ORDER_STATUSES,
  advance,
  attentionOf,
  effectsOf,
  isFinal,
  isFinished,
  joinFacts,
  phaseOf,
  reportOf,
  unclearAttempts,
  type Effect,
  type Facts,
  type LifecyclePolicy,
  type OrderEvent,
} from '@poshub-bridge/core';
import {
  events,
  factsOf,
  histories,
  hubSayings,
  policies,
  retellings,
  stepOf,
  stored,
  tillSayings,
} from './arbitraries.js';

const MANY = { numRuns: 1_000 };

/** All that is read off the facts. */
const reading = (facts: Facts, policy: LifecyclePolicy): unknown => ({
  phase: phaseOf(facts, policy),
  attention: attentionOf(facts, policy),
  report: reportOf(facts, policy),
  effects: effectsOf(facts, policy),
});

const submits = (facts: Facts, policy: LifecyclePolicy): readonly Effect[] =>
  effectsOf(facts, policy).filter((effect) => effect.type === 'submit');

describe('the life of any order', () => {
  it('is the same in whatever order, and however often, its events are told', () => {
    fc.assert(
      fc.property(retellings, policies, ([history, retold], policy) => {
        expect(reading(factsOf(retold), policy)).to.deep.equal(reading(factsOf(history), policy));
      }),
      MANY,
    );
  });

  it('is read off its facts alone, stored ones included', () => {
    fc.assert(
      fc.property(histories, events, policies, (history, event, policy) => {
        const facts = factsOf(history);
        expect(advance(stored(facts), event, policy)).to.deep.equal(advance(facts, event, policy));
      }),
    );
  });

  it('stays finished whatever POS Hub says late that is no end', () => {
    const sayings = hubSayings.filter((event) => !isFinal(event.status));
    fc.assert(
      fc.property(histories, sayings, policies, (history, saying, policy) => {
        const facts = factsOf(history);
        const phase = phaseOf(facts, policy);
        if (isFinished(phase)) expect(phaseOf(joinFacts(facts, saying), policy)).to.equal(phase);
      }),
      MANY,
    );
  });

  it('stays finished whatever the till says late that is no end; at most a ticket that nobody knew of is taken back', () => {
    const sayings = tillSayings.filter((event) => !isFinal(event.status));
    fc.assert(
      fc.property(histories, sayings, policies, (history, saying, policy) => {
        const facts = factsOf(history);
        const phase = phaseOf(facts, policy);
        if (!isFinished(phase)) return;
        const isNews =
          facts.till === undefined && facts.tickets.length === 0 && (phase === 'cancelled' || phase === 'rejected');
        const after = phaseOf(joinFacts(facts, saying), policy);
        expect(after).to.be.oneOf(isNews ? [phase, 'withdrawing', 'attention'] : [phase]);
      }),
      MANY,
    );
  });

  it('stays finished whatever older end is said late by the one who ended it', () => {
    const ends = fc.oneof(hubSayings, tillSayings).filter((event) => isFinal(event.status));
    fc.assert(
      fc.property(histories, ends, fc.constantFrom(...ORDER_STATUSES), policies, (history, end, status, policy) => {
        const facts = factsOf([...history, { ...end, at: 100 }]);
        const phase = phaseOf(facts, policy);
        const late = joinFacts(facts, { type: end.type, status, at: 99 });
        if (isFinished(phase)) expect(phaseOf(late, policy)).to.equal(phase);
      }),
      MANY,
    );
  });

  it('ends as POS Hub ended it, whatever anybody else says; only the ticket may still need taking back', () => {
    const finals = hubSayings.filter((event) => isFinal(event.status)).map((event) => ({ ...event, at: 100 }));
    fc.assert(
      fc.property(histories, finals, policies, (history, final, policy) => {
        const phase = phaseOf(factsOf([...history, final]), policy);
        const isServed = final.status === 'completed' || final.status === 'delivery-failed';
        expect(phase).to.be.oneOf(isServed ? [final.status] : [final.status, 'withdrawing', 'attention']);
        expect(reportOf(factsOf([...history, final]), policy)).to.equal(undefined);
      }),
    );
  });

  it('can always be ended by a person', () => {
    fc.assert(
      fc.property(histories, policies, (history, policy) => {
        const step = stepOf([...history, { type: 'operator-settled', as: 'cancelled' }], policy);
        expect(isFinished(step.phase), step.phase).to.be.true;
        expect(step.effects).to.deep.equal([]);
        expect(attentionOf(step.state, policy)).to.equal(undefined);
      }),
      MANY,
    );
  });

  it('comes to its end with a till that answers, and a person where one is needed', () => {
    fc.assert(
      fc.property(histories, policies, (history, policy) => {
        let facts = factsOf(history);
        let steps = 0;
        for (; !isFinished(phaseOf(facts, policy)); steps++) {
          expect(steps, phaseOf(facts, policy)).to.be.below(20);
          facts = joinFacts(facts, nextOf(facts, policy));
        }
        expect(effectsOf(facts, policy)).to.deep.equal([]);
      }),
      MANY,
    );
  });

  it('asks for a ticket only where there is none, nothing has ended and nobody was called', () => {
    fc.assert(
      fc.property(histories, policies, (history, policy) => {
        const facts = factsOf(history);
        if (submits(facts, policy).length === 0) return;
        expect(effectsOf(facts, policy)).to.have.lengthOf(1);
        expect(phaseOf(facts, policy)).to.be.oneOf(['received', 'submitted']);
        expect(facts.tickets).to.deep.equal([]);
        expect(facts.till).to.equal(undefined);
        expect([facts.accepted, facts.pending, facts.settled, facts.rejected]).to.deep.equal([
          false,
          false,
          undefined,
          undefined,
        ]);
      }),
      MANY,
    );
  });

  it('asks only for what the adapter can do', () => {
    fc.assert(
      fc.property(histories, policies, (history, policy) => {
        for (const effect of effectsOf(factsOf(history), policy)) {
          if (effect.type === 'cancel') expect(policy.canCancel).to.be.true;
          else if (effect.type !== 'submit') expect(policy.canFind).to.be.true;
          else if (effect.findFirst) expect(policy).to.include({ canFind: true, idempotent: false });
        }
      }),
      MANY,
    );
  });

  it('is in the phase attention exactly when a reason is known, and asks for nothing then', () => {
    fc.assert(
      fc.property(histories, policies, (history, policy) => {
        const facts = factsOf(history);
        const isRaised = attentionOf(facts, policy) !== undefined;
        expect(phaseOf(facts, policy) === 'attention').to.equal(isRaised);
        if (isRaised) expect(effectsOf(facts, policy)).to.deep.equal([]);
      }),
    );
  });

  it('tells POS Hub and calls a person exactly when something changed', () => {
    fc.assert(
      fc.property(histories, events, policies, (history, event, policy) => {
        const before = factsOf(history);
        const { state, tell, alert } = advance(before, event, policy);
        const [told, report] = [reportOf(before, policy), reportOf(state, policy)];
        expect(tell).to.deep.equal(told?.status === report?.status ? undefined : report);
        const [raised, attention] = [attentionOf(before, policy), attentionOf(state, policy)];
        expect(alert).to.deep.equal(raised?.code === attention?.code ? undefined : attention);
        const again = advance(state, event, policy);
        expect([again.tell, again.alert]).to.deep.equal([undefined, undefined]);
      }),
      MANY,
    );
  });

  it('gives POS Hub a reason exactly with a cancellation', () => {
    fc.assert(
      fc.property(histories, policies, (history, policy) => {
        const report = reportOf(factsOf(history), policy);
        expect(report?.reason !== undefined).to.equal(report?.status === 'cancelled');
      }),
    );
  });

  it('takes every known ticket back when POS Hub ends it without food, or calls a person', () => {
    fc.assert(
      fc.property(
        histories,
        fc.constantFrom('cancelled' as const, 'rejected' as const),
        policies,
        (history, status, policy) => {
          const facts = factsOf([...history, { type: 'hub-said', status, at: 100, reason: 'too-busy' }]);
          const live = facts.tickets.filter((ticket) => !facts.withdrawn.includes(ticket));
          const isOver = facts.settled === 'cancelled' || (facts.till !== undefined && isFinal(facts.till.status));
          fc.pre(live.length > 0 && !isOver);
          if (attentionOf(facts, policy) !== undefined) return;
          expect(effectsOf(facts, policy)).to.deep.equal(
            live.map((ticket) => ({ type: 'cancel', ticket, reason: 'too-busy' })),
          );
        },
      ),
      MANY,
    );
  });

  it('never asks twice in a round, where a till can neither look up nor recognise, while an attempt is in doubt', () => {
    fc.assert(
      fc.property(histories, fc.boolean(), (history, canCancel) => {
        const policy = { canCancel, idempotent: false, canFind: false };
        const facts = factsOf(history);
        if (unclearAttempts(facts).some(({ round }) => round === facts.round))
          expect(submits(facts, policy)).to.deep.equal([]);
      }),
      MANY,
    );
  });
});

/** What a till that answers well, or else the clock or a person, does next. */
function nextOf(facts: Facts, policy: LifecyclePolicy): OrderEvent {
  const [effect] = effectsOf(facts, policy);
  if (effect?.type === 'submit' || effect?.type === 'check')
    return { type: 'ticket-made', ticket: 'T9', accepted: true };
  if (effect?.type === 'find') return { type: 'submission-void', round: effect.round, attempt: effect.attempt };
  if (effect?.type === 'cancel') return { type: 'withdrawal-done', ticket: effect.ticket };
  switch (phaseOf(facts, policy)) {
    case 'attention':
      return { type: 'operator-settled', as: 'cancelled' };
    case 'withdrawing':
      return { type: 'withdrawal-overdue' };
    case 'received':
    case 'submitted':
      return { type: 'deadline-passed', round: facts.round };
    default:
      return { type: 'till-said', status: 'completed', at: 100 };
  }
}
