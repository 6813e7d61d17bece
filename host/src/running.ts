import { asFault, runJob, type JobResult, type Services, type WorkQueue } from '@poshub-bridge/core';
import type { Metrics } from './metrics/index.js';
import type { OrderRuns } from './outbound/runs.js';

/** What the queue does with a job: runs it, lets no call for an order begin that it was given up for, and counts what fails. */
export function runnerOf(
  services: Services,
  metrics: Pick<Metrics, 'jobFailed'>,
  runs: OrderRuns,
): Parameters<WorkQueue['start']>[0] {
  return async (job, givenUp) => {
    try {
      const work = (): Promise<JobResult> => runJob(services, job);
      return await (job.topic === 'order' ? runs.during(job.key, givenUp, work) : work());
    } catch (error) {
      metrics.jobFailed(job.topic, asFault(error).code);
      throw error;
    }
  };
}
