import type { VNode } from 'preact';
import { Form, Threshold, type Place } from './frame.js';

/** Asks for the API token. */
export function SignInPage(props: {
  readonly place: Place;
  /** Where to go on to, below the console's path. */
  readonly to: string;
  readonly problem?: string | undefined;
}): VNode {
  const { place, problem } = props;
  const isWrong = problem !== undefined;
  return (
    <Threshold title={isWrong ? 'Error: Sign in' : 'Sign in'}>
      <h1>Sign in</h1>
      <p class="lead">Orders, connections and catalogs of this bridge, for its operator.</p>
      {isWrong ? (
        <div class="alert" role="alert">
          <p>{problem}</p>
        </div>
      ) : null}
      <Form place={place} to="/sign-in">
        <input type="hidden" name="to" value={props.to} />
        <label for="token">API token</label>
        <p class="hint" id="token-hint">
          The one that the configuration has as <code>api.token</code>.
        </p>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          autofocus
          required
          maxLength={1024}
          aria-describedby="token-hint"
          {...(isWrong ? { 'aria-invalid': true } : {})}
        />
        <button class="button first wide">Sign in</button>
      </Form>
    </Threshold>
  );
}
