import { runHub } from '#kit/hub/index.js';

/* POS Hub's simulator as a process: `poshub-bridge simulate-hub` with the settings that the run needs. */
process.on('disconnect', () => process.exit(1));
const [webhookEndpoint = '', redirectUri = '', catalogSyncUrl = '', timeScale = '1'] = process.argv.slice(2);
await runHub({
  ...{ webhookEndpoint, redirectUris: [redirectUri], catalogSyncUrl },
  ...{ timeScale: Number(timeScale), webhookTimeoutMs: 2_000, autoConsent: true, recordBytes: 32 * 1024 * 1024 },
  clientSecret: process.env['SIMULATOR_CLIENT_SECRET'] ?? '',
  adminToken: process.env['SIMULATOR_ADMIN_TOKEN'] ?? '',
});
