export * from './http.js';
export * from './ledger.js';
export * from './meter.js';
export * from './pos-adapter.js';
export * from './pos-hub.js';
export * from './system.js';
export * from './work-queue.js';
