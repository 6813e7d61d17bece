import type { VNode } from 'preact';
import type { Connection, RunningSync, SyncRun } from '@poshub-bridge/core';
import { MOOD_OF_OUTCOME, MOOD_OF_STATUS, nameOf } from '../words.js';
import { Form, Frame, Part, type Place } from './frame.js';
import { Fact, FaultNote, Pill, When } from './marks.js';
import { countsOf, Progress } from './sync-views.js';

/** A connection with what its syncs came to. */
export interface Standing {
  readonly connection: Connection;
  /** Newest first. */
  readonly runs: readonly SyncRun[];
  readonly running: RunningSync | undefined;
}

/** All connections: how they stand, and what can be done. */
export function ConnectionsPage(props: {
  readonly place: Place;
  readonly told: string | undefined;
  readonly standings: readonly Standing[];
  /** The pages beside this one, from 1. */
  readonly newer: number | undefined;
  readonly older: number | undefined;
}): VNode {
  const { place, standings, newer, older } = props;
  return (
    <Frame place={place} title="Connections" section="Connections" told={props.told}>
      <h1 id="connections-title">Connections</h1>
      <Part id="connections" follow="connection sync gauges">
        {standings.length === 0 ? (
          <p class="empty">No location is connected yet. Merchants connect theirs from POS Hub.</p>
        ) : (
          <div class="cards">
            {standings.map((standing) => (
              <Card key={standing.connection.connectionId} place={place} {...standing} />
            ))}
          </div>
        )}
        {newer === undefined && older === undefined ? null : (
          <nav class="pages" aria-label="Pages of connections">
            {newer === undefined ? null : <a href={`${place.home}/connections?page=${newer}`}>Before</a>}
            {older === undefined ? null : <a href={`${place.home}/connections?page=${older}`}>After</a>}
          </nav>
        )}
      </Part>
    </Frame>
  );
}

function Card({ place, connection, runs, running }: Standing & { readonly place: Place }): VNode {
  const { connectionId, status, failure, store } = connection;
  const [last] = runs;
  const path = `${place.home}/connections/${encodeURIComponent(connectionId)}`;
  return (
    <article class={status === 'failed' ? 'card attention' : 'card'}>
      <header class="heading">
        <h2>
          <a id={`connection-${connectionId}`} href={path}>
            {nameOf(connection)}
          </a>
        </h2>
        <Pill mood={MOOD_OF_STATUS[status]}>{status}</Pill>
      </header>
      {failure === undefined ? null : <FaultNote fault={failure} />}
      {failure !== undefined || last?.fault === undefined ? null : <FaultNote fault={last.fault} />}
      {running === undefined ? null : <Progress running={running} runs={runs} now={place.now} />}
      <dl class="facts">
        <Fact name="Location">
          <code>{connection.locationId}</code>
        </Fact>
        <Fact name="Last sync">
          {last === undefined ? (
            'none yet'
          ) : (
            <>
              <Pill mood={MOOD_OF_OUTCOME[last.outcome]}>{last.outcome}</Pill>{' '}
              <When at={last.endedAt} now={place.now} zone={store?.timezone} />
            </>
          )}
        </Fact>
        <Fact name="Came to">{last === undefined ? '–' : countsOf(last)}</Fact>
        <LastError runs={runs} place={place} zone={store?.timezone} />
      </dl>
      {status === 'connected' ? <SyncForm place={place} connection={connection} from="connections" /> : null}
    </article>
  );
}

function LastError(props: {
  readonly runs: readonly SyncRun[];
  readonly place: Place;
  readonly zone: string | undefined;
}): VNode {
  const failed = props.runs.find(({ fault }) => fault !== undefined);
  return (
    <Fact name="Last error">
      {failed?.fault === undefined ? (
        'none'
      ) : (
        <>
          <code>{failed.fault.code}</code> <When at={failed.endedAt} now={props.place.now} zone={props.zone} />
        </>
      )}
    </Fact>
  );
}

/** Asks for a sync now. */
export function SyncForm(props: {
  readonly place: Place;
  readonly connection: Connection;
  /** Where to come back to: the list or the connection's own page. */
  readonly from: 'connections' | 'connection';
}): VNode {
  const { place, connection } = props;
  const { connectionId } = connection;
  const path = `/connections/${encodeURIComponent(connectionId)}`;
  return (
    <Form place={place} to={`${path}/sync`} class="ways">
      <input type="hidden" name="from" value={props.from} />
      <div class="buttons">
        <button id={`sync-${connectionId}`} class="button" name="force" value="no">
          Sync now<span class="unseen"> {nameOf(connection)}</span>
        </button>
        <button id={`force-${connectionId}`} class="button" name="force" value="yes">
          Force sync<span class="unseen"> {nameOf(connection)}</span>
        </button>
        <a id={`disconnect-${connectionId}`} class="button end" href={`${place.home}${path}/disconnect`}>
          Disconnect…<span class="unseen"> {nameOf(connection)}</span>
        </a>
      </div>
    </Form>
  );
}
