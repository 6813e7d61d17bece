import { Fault } from '@poshub-bridge/core';
import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  RootOperationNode,
  UnknownRow,
} from 'kysely';

/** Reads columns whose names end in `_json`; all other text stays text, whatever it looks like. */
export class JsonColumns implements KyselyPlugin {
  transformQuery({ node }: PluginTransformQueryArgs): RootOperationNode {
    return node;
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return Promise.resolve({ ...result, rows: result.rows.map(readRow) });
  }
}

function readRow(row: UnknownRow): UnknownRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith('_json') && typeof value === 'string' ? readJson(name, value) : value,
    ]),
  );
}

function readJson(column: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats a piece of the text, which may be somebody's address.
    throw new Fault('storage.unavailable', { detail: `a value of the column ${column} is no JSON` });
  }
}

/** A value for a column that may be null. */
export function jsonOrNull(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
