import { runTill } from '#kit/till/index.js';
import { ajv } from '#kit/till/check.js';
import type { TillOptions } from '#kit/till/index.js';

const isOptions = ajv.compile<TillOptions>({ type: 'object', required: ['state'], properties: { state: true } });
const options: unknown = JSON.parse(process.argv[2] ?? '{}');
if (isOptions(options)) await runTill(options);
