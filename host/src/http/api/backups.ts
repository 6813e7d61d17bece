import { Ajv } from 'ajv';
import { Fault, type Clock } from '@poshub-bridge/core';
import { demandJson, readBody } from '../body.js';
import { dataOf, fields, ref, type Operation } from './operation.js';
import { requestIdOf } from '../request-id.js';

/** A backup that is asked for. */
interface Wish {
  readonly name?: string;
}

/** A name and no path; and none that SQLite itself would give to a file beside the database. */
const WISH = fields({}, { name: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,95}\\.db$' } });

const isWish = new Ajv().compile<Wish>(WISH);

export const BACKUP_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'post', path: '/backup', id: 'backUp', status: 201 },
    summary: 'Copy the storage into the configured folder of backups; who asks names no place on this disk.',
    body: { required: false, schema: WISH },
    answer: dataOf(ref('Backup')),
    faults: [409, 413, 415],
    run: async (call, { backUp, clock, log, bodyBytes }) => {
      const body = await readBody(call, bodyBytes);
      if (body.length > 0) demandJson(call);
      const { name = nameBy(clock) } = parse(body);
      const begun = clock.now();
      const bytes = await backUp(name);
      log.info('backup made', { requestId: requestIdOf(call), name, bytes, milliseconds: clock.now() - begun });
      return { data: { name, bytes, at: new Date(begun).toISOString() } };
    },
  },
];

function parse(body: Uint8Array): Wish {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    if (isWish(value)) return value;
  } catch (error) {
    throw new Fault('request.unreadable', { detail: 'the body is no JSON', cause: error });
  }
  const detail = 'wanted {"name": a file’s name of letters, digits, ".", "_" and "-" that ends in .db}, or nothing';
  throw new Fault('request.unreadable', { detail });
}

function nameBy(clock: Clock): string {
  return `bridge-${new Date(clock.now()).toISOString().replace(/[-:.]/g, '')}.db`;
}
