import { runFakeSquare, type FakeSquareOptions } from '#kit/square/index.js';

const isOptions = (value: unknown): value is FakeSquareOptions => typeof value === 'object' && value !== null;

const options: unknown = JSON.parse(process.argv[2] ?? '{}');
if (isOptions(options)) await runFakeSquare(options);
