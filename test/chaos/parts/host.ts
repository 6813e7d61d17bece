import { once } from 'node:events';

/*
 * A host as `poshub-bridge start` runs it, in two steps: first it loads the program and waits, then it is told to begin. So a
 * host that was killed is followed by another one after as long as opening its storage takes, and the hosts can be killed
 * every few hundred milliseconds. Told to be off, it has its clock shifted before anything of the host has run.
 */

function shiftClock(by: number): void {
  const shifted: DateConstructor = new Proxy(Date, {
    construct: (real, given: unknown[], made): object => {
      const date: unknown = Reflect.construct(
        real,
        given.length === 0 ? [real.now() + by] : given,
        made === shifted ? real : made,
      );
      return typeof date === 'object' && date !== null ? date : {};
    },
    get: (real, key): unknown => (key === 'now' ? () => real.now() + by : Reflect.get(real, key)),
  });
  Reflect.set(globalThis, 'Date', shifted);
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

// Who started it may die without a word.
process.on('disconnect', () => process.exit(1));
const [{ start }] = await Promise.all([
  import('#host/cli/start.js'),
  // What the host loads only when it is told its configuration.
  import('#host/opening.js'),
  import('@poshub-bridge/adapter-till'),
  process.argv[2] === 'postgres' ? import('#host/storage/postgres/postgres-engine.js') : undefined,
]);
process.send?.({ warm: true });
const told: readonly unknown[] = await once(process, 'message');
const [begin] = told;
const shift = Number(field(begin, 'shift') ?? 0);
if (shift !== 0) shiftClock(shift);
await start({ config: String(field(begin, 'config')) });
