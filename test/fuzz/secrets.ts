/** In every secret and everything about a guest; nothing that the host says may contain it. */
export const CANARY = 'kanarie';

export const SECRETS = {
  client: `${CANARY}-client-secret`,
  api: `${CANARY}-api-token-of-the-host`,
  metrics: `${CANARY}-metrics-token-of-the-host`,
  catalog: `${CANARY}-catalog-token`,
  webhook: `${CANARY}-secret-of-the-till`,
  key: `${CANARY}ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=`,
} as const;

/** What browsers that the host knows have of it; made anew at each start, so that requests are made with what is given here. */
export interface Known {
  /** The cookie header of a browser in the midst of connecting, and the token of its forms. */
  readonly merchant: { readonly cookie: string; readonly csrf: string };
  /** The same of an operator who is signed in. */
  readonly operator: { readonly cookie: string; readonly csrf: string };
}
