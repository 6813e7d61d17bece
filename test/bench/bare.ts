import Router from '@koa/router';
import Koa from 'koa';
import { demandJson, headersOf, readBody } from '#host/http/body.js';
import { listen } from '#host/http/server.js';
import { tellPort, wire } from './platform.js';

/** The same work as the host's webhook route but for the storing: what an answer costs at the least. */
const router = new Router();
router.post('/poshub/webhooks', async (ctx) => {
  demandJson(ctx);
  const body = await readBody(ctx, 1_048_576);
  if (!wire.isSigned(body, headersOf(ctx))) return ctx.throw(401);
  const { id: eventId } = wire.readEnvelope(body);
  ctx.status = 200;
  ctx.body = { data: { eventId, outcome: 'stored' } };
});
const app = new Koa();
app.use(router.routes());
const server = await listen(app, { host: '127.0.0.1', port: 0 });
tellPort(server.address.port);
process.once('SIGTERM', () => void server.close(0).then(() => process.exit(0)));
