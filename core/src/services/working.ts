import type { JobResult, RunningJob } from '../ports/work-queue.js';
import { createAlerting, type Alerting } from './alerting.js';
import type { Bridge } from './context.js';
import { createConnecting, type Connecting } from './connecting.js';
import { createDelivering, type Delivering } from './delivering.js';
import { createForgetting, type Forgetting } from './forgetting.js';
import { createInstalling, type Installing } from './installing.js';
import { createPreviewing, type Previewing } from './previewing.js';
import { createReceiving, type Receiving } from './receiving.js';
import { createReconciling, type Reconciling } from './reconciling.js';
import { createRelaying, type Relaying } from './relaying.js';
import { createReplaying, type Replaying } from './replaying.js';
import { createSessions, type Sessions } from './sessions.js';
import { createStock, type Stock } from './stock.js';
import { createSyncing, type Syncing } from './syncing.js';
import { createTillNews, type TillNews } from './till-news.js';

/** Everything that the bridge does. */
export interface Services {
  readonly sessions: Sessions;
  readonly receiving: Receiving;
  readonly delivering: Delivering;
  readonly relaying: Relaying;
  readonly reconciling: Reconciling;
  readonly tillNews: TillNews;
  readonly stock: Stock;
  readonly syncing: Syncing;
  readonly previewing: Previewing;
  readonly replaying: Replaying;
  readonly installing: Installing;
  readonly connecting: Connecting;
  readonly alerting: Alerting;
  readonly forgetting: Forgetting;
}

/** The services over one set of ports. */
export function createServices(bridge: Bridge): Services {
  const sessions = createSessions(bridge);
  return {
    sessions,
    receiving: createReceiving(bridge),
    delivering: createDelivering(bridge, sessions),
    relaying: createRelaying(bridge),
    reconciling: createReconciling(bridge),
    tillNews: createTillNews(bridge, sessions),
    stock: createStock(bridge),
    syncing: createSyncing(bridge, sessions),
    previewing: createPreviewing(bridge, sessions),
    replaying: createReplaying(bridge),
    installing: createInstalling(bridge),
    connecting: createConnecting(bridge),
    alerting: createAlerting(bridge),
    forgetting: createForgetting(bridge),
  };
}

/** Runs a job by its topic. */
export function runJob(services: Services, { topic, key, failures }: RunningJob): Promise<JobResult> {
  switch (topic) {
    case 'order':
      return services.delivering.work(key, failures);
    case 'report':
      return services.relaying.work(key);
    case 'alert':
      return services.alerting.work(key);
    case 'retention':
      return services.forgetting.work();
    case 'connection':
      return services.connecting.work(key);
    case 'catalog':
      return services.syncing.work(key);
    case 'stock':
      return services.stock.work(key);
    case 'ticket':
      return services.tillNews.match(key);
    case 'poll':
      return services.tillNews.poll(key);
    case 'reconcile':
      return services.reconciling.work(key);
    case 'renew':
      return services.sessions
        .renew(key)
        .then((again): JobResult => (again === undefined ? { done: true } : { again }));
  }
}
