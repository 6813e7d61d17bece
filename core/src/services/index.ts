export type { Bridge, BridgeSettings } from './context.js';
export { ATTEMPT_LIFE, type Installing } from './installing.js';
export type { CatalogPreview } from './previewing.js';
export type { Sessions } from './sessions.js';
export type { RunningSync, SyncProgress } from './sync-progress.js';
export { createServices, runJob, type Services } from './working.js';
