import { ref, type Operation, type Parameter, type Schema } from './operation.js';
import { SCHEMAS } from './schemas.js';

/** What every route may answer, whatever is asked of it. */
const EVERYWHERE = { 400: 'The request can’t be read.', 401: 'The token is missing or wrong.' } as const;

const REFUSALS = {
  404: 'There is none.',
  409: 'It can’t be done as things are.',
  413: 'The body is too large.',
  415: 'The body is no JSON.',
} as const;

/** A description of an API in OpenAPI. */
export interface ApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Schema;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly [more: string]: unknown };
  readonly [more: string]: unknown;
}

/** Describes operations in OpenAPI 3.1. */
export function describeApi(operations: readonly Operation[]): ApiDocument {
  const paths: Record<string, Record<string, Schema>> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'poshub-bridge',
      version: '1',
      description:
        'What operators see and do. Answers have POS Hub’s envelopes; they show how orders fared, not who ordered.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'api.token of the configuration.' } },
      schemas: SCHEMAS,
    },
  };
}

function describe(operation: Operation): Schema {
  const { id, path, summary, query = [], body, status, answer, faults } = operation;
  const parameters = [...parametersOf(path), ...query];
  return {
    operationId: id,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: body.required, content: asJson(body.schema) } }),
    responses: {
      [status]: { description: 'Done.', content: asJson(answer) },
      ...refusals(EVERYWHERE),
      ...refusals(Object.fromEntries(faults.map((fault) => [fault, REFUSALS[fault]]))),
      default: { description: 'It could not be done.', content: asJson(ref('Error')) },
    },
  };
}

function parametersOf(path: string): readonly Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: 'As the lists show it, encoded for a path.',
    schema: { type: 'string' },
  }));
}

function refusals(descriptions: Readonly<Record<number, string>>): Schema {
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [
      status,
      { description, content: asJson(ref('Error')) },
    ]),
  );
}

function asJson(schema: Schema): Schema {
  return { 'application/json': { schema } };
}
