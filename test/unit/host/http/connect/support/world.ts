import { createServer } from 'node:http';
import Koa from 'koa';
import {
  createServices,
  type AdapterManifest,
  type Clock,
  type Connection,
  type PosHub,
  type Services,
} from '@poshub-bridge/core';
import { connectRoutes } from '#host/http/connect/index.js';
import { createHubWire } from '#pos-hub/index.js';
import { boundless } from '../../support/limits.js';
import { seededChance } from '../../../../../support/clock.js';
import { temporaryStorage, type TemporaryStorage } from '../../../../../support/storage.js';
import { CollectedMeter } from '../../../../../support/meter.js';
import { settingsOf } from '../../../../pos-hub/support/settings.js';
import { FakeHub, FakeTill, manifestOf, MERCHANT } from './fakes.js';

/** The connect pages on a real server, over the real services and a real storage. */
export interface World {
  readonly hub: FakeHub;
  readonly till: FakeTill;
  readonly storage: TemporaryStorage;
  readonly services: Services;
  readonly publicUrl: string;
  /** Where the server really is. */
  readonly serverUrl: string;
  connection(id?: string): Promise<Connection | undefined>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly onboarding?: 'form' | 'oauth';
  readonly manifest?: AdapterManifest;
  /** As a proxy shows it to the outside; the server's own address where absent. */
  readonly publicUrl?: string;
  readonly clock?: Clock;
  /** Instead of the fake. */
  readonly posHub?: PosHub;
}

const settings = {
  orders: { deadlineMs: 1, callMs: 1, tooOldMs: 1, checkEveryMs: 1 },
  catalog: { largestRemoval: 1, answerWithinMs: 1, refreshEveryMs: 1 },
  pollEveryMs: 1,
  reconcileEveryMs: 1,
  keepMs: 1,
};

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const onboarding = options.onboarding ?? 'form';
  const storage = await temporaryStorage(options.clock === undefined ? {} : { clock: options.clock });
  const [hub, till, wire] = [new FakeHub(), new FakeTill(onboarding), createHubWire(settingsOf())];
  const { ledger, queue, locks, log } = storage;
  const parts = { ledger, queue, wire, till, log, clock: options.clock ?? storage.clock, chance: seededChance(1) };
  const manifest = options.manifest ?? manifestOf(onboarding);
  const services = createServices({
    ...{ ...parts, rehearsal: till, manifest, locks, hub: options.posHub ?? hub },
    ...{ meter: new CollectedMeter(), settings },
  });

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const serverUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const publicUrl = options.publicUrl ?? serverUrl;
  const deps = { ...parts, manifest, services, publicUrl, bodyBytes: 1_000_000, limits: boundless() };
  const router = connectRoutes({
    ...deps,
    isReady: () => true,
    checkStorage: () => storage.storage.check(),
    backUp: (path) => storage.storage.backup(path),
  });
  const app = new Koa({ env: 'test' });
  const handle = app.use(router.routes()).use(router.allowedMethods()).callback();
  server.on('request', (request, response) => void handle(request, response));

  return {
    ...{ hub, till, storage, services, publicUrl, serverUrl },
    connection: (id = MERCHANT.connectionId) => storage.ledger.connections.get(id),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await storage.dispose();
    },
  };
}
