import { reportFault, runJob, SECOND, asFault } from '@poshub-bridge/core';
import { compose } from './container/compose.js';
import { loadConfig } from './config/load.js';
import { createApp } from './http/app.js';
import { listen } from './http/server.js';

/** How long work under way may take to end when the host stops, in milliseconds. */
const DRAIN = 10 * SECOND;

/** A host that runs. */
export interface RunningHost {
  /** Where it listens, which is not where the outside reaches it. */
  readonly url: string;
  readonly publicUrl: string;
  /** Accepts no more, lets the work under way end, and closes the storage. What is not done is done at the next start. */
  stop(): Promise<void>;
}

/**
 * Starts a host by its configuration file.
 * @throws Fault that says what is wrong: of the side `configuration`, or `storage.…`
 */
export async function startHost(configFile: string): Promise<RunningHost> {
  const loaded = loadConfig(configFile);
  const composition = await compose(loaded);
  const { log, bridge, services } = composition;
  try {
    let isReady = false;
    const app = createApp({ ...composition.httpDeps, isReady: () => isReady });
    const server = await listen(app, loaded.config.listen);
    await services.connecting.resume();
    bridge.queue.start(async (job) => {
      try {
        return await runJob(services, job);
      } catch (error) {
        const fault = asFault(error);
        const fields = {
          topic: job.topic,
          key: job.key,
          connectionId: job.group,
          failures: job.failures + 1,
          code: fault.code,
          detail: reportFault(fault).detail,
        };
        if (fault.code === 'bridge.broken') log.error('work failed', fields, error);
        else log.warn('work to be tried again', fields);
        throw fault;
      }
    });
    isReady = true;
    const { address, port } = server.address;
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
      stop: async () => {
        isReady = false;
        log.info('host stops');
        await server.close(DRAIN);
        await bridge.queue.stop(DRAIN);
        await composition.close();
        log.info('host stopped');
      },
    };
  } catch (error) {
    await composition.close();
    throw error;
  }
}
