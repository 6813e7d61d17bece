import type { FormSchema, Property } from './form-schema.js';

/** One question of the credentials form. */
export interface Field {
  readonly name: string;
  /** Unique on its page. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly control: 'text' | 'email' | 'url' | 'number' | 'password' | 'checkbox' | 'select';
  /** Whether its value is never sent back to the browser. */
  readonly isSecret: boolean;
  readonly required: boolean;
  /** The schema's limits as attributes of HTML. */
  readonly limits: Readonly<Record<string, string | number>>;
  /** What can be chosen; empty unless the control is `select`. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
  /** What stands in it at first. */
  readonly initial: string;
  readonly property: Property;
}

/** The questions that a schema asks, in its order. */
export function fieldsOf({ properties = {}, required = [] }: FormSchema): readonly Field[] {
  return Object.entries(properties).map(([name, property], index): Field => {
    const isSecret = property.format === 'password' || property.writeOnly === true;
    const control = controlOf(property, isSecret);
    return {
      name,
      id: `field-${index + 1}`,
      label: property.title ?? wordsIn(name),
      ...(property.description === undefined ? {} : { hint: property.description }),
      control,
      isSecret,
      required: required.includes(name),
      limits: limitsOf(property, control),
      options: (choicesOf(property) ?? []).map(({ value, label }) => ({ value: String(value), label })),
      initial: isSecret || property.default === undefined ? '' : String(property.default),
      property,
    };
  });
}

/** What can be chosen for a property: its `enum`, or `oneOf` with titles for people; undefined where it is free. */
export function choicesOf({
  enum: values,
  oneOf,
}: Property): readonly { readonly value: string | number; readonly label: string }[] | undefined {
  if (oneOf !== undefined) return oneOf.map(({ const: value, title }) => ({ value, label: title }));
  return values?.map((value) => ({ value, label: String(value) }));
}

function controlOf(property: Property, isSecret: boolean): Field['control'] {
  const { type, format } = property;
  if (choicesOf(property) !== undefined) return 'select';
  if (type === 'boolean') return 'checkbox';
  if (isSecret) return 'password';
  if (type === 'integer' || type === 'number') return 'number';
  return format === 'email' ? 'email' : format === 'uri' ? 'url' : 'text';
}

function limitsOf(property: Property, control: Field['control']): Readonly<Record<string, string | number>> {
  if (control === 'select' || control === 'checkbox') return {};
  const limits: Record<string, string | number> = {};
  if (control === 'number') {
    limits['step'] = property.type === 'integer' ? 1 : 'any';
    if (property.minimum !== undefined) limits['min'] = property.minimum;
    if (property.maximum !== undefined) limits['max'] = property.maximum;
    return limits;
  }
  if (property.minLength !== undefined) limits['minlength'] = property.minLength;
  if (property.maxLength !== undefined) limits['maxlength'] = property.maxLength;
  const pattern = property.pattern === undefined ? undefined : patternOf(property.pattern);
  if (pattern !== undefined) limits['pattern'] = pattern;
  return limits;
}

/** A schema's pattern may match anywhere, one of HTML matches the whole; and browsers read it by the stricter `v`. */
function patternOf(pattern: string): string | undefined {
  const whole = `.*(?:${pattern}).*`;
  try {
    new RegExp(whole, 'v');
    return whole;
  } catch {
    return undefined;
  }
}

/** `apiKey` and `api_key` as people write: "Api key". */
function wordsIn(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
