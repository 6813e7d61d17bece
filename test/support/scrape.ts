/** One answer of /metrics, in Prometheus' text format. */
export class Scrape {
  readonly #samples = new Map<string, number>();
  readonly #types = new Map<string, string>();

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [, typed, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      if (typed !== undefined && type !== undefined) this.#types.set(typed, type);
      const [, name, labels, value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      if (name !== undefined) this.#samples.set(keyOf(name, labelsIn(labels ?? '')), Number(value));
    }
  }

  /** A sample's value; undefined where there is none. */
  value(name: string, labels: Readonly<Record<string, string>> = {}): number | undefined {
    return this.#samples.get(keyOf(name, Object.entries(labels)));
  }

  /** The metrics' names with their types, as Prometheus is told. */
  get types(): ReadonlyMap<string, string> {
    return this.#types;
  }

  /** Every sample as a line: its name with its labels in their order. */
  get lines(): readonly string[] {
    return [...this.#samples.keys()];
  }
}

function labelsIn(text: string): [string, string][] {
  return [...text.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
}

function keyOf(name: string, labels: readonly (readonly [string, string])[]): string {
  const sorted = [...labels].sort(([one], [other]) => (one < other ? -1 : 1));
  return `${name}{${sorted.map(([label, value]) => `${label}="${value}"`).join(',')}}`;
}
