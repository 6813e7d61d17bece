export { startHost, type RunningHost } from './host.js';
