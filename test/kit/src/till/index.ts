export type { RunningTill, TillOptions } from './options.js';
export type { WebhookPolicy as TillWebhookPolicy } from './webhooks/dispatcher.js';
export { runTill } from './run.js';
export { startTill } from './start.js';
