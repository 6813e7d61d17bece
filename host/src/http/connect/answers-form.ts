import type { ErrorObject } from 'ajv';
import type { JsonSchema } from '@poshub-bridge/core';
import { compileAnswers, demandFormSchema } from './form-schema.js';
import { choicesOf, fieldsOf, type Field } from './fields.js';
import type { Parameters } from './parameters.js';

/** What is wrong with an answer; without a field where it is about all of them together. */
export interface Mistake {
  readonly field?: Field;
  readonly message: string;
}

/** What a merchant answered, of the shape that the form's schema demands. */
export type Answers = Readonly<Record<string, unknown>>;

/** The form in which a merchant gives access to the till, or decides what only a merchant knows. */
export interface AnswersForm {
  readonly fields: readonly Field[];
  /** Reads what was sent. Where it has mistakes it is not to be used. */
  readonly read: (form: Parameters) => { readonly answers: Answers; readonly mistakes: readonly Mistake[] };
}

/**
 * The form that a schema of the adapter's describes: its credentials, or the choices about a store.
 * @throws Fault `config.adapter_unusable`
 */
export function createAnswersForm(schema: JsonSchema): AnswersForm {
  const fields = fieldsOf(demandFormSchema(schema));
  const isRight = compileAnswers(schema);
  return {
    fields,
    read: (form) => {
      const values = fields.map((field): [string, unknown] => [field.name, valueOf(field, form.get(field.name))]);
      const answers: Answers = Object.fromEntries(values.filter(([, value]) => value !== undefined));
      return { answers, mistakes: isRight(answers) ? [] : mistakesOf(isRight.errors ?? [], fields) };
    },
  };
}

/** An empty answer is none. Blanks around a key come from copying it. */
function valueOf({ control, property }: Field, sent: string | undefined): unknown {
  if (control === 'checkbox') return sent !== undefined;
  const text = sent?.trim() ?? '';
  if (text === '') return undefined;
  const choices = choicesOf(property);
  if (choices !== undefined) return choices.find(({ value }) => String(value) === text)?.value ?? text;
  const isNumber = property.type === 'integer' || property.type === 'number';
  return isNumber && /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

/** One mistake a field: the first that is found is the one to mend first. */
function mistakesOf(errors: readonly ErrorObject[], fields: readonly Field[]): readonly Mistake[] {
  const found = new Map<Field, Mistake>();
  // An answer that is none of several breaks each of them; the list as a whole is what a person should hear of.
  for (const error of errors.filter(({ schemaPath }) => !schemaPath.includes('/oneOf/'))) {
    const name: unknown =
      error.keyword === 'required'
        ? error.params['missingProperty']
        : error.instancePath.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
    const field = fields.find((one) => one.name === name);
    if (field !== undefined && !found.has(field)) found.set(field, { field, message: messageOf(error, field) });
  }
  if (found.size === 0) return [{ message: 'These answers do not fit together.' }];
  return fields.flatMap((field) => found.get(field) ?? []);
}

function messageOf({ keyword, params }: ErrorObject, { label, control }: Field): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'required':
      return control === 'select' ? `${label}: choose one.` : `${label}: fill this in.`;
    case 'minLength':
      return `${label}: at least ${limit} characters.`;
    case 'maxLength':
      return `${label}: at most ${limit} characters.`;
    case 'minimum':
      return `${label}: ${limit} or more.`;
    case 'maximum':
      return `${label}: ${limit} or less.`;
    case 'type':
      return params['type'] === 'integer' ? `${label}: a whole number.` : `${label}: a number.`;
    case 'enum':
    case 'oneOf':
      return `${label}: choose one of the list.`;
    case 'const':
      return `${label}: this is needed.`;
    case 'format':
      return control === 'email' ? `${label}: no e-mail address.` : `${label}: not as it should look.`;
    default:
      return `${label}: not as it should look.`;
  }
}
