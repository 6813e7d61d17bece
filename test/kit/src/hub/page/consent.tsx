import type { VNode } from 'preact';
import type { Location } from '../state.js';
import { Layout } from './layout.js';

/** The page on which a merchant lets an application into one location. */
export function consentPage(props: {
  application: string;
  scopes: readonly string[];
  locations: readonly Location[];
  ticket: string;
}): VNode {
  return (
    <Layout title="Connect an application">
      <h1>Connect “{props.application}”?</h1>
      <p>It asks to: {props.scopes.join(', ')}</p>
      <form method="post" action="/oauth2/consent">
        <input type="hidden" name="ticket" value={props.ticket} />
        <p>
          <label>
            Location{' '}
            <select name="location">
              {props.locations.map((location) => (
                <option key={location.id} value={location.id}>
                  {location.name}
                </option>
              ))}
            </select>
          </label>
        </p>
        <button name="answer" value="allow">
          Allow
        </button>{' '}
        <button name="answer" value="deny">
          Deny
        </button>
      </form>
    </Layout>
  );
}
