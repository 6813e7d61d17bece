import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { into, isJson, listOf, operationAt, patternOf, problemsOf, type Json } from '../../fake/description.js';

/* Holds what goes in and out against Lightspeed's own OpenAPI document, more strictly than it is written: a key that it
   doesn't name is refused. */

/** Values that the document's own examples have, but not its lists of values. */
const MORE_VALUES = ['CHECK_WAS_UPDATED'];
const KEPT = [
  ...['type', 'minLength', 'maxLength', 'minimum', 'maximum', 'required', 'minItems', 'maxItems', 'uniqueItems'],
];
const JSON_BODY = ['content', 'application/json', 'schema'];

/** The names under which an operation's schemas are kept. */
interface Operation {
  pattern: RegExp;
  request: string | undefined;
  /** By status. */
  answers: Map<number, string | undefined>;
  queries: { name: string; required: boolean }[];
}

const read = new Map<string, Description>();

/** The document in a file, YAML or JSON; it is read once in the life of the process. */
export function descriptionOf(file: string): Description {
  const known = read.get(file) ?? new Description(file);
  read.set(file, known);
  return known;
}

/** The document, ready to be held against what happens. */
export class Description {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  readonly #document: unknown;
  readonly #definitions: Json = {};
  readonly #operations = new Map<string, Operation[]>();
  readonly #events = new Map<string, string>();

  /** @param file where the document lies */
  constructor(file: string) {
    this.#document = parse(readFileSync(file, 'utf8'));
    for (const [name, schema] of Object.entries(into(this.#document, 'components', 'schemas')))
      this.#definitions[name] = this.#strict(schema);
    for (const [path, item] of Object.entries(into(this.#document, 'paths')))
      for (const [method, operation] of Object.entries(into(item))) this.#learn(method.toUpperCase(), path, operation);
    for (const [name, item] of Object.entries(into(this.#document, 'webhooks'))) {
      const known = this.#keep(into(item, 'post', 'requestBody', ...JSON_BODY));
      if (known !== undefined) this.#events.set(name, known);
    }
    this.#ajv.addSchema({ $id: 'all', definitions: this.#definitions });
  }

  /** What is wrong with a call; `body` is undefined where there is none. */
  request(method: string, path: string, query: object, body: unknown): string[] {
    const operation = this.#find(method, path);
    if (!operation) return ['the document does not have this operation'];
    const { queries, request } = operation;
    const unknown = Object.keys(query).filter((key) => !queries.some(({ name }) => name === key));
    const missing = queries.filter(({ name, required }) => required && !Object.hasOwn(query, name));
    return [
      ...unknown.map((name) => `the query has no ${name}`),
      ...missing.map(({ name }) => `the query lacks ${name}`),
      ...(request === undefined ? [] : this.#problems(request, body)),
    ];
  }

  /** What is wrong with an answer to a call. Refusals that the document doesn't have may look as they like. */
  answer(method: string, path: string, status: number, body: unknown): string[] {
    const answers = this.#find(method, path)?.answers;
    if (!answers?.has(status)) return status < 400 ? ['the document does not have this answer'] : [];
    const name = answers.get(status);
    return name === undefined ? [] : this.#problems(name, body);
  }

  /** What is wrong with a webhook's body. */
  event(kind: string, body: unknown): string[] {
    const name = this.#events.get(kind);
    return name === undefined ? ['the document does not have this event'] : this.#problems(name, body);
  }

  #learn(method: string, path: string, operation: unknown): void {
    const { parameters, responses } = into(operation);
    const known = this.#operations.get(method) ?? [];
    known.push({
      pattern: patternOf(path),
      request: this.#keep(into(operation, 'requestBody', ...JSON_BODY)),
      answers: new Map(
        Object.entries(into(responses)).map(([status, answer]) => [
          Number(status),
          this.#keep(into(this.#resolved(answer), ...JSON_BODY)),
        ]),
      ),
      queries: listOf(parameters).flatMap((one) => {
        const { in: place, name, required } = this.#resolved(one);
        return place === 'query' && typeof name === 'string' ? [{ name, required: required === true }] : [];
      }),
    });
    this.#operations.set(method, known);
  }

  #find(method: string, path: string): Operation | undefined {
    return operationAt(this.#operations.get(method) ?? [], path);
  }

  /** Keeps a schema under a name; nothing for one that says nothing. */
  #keep(schema: Json): string | undefined {
    if (Object.keys(schema).length === 0) return undefined;
    const name = `used-${Object.keys(this.#definitions).length}`;
    this.#definitions[name] = this.#strict(schema);
    return name;
  }

  #problems(name: string, value: unknown): string[] {
    const valid: ValidateFunction | undefined = this.#ajv.getSchema(`all#/definitions/${name}`);
    return valid ? problemsOf(valid, value) : [`the document has no ${name}`];
  }

  /** What a reference stands for. */
  #resolved(value: unknown): Json {
    const { $ref } = into(value);
    return typeof $ref === 'string' ? into(this.#document, ...$ref.slice(2).split('/')) : into(value);
  }

  /** A schema of the document as JSON Schema, with nothing beyond what it names. */
  #strict(schema: unknown): unknown {
    if (!isJson(schema)) return schema;
    const { $ref, oneOf } = schema;
    if (typeof $ref === 'string') return { $ref: $ref.replace('#/components/schemas/', '#/definitions/') };
    if (oneOf !== undefined) return { oneOf: listOf(oneOf).map((one) => this.#strict(one)) };
    const whole = this.#flat(schema);
    const result: Json = Object.fromEntries(Object.entries(whole).filter(([key]) => KEPT.includes(key)));
    const { properties, items } = whole;
    const values = listOf(whole['enum']);
    if (values.length > 0) result['enum'] = values.includes('READY_FOR_PICKUP') ? [...values, ...MORE_VALUES] : values;
    if (items !== undefined) result['items'] = this.#strict(items);
    if (isJson(properties)) {
      result['properties'] = Object.fromEntries(
        Object.entries(properties).map(([key, one]) => [key, this.#strict(one)]),
      );
      result['additionalProperties'] = false;
    }
    return result;
  }

  /** What a schema and those that it is made of demand together. */
  #flat(schema: Json): Json {
    const parts = listOf(schema['allOf']).map((one) => this.#flat(this.#resolved(one)));
    if (parts.length === 0) return schema;
    return {
      type: 'object',
      required: parts.flatMap((one) => listOf(one['required'])),
      properties: Object.assign({}, ...parts.map((one) => into(one, 'properties'))),
    };
  }
}
