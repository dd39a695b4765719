// Fields with their label, hint and error bound together, so that a screen reader says all three and a thumb hits each.

import { type ComponentProps, type ReactNode, useId } from 'react';
import { addDays, dayOf, listDay } from '#kernel/dates.ts';

type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true };
export type FieldProps = { label: string; hint?: ReactNode; error?: string | null; required?: boolean };

/** A label, a control and what is said about it. The control takes the given props. */
export function Field({ label, hint, error, required, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const wiring: Wiring = {
    id,
    ...(described && { 'aria-describedby': described }),
    ...(error && { 'aria-invalid': true }),
    ...(required && { 'aria-required': true }),
  };
  return (
    <div className={`field${error ? ' field-bad' : ''}`}>
      <label htmlFor={id}>
        {label}
        {required && <span className="field-must">必填</span>}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {children(wiring)}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

type InputProps = FieldProps &
  Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'id'> & { value: string; onChange(value: string): void };

export const TextInput = ({ label, hint, error, required, onChange, ...rest }: InputProps) => (
  <Field {...{ label, hint, error, required }}>
    {wiring => <input {...rest} {...wiring} className="input" onChange={event => onChange(event.target.value)} />}
  </Field>
);

/** A day 'YYYY-MM-DD', with today and yesterday one tap away. */
export function DayField({
  value,
  onChange,
  max,
  ...field
}: FieldProps & { value: string; onChange(day: string): void; max?: string }) {
  const today = dayOf(new Date());
  return (
    <Field {...field}>
      {wiring => (
        <div className="day">
          <input
            {...wiring}
            className="input"
            type="date"
            value={value}
            max={max}
            onChange={event => onChange(event.target.value)}
          />
          {[today, addDays(today, -1)].map((day, i) => (
            <button key={day} type="button" className="chip" aria-pressed={value === day} onClick={() => onChange(day)}>
              {i === 0 ? '今天' : '昨天'}
              <small>{listDay(day).slice(0, 5)}</small>
            </button>
          ))}
        </div>
      )}
    </Field>
  );
}

/** Longer text with its length; `max` in characters. Grows with what is written. */
export const TextArea = ({
  label,
  hint,
  error,
  required,
  value,
  onChange,
  max,
  rows = 3,
  ...rest
}: FieldProps & { value: string; onChange(value: string): void; max: number; rows?: number; placeholder?: string }) => (
  <Field {...{ label, hint, error, required }}>
    {wiring => (
      <>
        <textarea
          {...rest}
          {...wiring}
          className="input"
          rows={rows}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
        <p className={`counter${value.length > max ? ' over' : ''}`} aria-live={value.length > max * 0.9 ? 'polite' : 'off'}>
          {value.length} / {max} 字
        </p>
      </>
    )}
  </Field>
);

export type Choice<T extends string = string> = { value: T; label: string; hint?: string };
type ChipsProps<T extends string> = FieldProps & { options: readonly Choice<T>[]; changedFrom?: T | readonly T[] | null };

function Chips<T extends string>({
  type,
  options,
  chosen,
  onPick,
  changedFrom,
  ...field
}: ChipsProps<T> & { type: 'radio' | 'checkbox'; chosen: readonly T[]; onPick(value: T): void }) {
  const id = useId();
  const before = changedFrom === undefined || changedFrom === null ? null : [changedFrom].flat();
  return (
    <fieldset
      className={`field${field.error ? ' field-bad' : ''}`}
      aria-describedby={field.error ? `${id}-error` : undefined}
      aria-invalid={field.error ? true : undefined}
    >
      <legend>
        {field.label}
        {field.required && <span className="field-must">必填</span>}
        {before && before.join() !== chosen.join() && <span className="field-changed">与上次不同</span>}
      </legend>
      {field.hint && <p className="field-hint">{field.hint}</p>}
      <div className="chips">
        {options.map(option => (
          <label key={option.value} className="chip">
            <input type={type} name={id} checked={chosen.includes(option.value)} onChange={() => onPick(option.value)} />
            <span>
              {option.label}
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
      {field.error && (
        <p id={`${id}-error`} className="field-error">
          {field.error}
        </p>
      )}
    </fieldset>
  );
}

/** One of several. `changedFrom`: what it was the last time; a difference is marked. */
export const ChoiceChips = <T extends string>({
  value,
  onChange,
  ...rest
}: ChipsProps<T> & { value: T | null; onChange(value: T): void }) => (
  <Chips {...rest} type="radio" chosen={value === null ? [] : [value]} onPick={onChange} />
);

/** Any of several, in the order of the options. */
export const MultiChips = <T extends string>({
  value,
  onChange,
  ...rest
}: ChipsProps<T> & { value: readonly T[]; onChange(value: T[]): void }) => (
  <Chips
    {...rest}
    type="checkbox"
    chosen={value}
    onPick={picked =>
      onChange(rest.options.map(o => o.value).filter(v => (v === picked ? !value.includes(v) : value.includes(v))))
    }
  />
);

/** On or off, with what it does. */
export const Switch = ({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string;
  hint?: string;
  checked: boolean;
  onChange(on: boolean): void;
}) => (
  <label className="row switch">
    <span className="row-text">
      <span className="row-title">{label}</span>
      {hint && <span className="row-detail">{hint}</span>}
    </span>
    <input
      type="checkbox"
      role="switch"
      aria-checked={checked}
      checked={checked}
      onChange={event => onChange(event.target.checked)}
    />
  </label>
);
