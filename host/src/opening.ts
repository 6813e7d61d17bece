import { SECOND, type Fault } from '@poshub-bridge/core';
import type { LoadedConfig } from './config/load.js';
import { compose } from './container/compose.js';
import { drain } from './draining.js';
import { createApp } from './http/app.js';
import type { Door } from './http/door.js';
import type { Listening } from './http/server.js';
import { runnerOf } from './running.js';

/** A host that runs. */
export interface RunningHost {
  /** Where it listens, which is not where the outside reaches it. */
  readonly url: string;
  readonly publicUrl: string;
  /** Resolves when nothing can be stored any more: end the process then, so that whoever watches it starts another. */
  readonly broken: Promise<Fault>;
  /** Accepts no more, lets the work under way end, and closes the storage. What is not done is done at the next start. */
  stop(): Promise<void>;
}

/** Puts the host together, which may take a while where the storage is migrated, and takes work from then on. */
export async function openTo(door: Door, listening: Listening, loaded: LoadedConfig): Promise<RunningHost> {
  const composition = await compose(loaded);
  const { log, bridge, services, metrics } = composition;
  const [stopping, lastCalls] = [new AbortController(), new AbortController()];
  try {
    let isReady = false;
    const app = createApp({ ...composition.httpDeps, isReady: () => isReady, stopping: stopping.signal });
    await services.connecting.resume();
    bridge.queue.start(runnerOf(services, metrics, composition.runs, lastCalls.signal));
    isReady = true;
    door.open(app);
    const { address, port } = listening.address;
    const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
    log.info('host started', {
      url,
      publicUrl: loaded.config.publicUrl,
      adapter: bridge.manifest.id,
      adapterVersion: bridge.manifest.version,
    });
    return {
      url,
      publicUrl: loaded.config.publicUrl,
      broken: composition.broken,
      stop: async () => {
        isReady = false;
        stopping.abort();
        log.info('host stops');
        const callMs = loaded.config.outbound.timeoutSeconds * SECOND;
        await drain({ listening, queue: bridge.queue, callMs, lastCalls });
        await composition.close();
        log.info('host stopped');
      },
    };
  } catch (error) {
    stopping.abort();
    await composition.close();
    throw error;
  }
}
