import type { Context } from 'koa';
import type { HttpDeps } from '../deps.js';

/** A JSON Schema, draft 2020-12, as OpenAPI 3.1 has it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A parameter of the query or the path, as OpenAPI describes it. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  readonly required?: boolean;
  readonly description: string;
  readonly schema: Schema;
}

/** A call with the values that stand in its path. */
export type Call = Context & { readonly params: Readonly<Record<string, string>> };

/** One route of the API: what it does, and how it is described. The routes and the document are both made of these. */
export interface Operation {
  readonly method: 'get' | 'post';
  /** Below /api/v1, as OpenAPI writes it: `/orders/{id}`. */
  readonly path: `/${string}`;
  /** A name for generated clients. */
  readonly id: string;
  readonly summary: string;
  /** Those of the query; those of the path follow from the path. */
  readonly query?: readonly Parameter[];
  readonly body?: { readonly required: boolean; readonly schema: Schema };
  readonly status: 200 | 201 | 202;
  /** The body of the answer. */
  readonly answer: Schema;
  /** The statuses of its faults, beside those that every route has. */
  readonly faults: readonly (404 | 409 | 413 | 415)[];
  /** Does it and gives the answer's body. @throws Fault */
  readonly run: (call: Call, deps: HttpDeps) => unknown;
}

/** The value of `{id}`; koa decodes it. */
export function idOf({ params }: Call): string {
  return params['id'] ?? '';
}

/** A place in the document's list of schemas. */
export function ref(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object with just these fields; those after the first list may be absent. */
export function fields(required: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}) {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(required),
    properties: { ...required, ...optional },
  } as const;
}

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

/** The envelope of one thing. */
export function dataOf(schema: Schema): Schema {
  return fields({ data: schema });
}

/** The envelope of a page. */
export function pageOf(items: Schema): Schema {
  return fields({ data: listOf(items), ...MORE }, NEXT);
}

export const MORE = { hasNextPage: { type: 'boolean' } } as const satisfies Record<string, Schema>;
export const NEXT = {
  nextPageKey: { type: 'string', description: 'Set exactly where there is a next page.' },
} as const satisfies Record<string, Schema>;
