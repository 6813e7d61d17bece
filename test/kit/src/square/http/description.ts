import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { into, isJson, listOf, operationAt, patternOf, problemsOf, type Json } from '../../fake/description.js';

/* Holds what goes in and out against Square's own OpenAPI document, more strictly than it is written: a key that it
   doesn't name is refused, and so is a key that only Square may set in what a client sends. */

/** Codes that the documentation's pages and real answers know, but not the document. */
const MORE_CODES = ['VERSION_MISMATCH'];
/** Keys that the document's own examples have, but not its schemas. */
const MORE_KEYS: Record<string, string[]> = { CatalogVersionUpdatedEventData: ['id'] };
const KEPT = ['type', 'minLength', 'maxLength', 'minimum', 'maximum', 'pattern', 'required', 'minItems', 'maxItems'];

/** Which values an operation takes and gives. */
interface Operation {
  pattern: RegExp;
  request?: string | undefined;
  answer?: string | undefined;
  queries: string[];
}

const read = new Map<string, Description>();

/** The document in a file; it is read once in the life of the process. */
export function descriptionOf(file: string): Description {
  const known = read.get(file) ?? new Description(file);
  read.set(file, known);
  return known;
}

/** The document, ready to be held against what happens. */
export class Description {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  readonly #operations = new Map<string, Operation[]>();
  readonly #events = new Map<string, string>();

  /** @param file where the document lies */
  constructor(file: string) {
    const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const schemas = Object.entries(into(document, 'components', 'schemas'));
    for (const side of ['request', 'answer'] as const) {
      const definitions = schemas.map(([name, schema]): [string, unknown] => [
        name,
        strict(withMore(name, schema), side),
      ]);
      this.#ajv.addSchema({ $id: side, definitions: Object.fromEntries(definitions) });
    }
    for (const [name, schema] of schemas) {
      const { event } = into(schema, 'x-webhook');
      if (typeof event === 'string') this.#events.set(event, name);
    }
    for (const [path, item] of Object.entries(into(document, 'paths')))
      for (const [method, operation] of Object.entries(into(item))) this.#learn(method, path, operation);
  }

  /** What is wrong with a call; `body` is undefined where there is none. */
  request(method: string, path: string, query: object, body: unknown): string[] {
    const operation = this.#find(method, path);
    if (!operation) return ['the document does not have this operation'];
    const unknown = Object.keys(query).filter((name) => !operation.queries.includes(name));
    const problems = unknown.map((name) => `the query has no ${name}`);
    if (operation.request === undefined) return problems;
    return [...problems, ...this.#problems('request', operation.request, body)];
  }

  /** What is wrong with an answer to a call. */
  answer(method: string, path: string, body: unknown): string[] {
    const name = this.#find(method, path)?.answer;
    return name === undefined ? ['the document does not have this answer'] : this.#problems('answer', name, body);
  }

  /** What is wrong with a webhook's body. */
  event(type: string, body: unknown): string[] {
    const name = this.#events.get(type);
    return name === undefined ? ['the document does not have this event'] : this.#problems('answer', name, body);
  }

  #learn(method: string, path: string, operation: unknown): void {
    const content = ['content', 'application/json', 'schema'];
    const parameters: unknown = into(operation)['parameters'];
    const known = this.#operations.get(method.toUpperCase()) ?? [];
    known.push({
      pattern: patternOf(path),
      request: nameOf(into(operation, 'requestBody', ...content)),
      answer: nameOf(into(operation, 'responses', '200', ...content)),
      queries: listOf(parameters).flatMap((one) => {
        const { in: place, name } = into(one);
        return place === 'query' && typeof name === 'string' ? [name] : [];
      }),
    });
    this.#operations.set(method.toUpperCase(), known);
  }

  #find(method: string, path: string): Operation | undefined {
    return operationAt(this.#operations.get(method) ?? [], path);
  }

  #problems(side: 'request' | 'answer', name: string, value: unknown): string[] {
    const valid: ValidateFunction | undefined = this.#ajv.getSchema(`${side}#/definitions/${name}`);
    if (!valid) return [`the document has no ${name}`];
    return problemsOf(valid, value);
  }
}

function withMore(name: string, schema: unknown): unknown {
  const more: Json = {};
  for (const key of MORE_KEYS[name] ?? []) more[key] = { type: 'string' };
  if (Object.keys(more).length === 0) return schema;
  return { ...into(schema), properties: { ...into(schema, 'properties'), ...more } };
}

const nameOf = ({ $ref }: Json): string | undefined =>
  typeof $ref === 'string' ? $ref.replace('#/components/schemas/', '') : undefined;

/** A schema of the document as JSON Schema, with nothing beyond what it names. */
function strict(schema: unknown, side: 'request' | 'answer'): unknown {
  if (!isJson(schema)) return schema;
  const name = nameOf(schema);
  const own = name === undefined ? plain(schema, side) : { $ref: `#/definitions/${name}` };
  return schema['nullable'] === true ? { anyOf: [own, { type: 'null' }] } : own;
}

function plain(schema: Json, side: 'request' | 'answer'): Json {
  const result: Json = Object.fromEntries(Object.entries(schema).filter(([key]) => KEPT.includes(key)));
  const { properties, additionalProperties, items } = schema;
  const values = listOf(schema['enum']);
  if (values.length > 0) result['enum'] = values.includes('VALUE_TOO_LONG') ? [...values, ...MORE_CODES] : values;
  if (items !== undefined) result['items'] = strict(items, side);
  if (isJson(properties)) {
    const open = Object.entries(properties).filter(([, one]) => side === 'answer' || into(one)['readOnly'] !== true);
    result['properties'] = Object.fromEntries(open.map(([key, one]) => [key, strict(one, side)]));
    result['additionalProperties'] = false;
  }
  if (additionalProperties !== undefined) result['additionalProperties'] = strict(additionalProperties, side);
  return result;
}
