import { hostSchema } from './schema.js';

/** What stands for a value that comes from the environment or a file. */
const VARIABLE = { type: 'string', pattern: '\\$\\{[^}]+\\}' } as const;

/** The schemas of the sections that are not the host's. */
export interface Sections {
  readonly hub: object;
  /** The adapter's settings; anything where absent. */
  readonly settings?: object;
}

/** The JSON Schema of the whole file as a person writes it, for editors: where a text may stand, a variable may. */
export function publishedSchema({
  hub,
  settings = hostSchema.properties.adapter.properties.settings,
}: Sections): object {
  const { adapter } = hostSchema.properties;
  const properties = {
    ...hostSchema.properties,
    hub,
    adapter: { ...adapter, properties: { ...adapter.properties, settings } },
  };
  const schema = entriesOf(withVariables({ ...hostSchema, properties }));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'The configuration of poshub-bridge',
    ...schema,
    properties: { $schema: { type: 'string' }, ...entriesOf(schema['properties']) },
  };
}

function withVariables(schema: unknown): unknown {
  // One document has one draft.
  const { $schema: _draft, ...all } = entriesOf(schema);
  const { properties, items, description, default: preset, title } = all;
  if (isText(all)) {
    const shown = Object.entries({ title, description, default: preset }).filter(([, value]) => value !== undefined);
    return { ...Object.fromEntries(shown), anyOf: [all, VARIABLE] };
  }
  return {
    ...all,
    ...(properties === undefined ? {} : { properties: mapped(properties) }),
    ...(items === undefined ? {} : { items: withVariables(items) }),
  };
}

function mapped(properties: unknown): object {
  return Object.fromEntries(Object.entries(entriesOf(properties)).map(([key, inner]) => [key, withVariables(inner)]));
}

function isText({ type, enum: choices }: Readonly<Record<string, unknown>>): boolean {
  return type === 'string' || (Array.isArray(choices) && choices.every((choice) => typeof choice === 'string'));
}

function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
