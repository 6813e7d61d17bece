import type { Context } from 'koa';
import { Fault, type FaultCode } from '@poshub-bridge/core';
import { readBody } from '../body.js';

/** Far more than any form of ours fills, in bytes. */
const LARGEST_FORM = 65_536;

/** Parameters of a URL or a form by name; none that is there twice with different values. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * The parameters of a URL. Where one comes twice with different values, two readers may see different things: refused.
 * @throws Fault of the given code
 */
export function readQuery(ctx: Context, code: FaultCode): Parameters {
  return unambiguous(ctx.querystring, code);
}

/**
 * The fields of a form that was sent.
 * @param most the largest body that the host takes, in bytes
 * @throws Fault `request.unsupported_type`, `request.too_large`, `request.unreadable`
 */
export async function readForm(ctx: Context, most: number): Promise<Parameters> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(ctx.get('content-type')))
    throw new Fault('request.unsupported_type', { detail: 'it is no form' });
  const body = await readBody(ctx, Math.min(most, LARGEST_FORM));
  return unambiguous(Buffer.from(body).toString('utf8'), 'request.unreadable');
}

function unambiguous(encoded: string, code: FaultCode): Parameters {
  const found = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(encoded)) {
    if ((found.get(name) ?? value) !== value)
      throw new Fault(code, { detail: 'a parameter came twice with different values' });
    found.set(name, value);
  }
  return found;
}
