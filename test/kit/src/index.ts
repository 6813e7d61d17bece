export * from './demo/index.js';
export * from './hub/index.js';
export * from './till/index.js';
