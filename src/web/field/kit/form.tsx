// Fields with their label, hint and error bound together, so that a screen reader says all three and a thumb hits each.

import { type ComponentProps, type ReactNode, useId } from 'react';
import { addDays, dayOf, listDay } from '#kernel/dates.ts';

type Wiring = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true };
/** What was carried over from the last time, in words, and whether it still stands so. */
export type Since = { same: boolean; before: string };
export type FieldProps = {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  required?: boolean;
  since?: Since | null;
};

/** What stands beside a label. */
export const Marks = ({ required, since }: Pick<FieldProps, 'required' | 'since'>) => (
  <>
    {required && !since && <span className="field-mark">必填</span>}
    {since && (
      <span className={`field-mark${since.same ? '' : ' field-changed'}`}>
        {since.same ? '与上次相同' : `上次：${since.before || '未填'}`}
      </span>
    )}
  </>
);

/** A label, a control and what is said about it. The control takes the given props. */
export function Field({
  label,
  hint,
  error,
  required,
  since,
  children,
}: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
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
        <Marks required={required} since={since} />
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

export const TextInput = ({ label, hint, error, required, since, onChange, ...rest }: InputProps) => (
  <Field {...{ label, hint, error, required, since }}>
    {wiring => <input {...rest} {...wiring} className="input" onChange={event => onChange(event.target.value)} />}
  </Field>
);

export type Shortcut = { label: string; day: string };
const backwards = (today: string): Shortcut[] => [
  { label: '今天', day: today },
  { label: '昨天', day: addDays(today, -1) },
];

/** A day 'YYYY-MM-DD', with the likeliest days one tap away (without `shortcuts` today and yesterday). */
export function DayField({
  value,
  onChange,
  min,
  max,
  shortcuts = backwards(dayOf(new Date())),
  ...field
}: FieldProps & {
  value: string;
  onChange(day: string): void;
  min?: string;
  max?: string;
  shortcuts?: readonly Shortcut[];
}) {
  return (
    <Field {...field}>
      {wiring => (
        <div className="day">
          <input
            {...wiring}
            className="input"
            type="date"
            value={value}
            min={min}
            max={max}
            onChange={event => onChange(event.target.value)}
          />
          {shortcuts.map(({ label, day }) => (
            <button key={day} type="button" className="chip" aria-pressed={value === day} onClick={() => onChange(day)}>
              {label}
              <small>{listDay(day).slice(0, 5)}</small>
            </button>
          ))}
        </div>
      )}
    </Field>
  );
}

/** Longer text; its length is shown when it nears `max` characters. Grows with what is written. */
export const TextArea = ({
  label,
  hint,
  error,
  required,
  since,
  value,
  onChange,
  max,
  rows = 3,
  ...rest
}: FieldProps & { value: string; onChange(value: string): void; max: number; rows?: number; placeholder?: string }) => (
  <Field {...{ label, hint, error, required, since }}>
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
        {value.length > max * 0.8 && (
          <p className={`counter${value.length > max ? ' over' : ''}`} aria-live="polite">
            {value.length} / {max} 字
          </p>
        )}
      </>
    )}
  </Field>
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
