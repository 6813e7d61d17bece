import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '#kit/demo/json.js';
import type { Mood, Relay } from '../net/relay.js';
import type { Storm, StormKind } from '../plan/schedule.js';
import type { Engine } from '../world/engine.js';
import { ask, type Shop } from '../world/shops.js';
import type { Town } from '../world/town.js';

interface Place {
  readonly town: Town;
  readonly engine: Engine;
  readonly shops: readonly Shop[];
  readonly storm: Storm;
}

/** Lets a storm rage until it is over. Gives why it could not be had, where it could not. */
type StormMaker = (place: Place) => Promise<string | undefined>;

const HOUR = 3_600_000;
/** No file of the host may grow beyond so many bytes: fewer than its log has in any case. */
const FULL = 4_096;
/** How often it is tried to limit the files of a host, which may just have died, and after how many milliseconds again. */
const MOST_LIMITS = 50;
const LIMIT_EVERY = 100;

/** Lets the files of a process grow to so many bytes at most. Gives why not, where it can't be. */
function limitFiles(pid: number | undefined, bytes: string): string | undefined {
  // Without a process prlimit would limit itself.
  if (pid === undefined) return 'there is no process';
  const { status, error, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], {
    encoding: 'utf8',
  });
  if (error !== undefined) return error.message;
  return status === 0 ? undefined : stderr.trim();
}

/** Its admin's faults of the till; those of calls end after so many of them, whenever that is. */
function atTill(fault: (storm: Storm) => object): StormMaker {
  return async ({ town: { tillAdmin }, storm }) => {
    await call('POST', `${tillAdmin.url}/admin/faults`, tillAdmin.token, fault(storm));
    return undefined;
  };
}

function atHub(fault: (storm: Storm) => object): StormMaker {
  return async ({ town: { hub }, storm }) => {
    await ask(hub, 'POST', '/admin/faults/api', fault(storm));
    return undefined;
  };
}

function onTheWay(relayOf: (town: Town) => Relay, mood: Mood): StormMaker {
  return async ({ town, storm }) => {
    const relay = relayOf(town);
    await relay.set(mood);
    await sleep(storm.lasts);
    await relay.set('open');
    return undefined;
  };
}

const makingTickets = { method: 'POST', path: '/v1/stores' };

/** How each storm is made. */
export const STORM_MAKERS: Readonly<Record<StormKind, StormMaker>> = {
  'till loses answers': atTill(({ strikes }) => ({ kind: 'lost_answer', match: makingTickets, times: strikes })),
  'till answers 5xx': atTill(({ strikes, other }) => ({
    kind: 'status',
    status: other ? 502 : 503,
    match: other ? makingTickets : { path: '/v1' },
    times: strikes,
  })),
  'till wants less': atTill(({ strikes }) => ({
    kind: 'rate_limit',
    retry_after: 1,
    match: makingTickets,
    times: strikes,
  })),
  'till refuses': onTheWay(({ wayToTill }) => wayToTill, 'refuse'),
  'till is silent': onTheWay(({ wayToTill }) => wayToTill, 'silent'),
  'till is cut off': onTheWay(({ wayToTill }) => wayToTill, 'cut'),
  'hub answers 5xx': atHub(({ strikes, other }) => ({
    kind: 'status',
    status: 503,
    times: strikes,
    when: other ? 'before' : 'after',
  })),
  'hub loses answers': atHub(({ strikes }) => ({ kind: 'reset', when: 'after', method: 'PATCH', times: strikes })),
  'hub refuses': onTheWay(({ wayToHub }) => wayToHub, 'refuse'),
  'hub is silent': onTheWay(({ wayToHub }) => wayToHub, 'silent'),
  'hub forgets tokens': async ({ town }) => {
    await ask(town.hub, 'POST', '/admin/tokens/revoke', {});
    return undefined;
  },
  'hub echoes': async ({ town, storm }) => {
    await ask(town.hub, 'PATCH', '/admin/settings', { echo: true });
    await sleep(storm.lasts);
    await ask(town.hub, 'PATCH', '/admin/settings', { echo: false });
    return undefined;
  },
  'door refuses': onTheWay(({ door }) => door, 'refuse'),
  'store closes': async ({ town: { tillAdmin }, shops, storm }) => {
    const closing = shops.filter(({ plan }) => plan.closes);
    const set = (settings: object): Promise<unknown> =>
      Promise.all(
        closing.map(({ plan }) => call('PATCH', `${tillAdmin.url}/admin/stores/${plan.id}`, tillAdmin.token, settings)),
      );
    await set({ open: false, closed_reason: 'oven broken' });
    await sleep(storm.lasts);
    await set({ open: true, closed_reason: null });
    return undefined;
  },
  'clock is off': async ({ town, storm }) => {
    await town.hosts.kill(storm.host, storm.other ? HOUR : -HOUR);
    await sleep(storm.lasts);
    await town.hosts.kill(storm.host);
    return undefined;
  },
  'disk is full': async ({ town, storm }) => {
    for (let tries = 1; ; tries += 1) {
      const pid = town.hosts.pidOf(storm.host);
      const failure = limitFiles(pid, String(FULL));
      if (failure === undefined) {
        await sleep(storm.lasts);
        // The process may have died meanwhile: the next one has no limit.
        limitFiles(pid, 'unlimited');
        return undefined;
      }
      // A process that has just died is followed by another.
      if (tries >= MOST_LIMITS) return `prlimit, which limits a process’s files, fails: ${failure}`;
      await sleep(LIMIT_EVERY);
    }
  },
  'database dies': async ({ engine, storm }) => {
    await engine.kill?.();
    await sleep(storm.lasts);
    await engine.restart?.();
    return undefined;
  },
};
