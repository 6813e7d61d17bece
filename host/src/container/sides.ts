import { createPosHub, hubSettingsSchema, type HubSettings } from '@poshub-bridge/pos-hub';
import {
  Fault,
  SECOND,
  type Alerts,
  type Bridge,
  type HttpClient,
  type Log,
  type PosAdapter,
  type PosHub,
  type PosSystem,
} from '@poshub-bridge/core';
import { checkSection } from '../config/check.js';
import type { LoadedConfig } from '../config/load.js';
import { place } from '../config/source.js';
import type { Metrics, Target } from '../metrics/index.js';
import { createAlertWebhook } from '../outbound/alert-webhook.js';
import { withCircuits } from '../outbound/circuit.js';
import { dryRun } from '../outbound/dry-run.js';
import { recordOrders, recordReports, type Note } from '../outbound/exchanges/order-calls.js';
import { createHttpClient, type WayOut } from '../outbound/http-client.js';
import { OrderRuns } from '../outbound/runs.js';
import { systemChance, systemClock } from './system.js';

/** The section `hub`, checked. @throws Fault `config.invalid` */
export function hubSettings({ config, source }: LoadedConfig): HubSettings {
  return checkSection<HubSettings>(hubSettingsSchema, config.hub, source, ['hub']);
}

/** The adapter's settings, checked by its own schema. @throws Fault `config.invalid` */
export function adapterSettings({ manifest }: PosAdapter, { config, source }: LoadedConfig): Record<string, unknown> {
  return checkSection<Record<string, unknown>>(manifest.settings, config.adapter.settings, source, [
    'adapter',
    'settings',
  ]);
}

const NOBODY: Note = () => undefined;

/** @param note takes down what is said about orders */
export function hubOf(settings: HubSettings, loaded: LoadedConfig, metrics: Metrics, log: Log, note = NOBODY): PosHub {
  if (!URL.canParse(settings.baseUrl))
    throw new Fault('config.invalid', { detail: `${place(['hub', 'baseUrl'], loaded.source)}: is no URL` });
  const create = (http: HttpClient): PosHub =>
    createPosHub({ settings, http, clock: systemClock, chance: systemChance, log });
  const http = outbound('hub', [new URL(settings.baseUrl).host], loaded, metrics);
  return recordReports(create, http, systemClock, note);
}

/** Where alerts go, if anywhere. */
export function alertsOf(loaded: LoadedConfig, metrics: Metrics): Alerts | undefined {
  const { alerts, api, publicUrl } = loaded.config;
  if (alerts === undefined) return undefined;
  const http = outbound('alerts', [new URL(alerts.url).host], loaded, metrics);
  const consoleUrl = api === undefined ? undefined : `${publicUrl}/console`;
  return createAlertWebhook({ ...alerts, consoleUrl, http, clock: systemClock });
}

/** The till's system, and the same once more whose calls can change nothing. Both take their turns together. */
export type Tills = Pick<Bridge, 'till' | 'rehearsal'>;

/**
 * @param note takes down what is said about orders
 * @param runs which run works on which order
 */
export function tillsOf(
  adapter: PosAdapter,
  loaded: LoadedConfig,
  metrics: Metrics,
  log: Log,
  note = NOBODY,
  runs = new OrderRuns(),
): Tills {
  const { manifest } = adapter;
  const settings = adapterSettings(adapter, loaded);
  const http = outbound('till', adapter.hosts(settings), loaded, metrics, manifest.callsPerSecond);
  const webhookUrl = `${loaded.config.publicUrl}/vendor/webhooks`;
  const create = (way: HttpClient): PosSystem =>
    adapter.create({ settings, http: way, clock: systemClock, log, webhookUrl });
  const orders = recordOrders(create, http, systemClock, note, runs);
  return {
    till: withCircuits(create(http), log, metrics.circuitChanged, orders),
    rehearsal: create(dryRun(http)),
  };
}

/** A way out to these hosts and no others. */
export function outbound(
  target: Target,
  hosts: readonly string[],
  { config }: LoadedConfig,
  metrics: Metrics,
  callsPerSecond?: number,
): WayOut {
  return createHttpClient({
    hosts,
    allowPrivateAddresses: config.outbound.allowPrivateAddresses,
    timeoutMs: config.outbound.timeoutSeconds * SECOND,
    onCall: (outcome, milliseconds) => metrics.call(target, outcome, milliseconds),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
  });
}
