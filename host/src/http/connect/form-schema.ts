import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Fault, type JsonSchema } from '@poshub-bridge/core';

/** A property of a schema, as far as a form can ask for it. */
export interface Property {
  readonly type?: 'string' | 'boolean' | 'integer' | 'number';
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly writeOnly?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly (string | number)[];
  /** The same with what people read for each. */
  readonly oneOf?: readonly { readonly const: string | number; readonly title: string }[];
  readonly default?: string | number | boolean;
}

/** A schema that a form can be made of. */
export interface FormSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
}

const text = { type: 'string' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const number = { type: 'number' } as const;
const property = {
  type: 'object',
  properties: {
    type: { enum: ['string', 'boolean', 'integer', 'number'] },
    ...{ title: text, description: text, format: text, writeOnly: { type: 'boolean' } },
    ...{ minLength: count, maxLength: count, pattern: text, minimum: number, maximum: number },
    enum: { type: 'array', minItems: 1, items: { type: ['string', 'number'] } },
    oneOf: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['const', 'title'],
        properties: { const: { type: ['string', 'number'] }, title: text },
      },
    },
    default: { type: ['string', 'number', 'boolean'] },
  },
  anyOf: [{ required: ['type'] }, { required: ['enum'] }, { required: ['oneOf'] }],
} as const;

const ajv = new Ajv({ allowUnionTypes: true });
const isFormSchema = ajv.compile<FormSchema>({
  type: 'object',
  required: ['type'],
  properties: {
    type: { const: 'object' },
    required: { type: 'array', items: text },
    // What a form itself sends beside the answers.
    properties: {
      type: 'object',
      propertyNames: { not: { enum: ['step', 'csrf', 'store'] } },
      additionalProperties: property,
    },
  },
});

/**
 * An adapter's schema as the schema of a form.
 * @throws Fault `config.adapter_unusable` where a form can't ask for what it describes
 */
export function demandFormSchema(schema: JsonSchema): FormSchema {
  if (isFormSchema(schema)) return schema;
  const detail = ajv.errorsText(isFormSchema.errors, { dataVar: 'schema' });
  throw new Fault('config.adapter_unusable', { detail: `no form can be made of its schema: ${detail}` });
}

/** Compiles an adapter's schema of answers. @throws Fault `config.adapter_unusable` */
export function compileAnswers(schema: JsonSchema): ValidateFunction<Readonly<Record<string, unknown>>> {
  const options: Options = { allErrors: true, strict: false, logger: false };
  const { $schema: draft, ...rest } = schema;
  const checker = String(draft).includes('2020-12') ? new Ajv2020(options) : new Ajv(options);
  addFormats.default(checker);
  try {
    return checker.compile<Readonly<Record<string, unknown>>>(rest);
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'it is no JSON Schema';
    throw new Fault('config.adapter_unusable', { detail: `its schema: ${detail}`, cause: error });
  }
}
