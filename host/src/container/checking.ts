import { createTokenKeeper } from '@poshub-bridge/pos-hub';
import { asFault, SECOND, type Fault, type Log, type PosAdapter } from '@poshub-bridge/core';
import { loadConfig, type LoadedConfig } from '../config/load.js';
import { callableUrl } from '../config/access.js';
import { createMetrics } from '../metrics/index.js';
import { reach } from '../outbound/reach.js';
import { loadAdapter } from '../plugin/load.js';
import { lookAtStorage, shownUrl } from '../storage/index.js';
import { adapterSettings, hubOf, hubSettings, outbound, tillsOf } from './sides.js';
import { systemClock } from './system.js';

/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  /** `note`: it may be right, a person should know. */
  readonly state: 'ok' | 'note' | 'failed' | 'skipped';
  /** What was found, and where it is wrong what was wanted. */
  readonly found: string;
  readonly todo?: string;
  /** Why it failed. */
  readonly fault?: Fault;
}

/** Shorter than the host's own patience: somebody waits before a terminal. */
const PATIENCE = 5 * SECOND;

const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Looks at all that a start depends on, one after the other, and changes nothing. */
export async function* findings(file: string, isOffline: boolean): AsyncGenerator<Finding> {
  const loaded = attempt(() => {
    const config = loadConfig(file);
    hubOf(hubSettings(config), config, createMetrics(), SILENT);
    return config;
  });
  if (!loaded.ok) {
    const isSecret = loaded.fault.code === 'config.secret_missing';
    yield failed(isSecret ? 'secrets' : 'configuration', loaded.fault);
    return;
  }
  const { value: config } = loaded;
  yield { what: 'configuration', state: 'ok', found: file };
  yield { what: 'secrets', state: 'ok', found: secretsOf(config) };
  const adapter = await adapterOf(config);
  yield adapter.ok
    ? { what: 'adapter', state: 'ok', found: `${adapter.value.manifest.id} ${adapter.value.manifest.version}` }
    : failed('adapter', adapter.fault);
  yield await storageOf(config);
  yield isOffline ? { what: 'POS Hub', state: 'skipped', found: 'not called' } : await hubAnswers(config);
  const hosts = adapter.ok ? adapter.value.hosts(adapterSettings(adapter.value, config)) : [];
  for (const host of hosts) yield await answers('till', host, 'adapter.settings', config, isOffline);
  const { alerts } = config.config;
  if (alerts !== undefined) yield await answers('alerts', new URL(alerts.url).host, 'alerts.url', config, isOffline);
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    return { ok: false, fault: asFault(error) };
  }
}

function failed(what: string, fault: Fault, todo: string = fault.hint): Finding {
  return { what, state: 'failed', found: fault.message, todo, fault };
}

function secretsOf({ keys, config }: LoadedConfig): string {
  const named = [
    config.api && 'api.token',
    config.metrics && 'metrics.token',
    config.hub['catalogToken'] && 'hub.catalogToken',
  ];
  const tokens = named.filter((name) => typeof name === 'string');
  return [`${keys.length} of secrets.keys`, ...tokens].join(', ');
}

/** Its package, its settings, and that it can be put together with them. */
async function adapterOf(config: LoadedConfig): Promise<Attempt<PosAdapter>> {
  try {
    const adapter = await loadAdapter(config.config.adapter.use, config.source.folder);
    tillsOf(adapter, config, createMetrics(), SILENT);
    return { ok: true, value: adapter };
  } catch (error) {
    return { ok: false, fault: asFault(error) };
  }
}

const STORAGE = { usable: 'opens', new: 'is not there yet and can be made', empty: 'opens, and has no tables yet' };

async function storageOf({ config: { storage, listen } }: LoadedConfig): Promise<Finding> {
  const looked = await lookAtStorage(storage.url).then(
    (value): Attempt<typeof value> => ({ ok: true, value }),
    (error: unknown): Attempt<never> => ({ ok: false, fault: asFault(error) }),
  );
  const shown = shownUrl(storage.url);
  if (looked.ok) return { what: 'storage', state: 'ok', found: `${shown} ${STORAGE[looked.value]}` };
  if (looked.fault.code !== 'storage.locked') return failed('storage', looked.fault);
  const url = callableUrl(listen);
  if (await isHost(url))
    return { what: 'storage', state: 'ok', found: `${shown} is in use by the host that runs at ${url}` };
  return {
    what: 'storage',
    state: 'note',
    found: `${shown} is in use by another process, and no host answers at ${url}`,
    todo: 'If that is this bridge’s host, all is well; if not, find and stop it: one host per file.',
  };
}

async function isHost(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
  return answer?.ok === true;
}

async function hubAnswers(loaded: LoadedConfig): Promise<Finding> {
  const what = 'POS Hub';
  try {
    const settings = hubSettings(loaded);
    const http = outbound('hub', [new URL(settings.baseUrl).host], loaded, createMetrics());
    const timeoutMs = Math.min(settings.timeoutMs, PATIENCE);
    await createTokenKeeper({ ...settings, timeoutMs }, http, systemClock).current();
    return { what, state: 'ok', found: `${settings.baseUrl} gives a token to the client ${settings.clientId}` };
  } catch (error) {
    const fault = asFault(error);
    const isAway = fault.code === 'hub.unavailable';
    return failed(what, fault, isAway ? 'Check hub.baseUrl, and that this machine may call it.' : fault.hint);
  }
}

/** @param where the key of the configuration that names the host */
async function answers(
  what: string,
  host: string,
  where: string,
  { config: { outbound: limits } }: LoadedConfig,
  isOffline: boolean,
): Promise<Finding> {
  if (isOffline) return { what, state: 'skipped', found: `${host} is not called` };
  const timeoutMs = Math.min(limits.timeoutSeconds * SECOND, PATIENCE);
  try {
    return { what, state: 'ok', found: await reach(host, { ...limits, timeoutMs }) };
  } catch (error) {
    const fault = asFault(error);
    if (fault.code === 'outbound.not_allowed') return failed(what, fault);
    const found = `${host} can’t be reached (${fault.detail ?? fault.message})`;
    return { what, state: 'failed', found, todo: `Check ${where}, and that this machine may call it.`, fault };
  }
}

function nothing(): void {
  // The findings say it all.
}
