import {
  advance,
  effectsOf,
  isFinished,
  mayBeMade,
  phaseOf,
  type Effect,
  type HubReport,
  type LifecyclePolicy,
  type Phase,
} from '../domain/lifecycle.js';
import type { AlertCause } from '../domain/alert.js';
import { Fault, reportFault, type FaultReport } from '../domain/fault.js';
import { NOTHING_KNOWN, type OrderEvent } from '../domain/order-facts.js';
import type { Reference } from '../domain/catalog.js';
import type { Order } from '../domain/order.js';
import { changedParts } from '../domain/order-difference.js';
import type { Instant } from '../domain/time.js';
import type { InboxEvent, OrderChange, OrderRecord, TimelineEntry } from '../ports/ledger.js';

/**
 * One piece of work on one order: gathers what happened, and gives it as one change to be stored at once. It decides
 * nothing; the lifecycle does.
 */
export class OrderWork {
  #record: OrderRecord;
  #entries: TimelineEntry[] = [];
  #reports: HubReport[] = [];
  #handled: string[] = [];
  #heardAt: Instant | undefined;
  /** When the oldest event was received that this piece of work took in. */
  #oldestNews: Instant | undefined;
  #tickets = new Set<Reference>();
  #alerts: FaultReport[] = [];
  #changedLate: FaultReport | undefined;
  #reached: Phase[] = [];
  #ticketAfter: number | undefined;
  /** Why a person was needed by the last change. */
  #stored: FaultReport | undefined;
  #changed = false;

  private constructor(
    record: OrderRecord,
    private readonly policy: LifecyclePolicy,
    private readonly deadlineMs: number,
  ) {
    this.#record = record;
    this.#stored = record.attention;
  }

  /** Work on an order that is known. */
  static on(record: OrderRecord, policy: LifecyclePolicy, deadlineMs: number): OrderWork {
    return new OrderWork(record, policy, deadlineMs);
  }

  /** Work on an order that was just heard of. */
  static onNew(
    id: string,
    connectionId: string,
    receivedAt: Instant,
    policy: LifecyclePolicy,
    deadlineMs: number,
  ): OrderWork {
    const record: OrderRecord = {
      id,
      connectionId,
      facts: NOTHING_KNOWN,
      phase: phaseOf(NOTHING_KNOWN, policy),
      orderAt: 0,
      receivedAt,
      deadlineAt: receivedAt + deadlineMs,
      updatedAt: receivedAt,
      version: 0,
    };
    const work = new OrderWork(record, policy, deadlineMs);
    work.#reached.push(record.phase);
    work.note(receivedAt, 'received');
    return work;
  }

  get record(): OrderRecord {
    return this.#record;
  }

