import type { Context } from 'koa';
import { asFault, Fault, type InstallAttempt } from '@poshub-bridge/core';
import { digestOf } from './browser.js';
import { showFault } from './failing.js';
import { readQuery, type Parameters } from './parameters.js';
import type { Site } from './site.js';

const LONGEST_CODE = 4_000;

/** The vendor's redirect: the merchant comes back with a code, or without. */
export async function comeBack(site: Site, ctx: Context): Promise<void> {
  const query = readQuery(ctx, 'request.unreadable');
  const attempt = await site.installing.attempt(digestOf(site.memory.secret(ctx)));
  try {
    await takeAnswer(site, attempt, query);
    site.goTo(ctx, site.pathOf(attempt.connectionId));
  } catch (error) {
    const fault = asFault(error);
    const isOver = fault.code === 'install.declined';
    if (isOver) site.memory.forget(ctx);
    showFault(site, ctx, fault, isOver ? undefined : site.pathOf(attempt.connectionId));
  }
}

async function takeAnswer(
  { installing, callbackUrl }: Site,
  attempt: InstallAttempt,
  query: Parameters,
): Promise<void> {
  // Before anything else: only the vendor's answer to this very browser may change something, a refusal included.
  const state = digestOf(query.get('state') ?? '');
  if (attempt.state !== state) throw new Fault('install.expired', { detail: 'the state is not the one that was sent' });
  const error = query.get('error');
  if (error !== undefined) {
    const fault = faultOf(error);
    if (fault.code === 'install.declined') await installing.decline(attempt, fault);
    throw fault;
  }
  const code = query.get('code') ?? '';
  if (code === '' || code.length > LONGEST_CODE) throw new Fault('request.unreadable', { detail: 'there is no code' });
  await installing.comeBack(attempt, state, code, callbackUrl);
}

/** What the vendor's error means, by RFC 6749, section 4.1.2.1. */
function faultOf(error: string): Fault {
  if (error === 'access_denied') return new Fault('install.declined');
  const detail = /^[a-z_]{1,64}$/.test(error) ? error : 'an error without a name';
  const mayPass = error === 'server_error' || error === 'temporarily_unavailable';
  return new Fault(mayPass ? 'vendor.unavailable' : 'vendor.refused', { detail });
}
