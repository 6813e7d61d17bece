import Router from '@koa/router';
import type { HttpDeps } from './deps.js';

/** For whoever watches over the process: is it alive, and does it take work. */
export function healthRoutes({ isReady, checkStorage, log }: HttpDeps): Router {
  const router = new Router();
  router.get('/health/live', (ctx) => {
    ctx.body = { data: { status: 'live' } };
  });
  router.get('/health/ready', async (ctx) => {
    const status = isReady() ? await storageStatus() : 'draining';
    ctx.status = status === 'ready' ? 200 : 503;
    ctx.body = { data: { status } };
  });

  async function storageStatus(): Promise<'ready' | 'storage unavailable'> {
    try {
      await checkStorage();
      return 'ready';
    } catch (error) {
      log.error('storage can’t be read', {}, error);
      return 'storage unavailable';
    }
  }

  return router;
}
