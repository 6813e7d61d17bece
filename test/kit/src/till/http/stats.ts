import type { RouterMiddleware } from '@koa/router';

/** Counts requests by route, since this process started. */
export class Stats {
  readonly #counts = new Map<string, number>();

  get requests(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  readonly middleware: RouterMiddleware = async (ctx, next) => {
    const matched = ctx.matched?.find(({ methods }) => methods.includes(ctx.method));
    const route = `${ctx.method} ${String(matched?.path)}`;
    this.#counts.set(route, (this.#counts.get(route) ?? 0) + 1);
    await next();
  };
}
