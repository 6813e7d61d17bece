import 'reflect-metadata';
import { Container, type ServiceIdentifier } from 'inversify';
import { createHubWire, createPosHub, hubSettingsSchema, type HubSettings } from '@poshub-bridge/pos-hub';
import {
  createServices,
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
import type { HttpDeps } from '../http/deps.js';
import { createLog } from '../log/log.js';
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
  storage: token<Storage>('storage'),
  hubSettings: token<HubSettings>('hub-settings'),
  hub: token<PosHub>('hub'),
  wire: token<HubWire>('wire'),
  adapter: token<PosAdapter>('adapter'),
  till: token<PosSystem>('till'),
  bridge: token<Bridge>('bridge'),
  services: token<Services>('services'),
};

/** The whole host, put together by its configuration. */
export interface Composition {
  readonly log: Log;
  readonly bridge: Bridge;
  readonly services: Services;
  readonly httpDeps: Omit<HttpDeps, 'isReady'>;
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
  container.bind(TOKENS.log).toConstantValue(createLog(config.log));
  container
    .bind(TOKENS.hubSettings)
    .toConstantValue(checkSection<HubSettings>(hubSettingsSchema, config.hub, loaded.source, ['hub']));
  container.bind(TOKENS.wire).toDynamicValue((context) => createHubWire(context.get(TOKENS.hubSettings)));
  container
    .bind(TOKENS.hub)
    .toDynamicValue((context) => hubOf(context.get(TOKENS.hubSettings), loaded, context.get(TOKENS.log)));
  container.bind(TOKENS.adapter).toDynamicValue(() => loadAdapter(config.adapter.use, loaded.source.folder));
  container
    .bind(TOKENS.till)
    .toDynamicValue(async (context) => tillOf(await context.getAsync(TOKENS.adapter), loaded, context.get(TOKENS.log)));
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
    const system = { clock: systemClock, chance: systemChance, log: context.get(TOKENS.log) };
    return {
      ...system,
      ledger,
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

  const bridge = await container.getAsync(TOKENS.bridge);
  const services = await container.getAsync(TOKENS.services);
  const { catalogToken } = container.get(TOKENS.hubSettings);
  const storage = await container.getAsync(TOKENS.storage);
  return {
    log: bridge.log,
    bridge,
    services,
    httpDeps: {
      ...bridge,
      services,
      publicUrl: config.publicUrl,
      bodyBytes: config.limits.bodyBytes,
      ...(catalogToken === undefined ? {} : { catalogToken }),
      ...(config.api === undefined ? {} : { apiToken: config.api.token }),
      checkStorage: () => storage.check(),
    },
    close: async () => {
      await container.unbindAllAsync();
    },
  };
}

function hubOf(settings: HubSettings, loaded: LoadedConfig, log: Log): PosHub {
  const http = outbound([new URL(settings.baseUrl).host], loaded);
  return createPosHub({ settings, http, clock: systemClock, chance: systemChance, log });
}

function tillOf(adapter: PosAdapter, loaded: LoadedConfig, log: Log): PosSystem {
  const { manifest } = adapter;
  const settings = checkSection<Record<string, unknown>>(
    manifest.settings,
    loaded.config.adapter.settings,
    loaded.source,
    ['adapter', 'settings'],
  );
  const http = outbound(adapter.hosts(settings), loaded, manifest.callsPerSecond);
  const context: AdapterContext = {
    settings,
    http,
    clock: systemClock,
    log,
    webhookUrl: `${loaded.config.publicUrl}/vendor/webhooks`,
  };
  return withCircuits(adapter.create(context), log);
}

function outbound(hosts: readonly string[], { config }: LoadedConfig, callsPerSecond?: number): HttpClient {
  return createHttpClient({
    hosts,
    allowPrivateAddresses: config.outbound.allowPrivateAddresses,
    timeoutMs: config.outbound.timeoutSeconds * SECOND,
    ...(callsPerSecond === undefined ? {} : { callsPerSecond }),
  });
}
