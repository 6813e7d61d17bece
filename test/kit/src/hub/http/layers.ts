import type { Hub } from '../hub.js';
import { redact } from '../record.js';
import type { ApiFault } from '../faults.js';
import type { HubMiddleware } from './context.js';
import { HubError, OAuthError } from './errors.js';

type Ctx = Parameters<HubMiddleware>[0];

/** Writes down each request that an application made, once it is answered. */
export function recording(hub: Hub): HubMiddleware {
  return async (ctx, next) => {
    const began = Date.now();
    await next();
    const { body, bytes = 0, clientId, error, fault } = ctx.state;
    const agent = ctx.get('user-agent');
    hub.recorder.add(
      {
        ...{
          at: new Date(began).toISOString(),
          method: ctx.method,
          path: ctx.path,
          status: ctx.respond === false ? 0 : ctx.status,
        },
        query: Object.fromEntries(Object.entries(ctx.query).map(([key, value]) => [key, secretless(key, value)])),
        ...(clientId === undefined ? {} : { clientId }),
        ...(ctx.get('content-type') === '' ? {} : { contentType: ctx.get('content-type') }),
        ...(agent === '' ? {} : { userAgent: agent }),
        ...(body === undefined ? {} : { body: redact(body) }),
        ...(error === undefined ? {} : { error }),
        ...(fault === undefined ? {} : { fault }),
        ms: Date.now() - began,
      },
      bytes,
    );
  };
}

const secretless = (key: string, value: string | string[] | undefined): string | string[] | undefined =>
  key === 'code' ? '[redacted]' : value;

/** Turns refusals into the answers that the platform documents. */
export const refusals: HubMiddleware = async (ctx, next) => {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined && ctx.respond !== false)
      refuse(ctx, 404, { error: `nothing at ${ctx.method} ${ctx.path}` });
  } catch (error) {
    if (error instanceof OAuthError) refuse(ctx, 400, { error: error.code, error_description: error.message });
    else if (error instanceof HubError) {
      ctx.set(error.headers);
      refuse(ctx, error.status, { error: error.message });
    } else {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`POS Hub simulator: unexpected failure: ${told}\n`);
      refuse(ctx, 500, { error: 'the simulator failed; its log says why' });
    }
  }
};

function refuse(ctx: Ctx, status: number, body: { error: string; error_description?: string }): void {
  ctx.status = status;
  ctx.body = body;
  ctx.state.error = body.error_description ?? body.error;
}

/** Meets calls of applications with the faults that are ordered. */
export function faulty(hub: Hub): HubMiddleware {
  return async (ctx, next) => {
    const fault = hub.faults.take(ctx.method, ctx.path);
    if (fault === undefined) {
      await next();
      return;
    }
    ctx.state.fault = fault.kind === 'status' ? `status ${fault.status ?? 500}` : fault.kind;
    if (fault.when === 'after') {
      await next();
      ctx.state.fault += ' after the call was carried out';
    }
    await carryOut(fault, ctx);
    if (fault.kind === 'delay' && fault.when === 'before') await next();
  };
}

async function carryOut(fault: ApiFault, ctx: Ctx): Promise<void> {
  switch (fault.kind) {
    case 'status':
      if (fault.retryAfter !== undefined) ctx.set('retry-after', String(fault.retryAfter));
      refuse(ctx, fault.status ?? 500, { error: 'a fault that was ordered' });
      return;
    case 'reset':
      ctx.respond = false;
      ctx.req.socket.destroy();
      return;
    case 'delay':
      await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 1000));
      return;
    case 'hang':
      ctx.respond = false;
      await new Promise((resolve) => ctx.req.socket.once('close', resolve));
  }
}
