import type { VNode } from 'preact';
import { showMoney, type Connection, type OrderRecord, type TimelineEntry } from '@poshub-bridge/core';
import { moodOfPhase, nameOf, span, timeAt } from '../words.js';
import { Frame, Part, type Place } from './frame.js';
import { Fact, FaultNote, Pill, When } from './marks.js';
import { WaysOut } from './ways-out.js';

interface Props {
  readonly place: Place;
  readonly told: string | undefined;
  readonly record: OrderRecord;
  readonly connection: Connection | undefined;
  readonly timeline: readonly TimelineEntry[];
}

/** One order: how it stands, what can be done, and each step of its way. Who ordered what is not shown. */
export function OrderPage(props: Props): VNode {
  const { place, record } = props;
  const title = record.order === undefined ? 'Unread order' : `Order #${record.order.number}`;
  return (
    <Frame place={place} title={title} section="Orders" isInner told={props.told}>
      <p class="back">
        <a href={place.home}>All orders</a>
      </p>
      <Standing {...props} title={title} />
      <Timeline {...props} />
    </Frame>
  );
}

function Standing({ place, record, connection, title }: Props & { readonly title: string }): VNode {
  const { order, facts } = record;
  const zone = connection?.store?.timezone;
  const isOver = moodOfPhase(record.phase) !== 'busy' && moodOfPhase(record.phase) !== 'alarm';
  return (
    <Part id="standing" follow={`order:${record.id}`} class="standing">
      <div class="heading">
        <h1 id="standing-title">{title}</h1>
        <Pill mood={moodOfPhase(record.phase)}>{record.phase}</Pill>
      </div>
      {record.attention === undefined ? null : (
        <div class="card attention">
          <FaultNote fault={record.attention} />
          <WaysOut place={place} record={record} from="order" />
        </div>
      )}
      {facts.rejected === undefined || record.attention !== undefined ? null : <FaultNote fault={facts.rejected} />}
      <dl class="facts card">
        <Fact name="Store">
          <a href={`${place.home}/connections/${encodeURIComponent(record.connectionId)}`}>{nameOf(connection)}</a>
        </Fact>
        <Fact name="Channel">{order?.channel ?? 'not known'}</Fact>
        <Fact name="Fulfilment">{order?.fulfilment.kind ?? 'not known'}</Fact>
        <Fact name="Total">{order === undefined ? 'not known' : showMoney(order.total)}</Fact>
        <Fact name={facts.tickets.length > 1 ? 'Tickets' : 'Ticket'}>
          {facts.tickets.length === 0 ? 'none yet' : <code>{facts.tickets.join(', ')}</code>}
        </Fact>
        <Fact name="Received">
          <When at={record.receivedAt} now={place.now} zone={zone} />
        </Fact>
        {isOver ? (
          <Fact name="Last change">
            <When at={record.updatedAt} now={place.now} zone={zone} />
          </Fact>
        ) : (
          <Fact name="Deadline">
            <time dateTime={new Date(record.deadlineAt).toISOString()}>{timeAt(record.deadlineAt, zone)}</time>
          </Fact>
        )}
        <Fact name="Id">
          <code>{record.id}</code>
        </Fact>
      </dl>
    </Part>
  );
}

function Timeline({ record, connection, timeline }: Props): VNode {
  const zone = connection?.store?.timezone;
  return (
    <Part id="timeline" follow={`order:${record.id}`}>
      <h2 id="timeline-title">Timeline</h2>
      <ol class="timeline">
        {timeline.map(({ at, step, detail }, index) => (
          <li key={index} class={step === 'attention' ? 'alarm' : ''}>
            <time dateTime={new Date(at).toISOString()}>{timeAt(at, zone)}</time>
            <p>
              <strong>{step}</strong>
              {detail === undefined ? null : <span> {detail}</span>}
            </p>
            <small>{sincePrevious(at, timeline[index - 1])}</small>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function sincePrevious(at: number, previous: TimelineEntry | undefined): string {
  return previous === undefined || at <= previous.at ? '' : `+${span(at - previous.at)}`;
}