  /** What is to be done now, by what is known now. */
  get effects(): readonly Effect[] {
    return effectsOf(this.#record.facts, this.policy);
  }

  /** Why a person is needed, where this piece of work found out. */
  get alerts(): readonly FaultReport[] {
    return this.#alerts;
  }

  /** What a person is to hear of this piece of work, if anything: only what is still so when it is stored. */
  cause(at: Instant): AlertCause | undefined {
    const { id: orderId, connectionId, phase, attention } = this.#record;
    const about = { orderId, connectionId, at };
    if (attention !== undefined)
      return this.#alerts.length === 0 ? undefined : { type: 'order.attention', ...about, fault: attention };
    return this.#stored === undefined ? undefined : { type: 'order.settled', ...about, phase, fault: this.#stored };
  }

  /** That what was ordered changed although the till has the order or may have it; the detail names the parts. */
  get changedLate(): FaultReport | undefined {
    return this.#changedLate;
  }

  /** What a person is to hear of that, if anything. */
  causeOfChange(at: Instant): AlertCause | undefined {
    const { id: orderId, connectionId } = this.#record;
    const fault = this.#changedLate;
    return fault === undefined ? undefined : { type: 'order.changed', orderId, connectionId, at, fault };
  }

  /** The phases that the order came to in this piece of work. */
  get reached(): readonly Phase[] {
    return this.#reached;
  }

  /** Where this piece of work found the order's first ticket: the milliseconds since the order was received. */
  get ticketAfter(): number | undefined {
    return this.#ticketAfter;
  }

  /** Tells the lifecycle what happened. */
  happen(event: OrderEvent, now: Instant): void {
    this.#changed = true;
    const { phase: before, facts: known } = this.#record;
    const step = advance(known, event, this.policy);
    if (step.tell !== undefined) this.#reports.push(step.tell);
    if (event.type === 'ticket-made') {
      if (known.tickets.length === 0) this.#ticketAfter = now - this.#record.receivedAt;
      this.#tickets.add(event.ticket);
    }
    // A replay tells of rounds that began long ago.
    const startsWaiting = step.state.round > known.round || (step.phase === 'withdrawing' && before !== 'withdrawing');
    const { attention: _settled, ...rest } = this.#record;
    const attention = step.phase === 'attention' ? (step.alert ?? this.#record.attention) : undefined;
    this.#record = {
      ...rest,
      ...(attention === undefined ? {} : { attention }),
      facts: step.state,
      phase: step.phase,
      ...(startsWaiting ? { deadlineAt: now + this.deadlineMs } : {}),
    };
    if (step.alert !== undefined) {
      this.#alerts.push(step.alert);
      this.note(now, 'attention', describe(step.alert));
    }
    if (step.phase !== before) this.#reached.push(step.phase);
    if (step.phase !== before && step.phase !== 'attention') this.note(now, step.phase);
  }

  /**
   * Keeps the order's content, if it is newer than what is known. What changes while the order is made must be told: the
   * till gets nothing of it.
   * @param at by POS Hub's clock
   */
  learn(order: Order, at: Instant, now: Instant): void {
    const { order: known, orderAt, facts, phase } = this.#record;
    if (known !== undefined && at <= orderAt) return;
    this.#record = { ...this.#record, order, orderAt: at };
    this.#changed = true;
    if (known === undefined || !mayBeMade(facts) || isFinished(phase) || phase === 'withdrawing') return;
    const parts = changedParts(known, order).join(', ');
    if (parts === '') return;
    this.#changedLate = reportFault(new Fault('order.changed_late', { detail: parts }));
    this.note(now, 'changed too late', parts);
  }

  /** Goes on under a newer connection of the same store, by which news of its tickets find it then. */
  move(connectionId: string, now: Instant): void {
    this.#record = { ...this.#record, connectionId };
    for (const ticket of this.#record.facts.tickets) this.#tickets.add(ticket);
    this.note(now, 'connected anew', `connection ${connectionId}`);
  }

  note(at: Instant, step: string, detail?: string): void {
    this.#changed = true;
    this.#entries.push({ at, step, ...(detail === undefined ? {} : { detail }) });
  }

  /** Marks an event of the inbox as taken in. */
  handle({ id, receivedAt }: Pick<InboxEvent, 'id' | 'receivedAt'>): void {
    this.#changed = true;
    this.#handled.push(id);
    this.#heardAt = Math.min(receivedAt, this.#heardAt ?? receivedAt);
    this.#oldestNews = Math.min(receivedAt, this.#oldestNews ?? receivedAt);
  }

  /** An order that the till took for later is waited for until then. */
  waitUntil(time: Instant): void {
    if (time <= this.#record.deadlineAt) return;
    this.#record = { ...this.#record, deadlineAt: time };
    this.#changed = true;
  }

  /** Whether time runs against the order: it must be taken, or taken back, before its deadline. */
  get isUnderway(): boolean {
    const { phase } = this.#record;
    return phase === 'received' || phase === 'submitted' || phase === 'withdrawing';
  }

  /** What happened since the last call, as one change; `undefined` where nothing did. */
  take(now: Instant): OrderChange | undefined {
    if (!this.#changed) return undefined;
    const { id, connectionId } = this.#record;
    const change: OrderChange = {
      record: { ...this.#record, updatedAt: now },
      entries: this.#entries,
      tickets: [...this.#tickets],
      reports: this.#reports,
      handled: this.#handled,
      ...(this.#heardAt === undefined ? {} : { heardAt: this.#heardAt }),
      // Due since its news came: POS Hub hears of an order before younger ones that are still to be worked on.
      jobs:
        this.#reports.length === 0
          ? []
          : [{ topic: 'report', key: id, group: connectionId, runAt: Math.min(this.#oldestNews ?? now, now) }],
    };
    this.#record = { ...change.record, version: change.record.version + 1 };
    [this.#entries, this.#reports, this.#handled, this.#alerts] = [[], [], [], []];
    this.#tickets = new Set();
    [this.#reached, this.#ticketAfter, this.#heardAt] = [[], undefined, undefined];
    this.#changedLate = undefined;
    [this.#stored, this.#changed] = [this.#record.attention, false];
    return change;
  }
}

/** A fault in one line, for a timeline. */
export function describe(fault: FaultReport): string {
  return [fault.code, fault.detail, fault.path === undefined ? undefined : `at ${fault.path}`]
    .filter((part) => part !== undefined)
    .join(', ');
}
