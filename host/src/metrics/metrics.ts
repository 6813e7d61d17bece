import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Log } from '@poshub-bridge/core';
import { createCounters, type Counters } from './counters.js';
import { createGauges, type Sources } from './gauges.js';
import { PREFIX } from './names.js';

/** What a scrape reads, beside what the metrics know themselves. */
export interface Observed extends Omit<Sources, 'isPaused'> {
  readonly log: Log;
  /** Which adapter runs. */
  readonly manifest: { readonly id: string; readonly version: string };
  /** Whether the host takes work. */
  readonly isReady: () => boolean;
}

/** The numbers of one host, in a registry of their own. */
export interface Metrics extends Counters {
  readonly contentType: string;
  /** Notes whether the calls to a connection's store pause. */
  readonly circuitChanged: (connectionId: string, isPaused: boolean) => void;
  /**
   * Begins to measure the process itself, too: processor, memory, event loop.
   * @returns gives all numbers of now in Prometheus' text format. While the storage can't be read, those that lie in it are
   *   left out, and the host counts as not ready; it never throws
   */
  observe(observed: Observed): () => Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const counters = createCounters(registry);
  const gauges = createGauges(registry);
  const ready = new Gauge({
    name: `${PREFIX}ready`,
    help: 'Whether the host takes work and can read its storage: 1 or 0.',
    registers: [registry],
  });
  const info = new Gauge({
    name: `${PREFIX}info`,
    help: 'Always 1; its labels say what runs.',
    labelNames: ['adapter', 'adapter_version'],
    registers: [registry],
  });
  const paused = new Set<string>();

  async function scrape({ log, isReady, ...sources }: Observed): Promise<string> {
    try {
      await gauges.read({ ...sources, isPaused: (connectionId) => paused.has(connectionId) });
      ready.set(isReady() ? 1 : 0);
    } catch (error) {
      log.error('metrics can’t read the storage', {}, error);
      ready.set(0);
    }
    return registry.metrics();
  }

  return {
    ...counters,
    contentType: registry.contentType,
    circuitChanged: (connectionId, isPaused) => {
      if (isPaused) paused.add(connectionId);
      else paused.delete(connectionId);
    },
    observe: (observed) => {
      collectDefaultMetrics({ register: registry });
      info.set({ adapter: observed.manifest.id, adapter_version: observed.manifest.version }, 1);
      let underWay: Promise<string> | undefined;
      return () => {
        // Who asks while another one's answer is made shares it: gauges are set for one at a time.
        underWay ??= scrape(observed).finally(() => {
          underWay = undefined;
        });
        return underWay;
      };
    },
  };
}
