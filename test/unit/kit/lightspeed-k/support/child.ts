import { runFakeLightspeed, type FakeLightspeedOptions } from '#kit/lightspeed-k/index.js';

const isOptions = (value: unknown): value is FakeLightspeedOptions => typeof value === 'object' && value !== null;

const options: unknown = JSON.parse(process.argv[2] ?? '{}');
if (isOptions(options)) await runFakeLightspeed(options);
