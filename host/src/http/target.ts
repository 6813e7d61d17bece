import type { Context, Next } from 'koa';

/** Answers 400 where what is asked for can't be read: Koa would stumble over `http://[::1` wherever it looks at the path. */
export async function demandReadableTarget(ctx: Context, next: Next): Promise<void> {
  if (isReadable(ctx)) {
    await next();
    return;
  }
  ctx.status = 400;
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.body = { error: 'The address that is asked for can’t be read.', code: 'request.unreadable' };
}

function isReadable(ctx: Context): boolean {
  const { url = '' } = ctx.req;
  if (!url.startsWith('/') && url !== '*' && !URL.canParse(url)) return false;
  try {
    return ctx.path !== '' && typeof ctx.querystring === 'string';
  } catch {
    return false;
  }
}
