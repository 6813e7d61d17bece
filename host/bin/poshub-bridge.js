#!/usr/bin/env node
// npm links a command when it installs, and only to a file that is there: this one is, before the first build.
import { existsSync } from 'node:fs';

const program = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(program)) await import(program.href);
else {
  process.stderr.write('The bridge is not built yet.\n  Run `npm run build` in its checkout first.\n');
  process.exitCode = 1;
}
