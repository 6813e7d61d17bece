import { randomUUID } from 'node:crypto';
import {
  createServices,
  Fault,
  runJob,
  type AdapterManifest,
  type Bridge,
  type Ledger,
  type PosHub,
  type PosSystem,
  type Services,
} from '@poshub-bridge/core';
import { loadConfig } from '#host/config/load.js';
import { compose } from '#host/container/compose.js';
import { createApp } from '#host/http/app.js';
import { listen } from '#host/http/server.js';
import { Mortality } from './mortality.js';
import { stepOfCommit, stepOfInsert, type Kind, type Tells, type Told } from './steps.js';

/**
 * The host as it is composed by its configuration, whose ports are wrapped so that the process ends itself, by SIGKILL, at
 * a step that it is told. Catalogs are no part of this story.
 */
const [config = '', ...kinds] = process.argv.slice(2);
/** What the till of each connection can do. */
const kindOf = new Map(kinds.map((text) => text.split('=')).map(([id = '', kind = '']) => [id, kind]));
const mortality = new Mortality();
let isCurious = false;
const at = mortality.at.bind(mortality);

const tell = (told: Tells): void => void process.send?.(told);

function mortalLedger(ledger: Ledger): Ledger {
  const { inbox, orders } = ledger;
  const orderOf = new Map<number, string>();
  return {
    ...ledger,
    inbox: {
      ...inbox,
      record: (event, job) => at(event.subject, stepOfInsert(event), () => inbox.record(event, job)),
    },
    orders: {
      ...orders,
      commit: (change) => at(change.record.id, stepOfCommit(change), () => orders.commit(change)),
      nextReport: async (orderId) => {
        const next = await orders.nextReport(orderId);
        if (next !== undefined) orderOf.set(next.sequence, orderId);
        return next;
      },
      endReport: (sequence, entry) =>
        at(orderOf.get(sequence) ?? '', 'the record of the PATCH', () => orders.endReport(sequence, entry)),
    },
  };
}

function mortalHub(hub: PosHub): PosHub {
  return {
    ...hub,
    report: (ids, orderId, report) => at(orderId, 'the PATCH to POS Hub', () => hub.report(ids, orderId, report)),
  };
}

/** The till as a kind of it is. What is lost is lost behind the call: the till has the ticket. */
function mortalTill({ till, ledger }: Bridge, kind: Kind): PosSystem {
  const lost = new Set<string>();
  return {
    ...till,
    submit: (session, ticket) =>
      at(ticket.orderId, 'the call to the till', async () => {
        const key = kind === 'keys' || kind === 'lost answers' ? ticket.idempotencyKey : randomUUID();
        const outcome = await till.submit(session, { ...ticket, idempotencyKey: key });
        if (kind !== 'lost answers' || lost.has(ticket.orderId)) return outcome;
        lost.add(ticket.orderId);
        throw new Fault('vendor.no_answer');
      }),
    cancel: async (session, ticket, reason) => {
      const order = await ledger.orders.findByTicket(session.connectionId, ticket);
      return at(order?.id ?? '', 'the call that cancels', () => till.cancel(session, ticket, reason));
    },
  };
}

function manifestOf(manifest: AdapterManifest, kind: Kind): AdapterManifest {
  const { capabilities } = manifest;
  const orders = {
    ...capabilities.orders,
    idempotent: kind === 'keys' || kind === 'lost answers',
    find: kind !== 'neither',
  };
  return { ...manifest, capabilities: { ...capabilities, orders } };
}

/** The services for each kind of till, over one storage and one queue. */
function servicesOf(bridge: Bridge): (connectionId: string) => Services {
  const mortal = { ...bridge, ledger: mortalLedger(bridge.ledger), hub: mortalHub(bridge.hub) };
  const all = (['keys', 'lost answers', 'look-up', 'neither'] as const).map(
    (kind) =>
      [
        kind,
        createServices({
          ...mortal,
          till: mortalTill(bridge, kind),
          manifest: manifestOf(bridge.manifest, kind),
        }),
      ] as const,
  );
  return (connectionId) => {
    const [, services] = all.find(([kind]) => kind === kindOf.get(connectionId)) ?? all[0] ?? [];
    if (services === undefined) throw new Error('there are no services');
    return services;
  };
}

async function start(): Promise<void> {
  const loaded = loadConfig(config);
  const { bridge, httpDeps } = await compose(loaded);
  const services = servicesOf(bridge);
  const running = new Map<string, number>();
  const count = (key: string, by: number): void => void running.set(key, (running.get(key) ?? 0) + by);
  await services('').connecting.resume();
  bridge.queue.start(async (job) => {
    if (job.topic === 'catalog') return { done: true };
    if (!isCurious && (job.topic === 'poll' || job.topic === 'reconcile')) return { done: true };
    count(job.key, 1);
    return runJob(services(job.group), job).finally(() => count(job.key, -1));
  });
  const { tillNews, ...others } = services('');
  const receive: Services['tillNews']['receive'] = async (request) => {
    if (!isCurious) throw new Fault('storage.unavailable');
    return tillNews.receive(request);
  };
  const app = createApp({
    ...httpDeps,
    services: { ...others, tillNews: { ...tillNews, receive } },
    isReady: () => true,
  });
  await listen(app, loaded.config.listen);
  process.on('message', (told: Told) => {
    if (told.do === 'look') void look(bridge, told, (running.get(told.orderId) ?? 0) === 0);
  });
  tell({ say: 'listening' });
}

async function look(
  { ledger, queue }: Bridge,
  { id, orderId }: Extract<Told, { do: 'look' }>,
  isIdle: boolean,
): Promise<void> {
  const record = await ledger.orders.get(orderId);
  const news = await ledger.inbox.unhandled('order', orderId);
  const report = await ledger.orders.nextReport(orderId);
  const { order = 0, report: reports = 0 } = await queue.depth();
  const isQuiet = isIdle && news.length === 0 && report === undefined && order + reports === 0;
  tell({ say: 'seen', id, phase: record?.phase, reason: record?.attention?.code, isQuiet });
}

process.on('disconnect', () => process.exit());
process.on('message', (told: Told) => {
  if (told.do === 'look') return;
  mortality.arm(told.deaths);
  isCurious = told.isCurious;
  if (told.do === 'start') void start();
});
