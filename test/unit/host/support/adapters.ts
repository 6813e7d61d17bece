import { fakeManifest } from '../../../support/fake-till.js';

/** What an adapter's package exports, as the text of a module that imports nothing. */
export function adapterModule(manifest: object = {}, more = ''): string {
  return `const manifest = ${JSON.stringify({ ...fakeManifest(), ...manifest })};
const nothing = async () => { throw new Error('this till does nothing'); };
export default {
  manifest,
  hosts: () => ['till.example.com'],
  create: () => ({
    stores: nothing, catalog: async function* () { await nothing(); }, submit: nothing, find: nothing, read: nothing,
    cancel: nothing, receive: () => ({ events: [] }), poll: nothing,
  }),
  ${more}
};
`;
}
