/** A key that is random enough. */
export const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => (index * 89 + 7) % 256)).toString('base64');
export const API_TOKEN = 'token-of-the-api-for-tests';
export const CATALOG_TOKEN = 'token-of-the-catalog';

type Section = Readonly<Record<string, unknown>>;

/** The smallest configuration, with what a test says differently; `undefined` takes a key out. */
export function configOf(changes: Section = {}): Section {
  return {
    publicUrl: 'https://bridge.example.com',
    hub: { clientId: 'the-client', clientSecret: 'the-secret-of-the-client' },
    adapter: { use: './adapter.js' },
    secrets: { keys: [KEY] },
    ...changes,
  };
}
