export { runDemo } from './demo.js';
export { runSandbox } from './sandbox.js';
