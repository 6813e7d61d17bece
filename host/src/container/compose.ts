import 'reflect-metadata';
import { Container, type ServiceIdentifier } from 'inversify';
import { createHubWire, createPosHub, hubSettingsSchema, type HubSettings } from '@poshub-bridge/pos-hub';
import {
  createServices,
  Fault,
  SECOND,
  type AdapterContext,
  type Bridge,
  type HttpClient,
  type HubWire,
  type Log,
  type PosAdapter,
  type PosHub,
  type PosSystem,
  type Services,
} from '@poshub-bridge/core';
import { checkSection } from '../config/check.js';
import type { LoadedConfig } from '../config/load.js';
import type { HostConfig } from '../config/schema.js';
import { place } from '../config/source.js';
import { ChangeFeed, followed } from '../http/console/feed.js';
import type { HttpDeps } from '../http/deps.js';
import { createLog } from '../log/log.js';
import { createMetrics, type Metrics, type Target } from '../metrics/index.js';
import { withCircuits } from '../outbound/circuit.js';
import { createHttpClient } from '../outbound/http-client.js';
import { loadAdapter } from '../plugin/load.js';
import { openStorage, type Storage } from '../storage/index.js';
import { bridgeSettings } from './settings.js';
import { systemChance, systemClock } from './system.js';

function token<T>(name: string): ServiceIdentifier<T> {
  return Symbol.for(`poshub-bridge/${name}`);
}

const TOKENS = {
  log: token<Log>('log'),
  metrics: token<Metrics>('metrics'),
  storage: token<Storage>('storage'),
  hubSettings: token<HubSettings>('hub-settings'),
  hub: token<PosHub>('hub'),
  wire: token<HubWire>('wire'),
  adapter: token<PosAdapter>('adapter'),
  till: token<PosSystem>('till'),
  bridge: token<Bridge>('bridge'),
  services: token<Services>('services'),
  feed: token<ChangeFeed>('feed'),
};

/** The whole host, put together by its configuration. */
export interface Composition {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly bridge: Bridge;
  readonly services: Services;
  readonly httpDeps: Omit<HttpDeps, 'isReady' | 'stopping'>;
  /** Closes what was opened. */
  close(): Promise<void>;
}

/**
 * The composition root: the only place that knows which class stands for which port.
 * @throws Fault of the side `configuration`, or `storage.…`
 */
export async function compose(loaded: LoadedConfig): Promise<Composition> {
  const { config } = loaded;
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(TOKENS.feed).toConstantValue(new ChangeFeed());
  container.bind(TOKENS.log).toConstantValue(createLog(config.log));
  const metrics = createMetrics();
  container.bind(TOKENS.metrics).toConstantValue(metrics);
  container
    .bind(TOKENS.hubSettings)
    .toConstantValue(checkSection<HubSettings>(hubSettingsSchema, config.hub, loaded.source, ['hub']));
  container.bind(TOKENS.wire).toDynamicValue((context) => createHubWire(context.get(TOKENS.hubSettings)));
  container
    .bind(TOKENS.hub)
    .toDynamicValue((context) => hubOf(context.get(TOKENS.hubSettings), loaded, metrics, context.get(TOKENS.log)));
  container.bind(TOKENS.adapter).toDynamicValue(() => loadAdapter(config.adapter.use, loaded.source.folder));
  container
    .bind(TOKENS.till)
    .toDynamicValue(async (context) =>
      tillOf(await context.getAsync(TOKENS.adapter), loaded, metrics, context.get(TOKENS.log)),
    );
  container
    .bind(TOKENS.storage)
    .toDynamicValue((context) =>
      openStorage({
        url: config.storage.url,
        keys: loaded.keys,
        clock: systemClock,
        chance: systemChance,
        log: context.get(TOKENS.log),
      }),
    )
    .onDeactivation((storage) => storage.close());
  container.bind(TOKENS.bridge).toDynamicValue(async (context): Promise<Bridge> => {
    const [till, { manifest }] = [await context.getAsync(TOKENS.till), await context.getAsync(TOKENS.adapter)];
    const { ledger, queue, locks } = await context.getAsync(TOKENS.storage);
    const { meter } = metrics;
    const system = { clock: systemClock, chance: systemChance, log: context.get(TOKENS.log), meter };
    return {
      ...system,
      ledger: followed(ledger, context.get(TOKENS.feed)),
      queue,
      locks,
      hub: context.get(TOKENS.hub),
      wire: context.get(TOKENS.wire),
      till,
      manifest,
      settings: bridgeSettings(config),
    };
  });
  container
    .bind(TOKENS.services)
    .toDynamicValue(async (context) => createServices(await context.getAsync(TOKENS.bridge)));

  try {
    return await assembled(container, config);
  } catch (error) {
    await container.unbindAllAsync();
    throw error;
  }
}

async function assembled(container: Container, config: HostConfig): Promise<Composition> {
  const bridge = await container.getAsync(TOKENS.bridge);
  const services = await container.getAsync(TOKENS.services);
  const { catalogToken } = container.get(TOKENS.hubSettings);
  const storage = await container.getAsync(TOKENS.storage);
  const metrics = container.get(TOKENS.metrics);
  const metricsToken = config.metrics?.token ?? config.api?.token;
  return {
    log: bridge.log,
    metrics,
    bridge,
    services,
    httpDeps: {
      ...bridge,
      services,
      publicUrl: config.publicUrl,
      bodyBytes: config.limits.bodyBytes,
      ...(catalogToken === undefined ? {} : { catalogToken }),
      ...(config.api === undefined ? {} : { apiToken: config.api.token }),
      metrics,
      ...(metricsToken === undefined ? {} : { metricsToken }),
      checkStorage: () => storage.check(),
      feed: container.get(TOKENS.feed),
    },
    close: async () => {
      await container.unbindAllAsync();
    },
  };
}

function hubOf(settings: HubSettings, loaded: LoadedConfig, metrics: Metrics, log: Log): PosHub {
  if (!URL.canParse(settings.baseUrl))
    throw new Fault('config.invalid', { detail: `${place(['hub', 'baseUrl'], loaded.source)}: is no URL` });
  const http = outbound('hub', [new URL(settings.baseUrl).host], loaded, metrics);
  return createPosHub({ settings, http, clock: systemClock, chance: systemChance, log });
}

function tillOf(adapter: PosAdapter, loaded: LoadedConfig, metrics: Metrics, log: Log): PosSystem {
  const { manifest } = adapter;
  const settings = checkSection<Record<string, unknown>>(
    manifest.settings,
    loaded.config.adapter.settings,
    loaded.source,
    ['adapter', 'settings'],
  );
  const http = outbound('till', adapter.hosts(settings), loaded, metrics, manifest.callsPerSecond);
  const context: AdapterContext = {
    settings,
    http,
    clock: systemClock,
    log,
    webhookUrl: `${loaded.config.publicUrl}/vendor/webhooks`,
  };
  return withCircuits(adapter.create(context), log, metrics.circuitChanged);
}

function outbound(
  target: Target,
  hosts: readonly string[],
  { config }: LoadedConfig,
  metrics: Metrics,
  callsPerSecond?: number,
): HttpClient {
  return createHttpClient({
    hosts,
    allowPrivateAddresses: config.outbound.allowPrivateAddresses,
    timeoutMs: config.outbound.timeoutSeconds * SECOND,
    onCall: (outcome, milliseconds) => metrics.call(target, outcome, milliseconds),
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
  });
}
