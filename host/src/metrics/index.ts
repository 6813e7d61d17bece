export type { Target } from './counters.js';
export { createMetrics, type Metrics, type Observed } from './metrics.js';
