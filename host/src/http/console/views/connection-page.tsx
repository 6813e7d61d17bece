import type { VNode } from 'preact';
import { MOOD_OF_STATUS, nameOf } from '../words.js';
import { SyncForm, type Standing } from './connections-page.js';
import { Form, Frame, Part, type Place } from './frame.js';
import { Fact, FaultNote, Pill, When } from './marks.js';
import { Progress, Report } from './sync-views.js';

interface Props extends Standing {
  readonly place: Place;
  readonly told: string | undefined;
}

/** One connection with the reports of its syncs. */
export function ConnectionPage(props: Props): VNode {
  const { place, connection, runs, running } = props;
  const { connectionId, status, failure, store } = connection;
  return (
    <Frame place={place} title={nameOf(connection)} section="Connections" isInner told={props.told}>
      <p class="back">
        <a href={`${place.home}/connections`}>All connections</a>
      </p>
      <Part id="standing" follow={`connection:${connectionId}`} class="standing">
        <div class="heading">
          <h1 id="standing-title">{nameOf(connection)}</h1>
          <Pill mood={MOOD_OF_STATUS[status]}>{status}</Pill>
        </div>
        {failure === undefined ? null : (
          <div class="card attention">
            <FaultNote fault={failure} />
          </div>
        )}
        <dl class="facts card">
          <Fact name="Adapter">{connection.adapter}</Fact>
          <Fact name="Store">{store === undefined ? 'none yet' : <code>{store.ref}</code>}</Fact>
          <Fact name="Currency">{store?.currency ?? 'not known'}</Fact>
          <Fact name="Time zone">{store?.timezone ?? 'not known'}</Fact>
          <Fact name="POS Hub knows it as">{connection.announced}</Fact>
          <Fact name="Last change">
            <When at={connection.updatedAt} now={place.now} zone={store?.timezone} />
          </Fact>
          <Fact name="Location">
            <code>{connection.locationId}</code>
          </Fact>
          <Fact name="Connection">
            <code>{connectionId}</code>
          </Fact>
        </dl>
        {status === 'connected' ? <SyncForm place={place} connection={connection} from="connection" /> : null}
      </Part>
      <Part id="syncs" follow={`sync:${connectionId}`}>
        <h2 id="syncs-title">Syncs of the catalog</h2>
        {running === undefined ? null : (
          <div class="card">
            <Progress running={running} runs={runs} now={place.now} />
          </div>
        )}
        {runs.length === 0 && running === undefined ? <p class="empty">The catalog was not read yet.</p> : null}
        <ol class="reports">
          {runs.map((run) => (
            <Report key={run.id} run={run} now={place.now} {...(store === undefined ? {} : { zone: store.timezone })} />
          ))}
        </ol>
      </Part>
    </Frame>
  );
}

/** Asks once more before a connection is ended. */
export function DisconnectPage({ place, connection }: { readonly place: Place } & Pick<Standing, 'connection'>): VNode {
  const path = `/connections/${encodeURIComponent(connection.connectionId)}`;
  const name = nameOf(connection);
  return (
    <Frame place={place} title={`Disconnect ${name}?`} section="Connections" isInner>
      <div class="card question">
        <h1>Disconnect {name}?</h1>
        <p class="lead">
          Its credentials are erased, and revoked at the till where it allows that. Orders of the location reach the
          till no more; those under way wait until their deadline, then need you. POS Hub is told that the connection
          failed, with the reason “Disconnected by the operator”.
        </p>
        <p class="lead">Only the merchant can connect it again, from POS Hub.</p>
        <Form place={place} to={`${path}/disconnect`} class="ways">
          <div class="buttons">
            <button class="button final">Disconnect</button>
            <a class="button" href={`${place.home}${path}`}>
              Keep it
            </a>
          </div>
        </Form>
      </div>
    </Frame>
  );
}
