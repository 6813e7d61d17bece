import Router from '@koa/router';
import { createApp } from '#host/http/app.js';
import { createMetrics } from '#host/metrics/index.js';
import { startServer } from '../unit/host/http/support/server.js';

export interface Route {
  readonly method: string;
  /** With its parameters as `:name`. */
  readonly path: string;
}

/** Every route that the host has: asked of its routers, so that none is forgotten. */
export async function routesOfHost(): Promise<readonly Route[]> {
  const server = await startServer();
  try {
    const routers = createApp({ ...server.deps, metrics: createMetrics(), metricsToken: 'any' }).middleware.flatMap(
      (one) => ('router' in one && one.router instanceof Router ? [one.router] : []),
    );
    return routers.flatMap(({ stack }) =>
      stack.flatMap(({ methods, path }) => methods.map((method): Route => ({ method, path: String(path) }))),
    );
  } finally {
    await server.dispose();
  }
}
