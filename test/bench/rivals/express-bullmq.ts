import { Queue, Worker } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import { tellPort, wire } from '../platform.js';

/** Durable acceptance as one writes it by hand on Express with BullMQ: each event is a job, known again by its id. */
const connection = new Redis(Number(process.env['BENCH_REDIS']), '127.0.0.1', { maxRetriesPerRequest: null });
const queue = new Queue('events', { connection });
const worker = new Worker('events', () => Promise.resolve(), { connection, concurrency: 32 });
worker.on('error', (error) => process.stderr.write(`${error.message}\n`));

const app = express();
app.post('/poshub/webhooks', express.raw({ type: 'application/json', limit: '1mb' }), async (request, response) => {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return void response.sendStatus(415);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  if (!wire.isSigned(body, headers)) return void response.sendStatus(401);
  const { id: eventId } = wire.readEnvelope(body);
  await queue.add('event', { body: body.toString('utf8') }, { jobId: eventId });
  response.json({ data: { eventId, outcome: 'stored' } });
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) tellPort(address.port);
});
process.once('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => void worker.close().then(() => process.exit(0)));
});
