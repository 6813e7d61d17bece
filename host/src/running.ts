import { asFault, runJob, type Services, type WorkQueue } from '@poshub-bridge/core';
import type { Metrics } from './metrics/index.js';
import { withinRun } from './outbound/runs.js';

/** What the queue does with a job: runs it, as long as the run is not given up, and counts what fails. */
export function runnerOf(services: Services, metrics: Pick<Metrics, 'jobFailed'>): Parameters<WorkQueue['start']>[0] {
  return async (job, givenUp) => {
    try {
      return await withinRun(givenUp, () => runJob(services, job));
    } catch (error) {
      metrics.jobFailed(job.topic, asFault(error).code);
      throw error;
    }
  };
}
