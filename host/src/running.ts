import { asFault, runJob, type JobResult, type Services, type WorkQueue } from '@poshub-bridge/core';
import type { Metrics } from './metrics/index.js';
import type { GivenUp, OrderRuns } from './outbound/runs.js';

/**
 * What the queue does with a job: runs it, lets no call for an order begin that it was given up for, and counts what fails.
 * @param runs which run works on which order
 * @param lastCalls aborted when no run may begin a call for an order any more, because the host stops
 */
export function runnerOf(
  services: Services,
  metrics: Pick<Metrics, 'jobFailed'>,
  runs: OrderRuns,
  lastCalls: GivenUp,
): Parameters<WorkQueue['start']>[0] {
  return async (job, givenUp) => {
    const either: GivenUp = {
      get aborted() {
        return givenUp.aborted || lastCalls.aborted;
      },
    };
    try {
      const work = (): Promise<JobResult> => runJob(services, job);
      return await (job.topic === 'order' ? runs.during(job.key, either, work) : work());
    } catch (error) {
      metrics.jobFailed(job.topic, asFault(error).code);
      throw error;
    }
  };
}
