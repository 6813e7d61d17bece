export * from './conformance/index.js';
export * from './demo/index.js';
export * from './hub/index.js';
export * from './till/index.js';
export * from './square/index.js';
export * from './lightspeed-k/index.js';
export { runFake, type FakeOptions } from './fakes.js';
