import { once } from 'node:events';
import { connect } from 'node:net';
import { Fault, isFault } from '@poshub-bridge/core';
import { guardedLookup, refuseAddress } from './addresses.js';
import { createHttpClient, type OutboundOptions } from './http-client.js';

type ReachOptions = Pick<OutboundOptions, 'allowPrivateAddresses' | 'timeoutMs'>;

/**
 * Whether a host that an adapter names can be reached from here. Where its port is that of https the certificate is
 * looked at too; a host without a port may also be one of http. Nothing is asked but its first page.
 * @param host `name` or `name:port`
 * @returns what was found, for a person
 * @throws Fault `vendor.unavailable`, `vendor.no_answer`, `outbound.not_allowed`
 */
export async function reach(host: string, options: ReachOptions): Promise<string> {
  const [, name = host, digits] = /^(.+?)(?::(\d{1,5}))?$/.exec(host) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && port !== 443) {
    await open(name, port, options);
    return `${name} takes connections at port ${port}`;
  }
  try {
    await open(name, 443, options);
  } catch (error) {
    if (port === 443 || (isFault(error) && error.code === 'outbound.not_allowed')) throw error;
    await open(name, 80, options).catch(() => {
      throw error;
    });
    return `${name} takes connections at port 80, but not with https`;
  }
  const { status } = await createHttpClient({ hosts: [host], ...options }).send({
    method: 'GET',
    url: `https://${name}/`,
  });
  return `${name} answers with https (status ${status})`;
}

async function open(name: string, port: number, { allowPrivateAddresses, timeoutMs }: ReachOptions): Promise<void> {
  if (!allowPrivateAddresses) refuseAddress(name);
  const socket = connect({
    host: name.replace(/^\[|\]$/g, ''),
    port,
    ...(allowPrivateAddresses ? {} : { lookup: guardedLookup }),
  });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    if (isFault(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const reason = code === 'ABORT_ERR' ? 'no answer in time' : code;
    throw new Fault('vendor.unavailable', { detail: `${name} port ${port}: ${reason}` });
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}
