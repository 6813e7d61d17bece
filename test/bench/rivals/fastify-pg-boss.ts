import fastify from 'fastify';
import { PgBoss } from 'pg-boss';
import { tellPort, wire } from '../platform.js';

/** Durable acceptance as one writes it by hand on Fastify with pg-boss: each event is a job, known again by its id. */
const boss = new PgBoss({ connectionString: process.env['BENCH_POSTGRES'] ?? '', max: 10 });
boss.on('error', (error) => process.stderr.write(`${error.message}\n`));
await boss.start();
await boss.createQueue('events');
await boss.work('events', { batchSize: 50, pollingIntervalSeconds: 0.5 }, () => Promise.resolve());

const app = fastify();
app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: 1_048_576 }, (_request, body, done) =>
  done(null, body),
);
app.post('/poshub/webhooks', async (request, reply) => {
  const { body } = request;
  if (!Buffer.isBuffer(body)) return reply.code(415).send();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  if (!wire.isSigned(body, headers)) return reply.code(401).send();
  const { id: eventId } = wire.readEnvelope(body);
  await boss.insert('events', [{ id: eventId, data: { body: body.toString('utf8') } }]);
  return { data: { eventId, outcome: 'stored' } };
});
tellPort(Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port));
process.once('SIGTERM', () => void app.close().then(() => process.exit(0)));
