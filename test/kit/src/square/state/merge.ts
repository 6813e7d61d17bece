type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Lays a sparse object over a whole one: null clears, objects merge, parts of lists are matched by their uid and new ones
 * are added.
 */
export function merged(whole: unknown, sparse: unknown): unknown {
  if (Array.isArray(sparse)) return mergedList(Array.isArray(whole) ? whole : [], sparse);
  if (!isObject(sparse)) return sparse;
  const kept = Object.entries(isObject(whole) ? whole : {});
  const result = new Map<string, unknown>(kept);
  for (const [key, value] of Object.entries(sparse)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(result.get(key), value));
  }
  return Object.fromEntries(result);
}

function mergedList(whole: unknown[], sparse: unknown[]): unknown[] {
  if (!sparse.every(isObject)) return sparse;
  const result = [...whole];
  for (const part of sparse) {
    const place = result.findIndex((one) => isObject(one) && one['uid'] !== undefined && one['uid'] === part['uid']);
    if (place >= 0) result[place] = merged(result[place], part);
    else result.push(merged({}, part));
  }
  return result;
}

/** Takes away what dot paths name, as in `line_items[uid].note`. What isn't there is left alone. */
export function cleared(whole: unknown, paths: readonly string[]): unknown {
  return paths.reduce((rest, path) => without(rest, path.split(/\.|(?=\[)/)), whole);
}

function without(value: unknown, [step, ...rest]: string[]): unknown {
  if (step === undefined) return value;
  if (step.startsWith('[')) {
    const uid = step.slice(1, -1);
    if (!Array.isArray(value)) return value;
    const list: unknown[] = value;
    const hit = (one: unknown): boolean => isObject(one) && one['uid'] === uid;
    return rest.length === 0
      ? list.filter((one) => !hit(one))
      : list.map((one) => (hit(one) ? without(one, rest) : one));
  }
  if (!isObject(value) || !(step in value)) return value;
  const { [step]: own, ...others } = value;
  return rest.length === 0 ? others : { ...others, [step]: without(own, rest) };
}
