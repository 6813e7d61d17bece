import type { SchemaObject } from 'ajv';

const limits = ['type', 'enum', 'format', 'pattern', 'minimum', 'maximum', 'additionalProperties', 'required'];

/**
 * Where two schemas of the same thing differ: each line is the path of a key and the keyword. Local references of the first
 * and the document's references of the second are followed; recursion is followed once.
 */
export function differences(mine: SchemaObject, theirs: SchemaObject, named: (name: string) => SchemaObject): string[] {
  const seen = new Set<string>();
  const walk = (left: unknown, right: unknown, path: string): string[] => {
    const a = follow(left, (ref) => part(part(mine, '$defs'), ref));
    const b = follow(right, named);
    if (part(left, '$ref') !== undefined) {
      const pair = `${String(part(left, '$ref'))} ${String(part(right, '$ref'))}`;
      if (seen.has(pair)) return [];
      seen.add(pair);
    }
    const here = limits.filter((key) => shown(a, key) !== shown(b, key)).map((key) => `${path}: ${key}`);
    const keys = new Set([...keysOf(part(a, 'properties')), ...keysOf(part(b, 'properties'))]);
    const inner = [...keys].flatMap((key) => {
      const [one, other] = [part(part(a, 'properties'), key), part(part(b, 'properties'), key)];
      if (one === undefined || other === undefined) return [`${path}/${key}: only on one side`];
      return walk(one, other, `${path}/${key}`);
    });
    const items = [part(a, 'items'), part(b, 'items')];
    return [
      ...here,
      ...inner,
      ...(items[0] === undefined && items[1] === undefined ? [] : walk(items[0], items[1], path)),
    ];
  };
  return walk(mine, theirs, '');
}

function follow(schema: unknown, named: (name: string) => unknown): unknown {
  const ref = part(schema, '$ref');
  return typeof ref === 'string' ? named(ref.split('/').at(-1) ?? '') : schema;
}

const part = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);

/** A keyword as text, where lists have no order and an empty list is no list. */
function shown(schema: unknown, key: string): string | undefined {
  const value = part(schema, key);
  if (Array.isArray(value)) return value.length === 0 ? undefined : JSON.stringify(value.map(String).sort());
  return value === undefined ? undefined : JSON.stringify(value);
}
