import { h, type VNode } from 'preact';
import type { Mistake } from '../answers-form.js';
import type { Field } from '../fields.js';
import type { Parameters } from '../parameters.js';

interface Props {
  readonly field: Field;
  readonly value: string;
  readonly mistake: string | undefined;
}

/** The questions of a form, with what was answered before. */
export function FieldInputs(props: {
  readonly fields: readonly Field[];
  readonly sent: Parameters | undefined;
  readonly mistakes: readonly Mistake[];
}): VNode {
  return (
    <>
      {props.fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={valueOf(field, props.sent)}
          mistake={props.mistakes.find((one) => one.field?.name === field.name)?.message}
        />
      ))}
    </>
  );
}

/** What stands in a field: what was sent, unless it is a secret, which never goes back. */
function valueOf({ name, isSecret, initial }: Field, sent: Parameters | undefined): string {
  if (isSecret) return '';
  return sent === undefined ? initial : (sent.get(name) ?? '');
}

/** A question with its hint, its input and what is wrong with the answer. */
function FieldInput({ field, value, mistake }: Props): VNode {
  const { id, name, hint, label, required, control } = field;
  const notes = [hint === undefined ? [] : [`${id}-hint`], mistake === undefined ? [] : [`${id}-error`]].flat();
  const common = {
    id,
    name,
    ...(required && control !== 'checkbox' ? { required } : {}),
    ...(notes.length === 0 ? {} : { 'aria-describedby': notes.join(' ') }),
    ...(mistake === undefined ? {} : { 'aria-invalid': true }),
  };
  const caption = (
    <label for={id}>
      {label} {required || control === 'checkbox' ? null : <span class="optional">(optional)</span>}
    </label>
  );
  const remarks = (
    <>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {mistake === undefined ? null : (
        <p class="error" id={`${id}-error`}>
          {mistake}
        </p>
      )}
    </>
  );
  if (control === 'checkbox')
    return (
      <div class="field">
        <div class="check">
          <input type="checkbox" value="true" checked={value === 'true'} {...common} />
          <div>
            {caption}
            {remarks}
          </div>
        </div>
      </div>
    );
  return (
    <div class="field">
      {caption}
      {remarks}
      {control === 'select' ? (
        <Select field={field} value={value} common={common} />
      ) : (
        // By its function: JSX wants one role for each kind of input.
        h('input', {
          type: control,
          ...(control === 'password' ? {} : { value }),
          ...field.limits,
          ...(hint === undefined ? {} : { title: hint }),
          autocomplete: 'off',
          autocapitalize: 'none',
          spellcheck: false,
          ...common,
        })
      )}
    </div>
  );
}

function Select(props: {
  readonly field: Field;
  readonly value: string;
  readonly common: { readonly id: string; readonly name: string };
}): VNode {
  const { options, required } = props.field;
  return (
    <select {...props.common}>
      <option value="" selected={!options.some(({ value }) => value === props.value)}>
        {required ? 'Choose…' : 'None'}
      </option>
      {options.map(({ value, label }) => (
        <option key={value} value={value} selected={value === props.value}>
          {label}
        </option>
      ))}
    </select>
  );
}
