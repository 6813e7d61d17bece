/** A refusal that goes to the caller as `{ error: message }` with this HTTP status. */
export class HubError extends Error {
  override readonly name = 'HubError';

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}

/** A refusal of the OAuth endpoints: 400 with `{ error, error_description }`, as OAuth 2 words it. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly code: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type' | 'invalid_scope',
    description: string,
  ) {
    super(description);
  }
}
