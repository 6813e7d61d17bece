import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import 'reflect-metadata';
import { Container, type ServiceIdentifier } from 'inversify';
import { createHubWire, type HubSettings } from '@poshub-bridge/pos-hub';
import {
  createServices,
  type Bridge,
  type Fault,
  type HubWire,
  type Log,
  type PosAdapter,
  type PosHub,
  SECOND,
  type Services,
} from '@poshub-bridge/core';
import type { LoadedConfig } from '../config/load.js';
import { secretsOf } from '../config/hidden.js';
import { ChangeFeed, followed } from '../http/console/feed.js';
import type { HttpDeps } from '../http/deps.js';
import { createRequestLimits } from '../http/limits.js';
import { createLog } from '../log/log.js';
import { createMetrics, type Metrics } from '../metrics/index.js';
import { ExchangeJournal } from '../outbound/exchanges/journal.js';
import { OrderRuns } from '../outbound/runs.js';
import { loadAdapter } from '../plugin/load.js';
import { openStorage, type Storage } from '../storage/index.js';
import { bridgeSettings } from './settings.js';
import { alertsOf, hubOf, hubSettings, tillsOf, type Tills } from './sides.js';
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
  tills: token<Tills>('tills'),
  bridge: token<Bridge>('bridge'),
  services: token<Services>('services'),
  feed: token<ChangeFeed>('feed'),
  journal: token<ExchangeJournal>('journal'),
  runs: token<OrderRuns>('runs'),
};

/** The whole host, put together by its configuration. */
export interface Composition {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly bridge: Bridge;
  readonly services: Services;
  /** Which run works on which order. */
  readonly runs: OrderRuns;
  readonly httpDeps: Omit<HttpDeps, 'isReady' | 'stopping'>;
  /** Resolves when nothing can be stored any more, for a reason that only a new start mends; never otherwise. */
  readonly broken: Promise<Fault>;
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
  container.bind(TOKENS.log).toConstantValue(createLog({ ...config.log, secrets: secretsOf(loaded.source) }));
  const journal = new ExchangeJournal(container.get(TOKENS.log));
  container.bind(TOKENS.journal).toConstantValue(journal);
  const runs = new OrderRuns();
  container.bind(TOKENS.runs).toConstantValue(runs);
  const metrics = createMetrics();
  container.bind(TOKENS.metrics).toConstantValue(metrics);
  container.bind(TOKENS.hubSettings).toConstantValue(hubSettings(loaded));
  container.bind(TOKENS.wire).toDynamicValue((context) => createHubWire(context.get(TOKENS.hubSettings)));
  container
    .bind(TOKENS.hub)
    .toDynamicValue((context) =>
      hubOf(context.get(TOKENS.hubSettings), loaded, metrics, context.get(TOKENS.log), journal.note),
    );
  container.bind(TOKENS.adapter).toDynamicValue(() => loadAdapter(config.adapter.use, loaded.source.folder));
  container
    .bind(TOKENS.tills)
    .toDynamicValue(async (context) =>
      tillsOf(await context.getAsync(TOKENS.adapter), loaded, metrics, context.get(TOKENS.log), journal.note, runs),
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
    const [tills, { manifest }] = [await context.getAsync(TOKENS.tills), await context.getAsync(TOKENS.adapter)];
    const { ledger, queue, locks } = await context.getAsync(TOKENS.storage);
    journal.keepIn(ledger.orders);
    const { meter } = metrics;
    const alerts = alertsOf(loaded, metrics);
    const system = { clock: systemClock, chance: systemChance, log: context.get(TOKENS.log), meter };
    return {
      ...system,
      ledger: followed(ledger, context.get(TOKENS.feed)),
      queue,
      locks,
      hub: context.get(TOKENS.hub),
      wire: context.get(TOKENS.wire),
      ...tills,
      manifest,
      settings: bridgeSettings(config),
      ...(alerts === undefined ? {} : { alerts }),
    };
  });
  container
    .bind(TOKENS.services)
    .toDynamicValue(async (context) => createServices(await context.getAsync(TOKENS.bridge)));

  try {
    return await assembled(container, loaded);
  } catch (error) {
    await container.unbindAllAsync();
    throw error;
  }
}

async function assembled(container: Container, { config, backups }: LoadedConfig): Promise<Composition> {
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
    runs: container.get(TOKENS.runs),
    broken: storage.broken,
    httpDeps: {
      ...bridge,
      services,
      publicUrl: config.publicUrl,
      bodyBytes: config.limits.bodyBytes,
      limits: createRequestLimits(config.limits),
      trustProxy: config.listen.trustProxy,
      ...(catalogToken === undefined ? {} : { catalogToken }),
      ...(config.api === undefined ? {} : { apiToken: config.api.token }),
      metrics,
      ...(metricsToken === undefined ? {} : { metricsToken }),
      checkStorage: () => storage.check(),
      backUp: (name) => storage.backup(join(backups, name)),
      feed: container.get(TOKENS.feed),
    },
    close: async () => {
      // Nothing is decided by it: it is not worth a long wait for a storage that says nothing.
      await Promise.race([container.get(TOKENS.journal).flush(), setTimeout(2 * SECOND, undefined, { ref: false })]);
      await container.unbindAllAsync();
    },
  };
}
