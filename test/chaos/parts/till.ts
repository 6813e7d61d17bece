import { runTill } from '#kit/till/index.js';

/* The local till as a process: `poshub-bridge till` with webhooks that come again soon. */
process.on('disconnect', () => process.exit(1));
await runTill({
  state: process.argv[2] ?? '',
  apiKey: process.env['TILL_API_KEY'] ?? '',
  adminToken: process.env['TILL_ADMIN_TOKEN'] ?? '',
  webhooks: { firstRetryMs: 200, maxRetryMs: 2_000, attempts: 8, timeoutMs: 1_000 },
});
