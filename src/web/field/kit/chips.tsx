// One of several, or several, each a target for a thumb: radio buttons and check boxes in the shape of chips.

import { useId, useState } from 'react';
import { Button } from './basic.tsx';
import { type FieldProps, Marks } from './form.tsx';

export type Choice<T extends string = string> = { value: T; label: string; hint?: string };
/** A table of codes and words as choices. */
export const choicesOf = <T extends string>(table: Readonly<Record<T, string>>): Choice<T>[] =>
  (Object.entries(table) as [T, string][]).map(([value, label]) => ({ value, label }));

type Props<T extends string> = FieldProps & {
  options: readonly Choice<T>[];
  /** Equally wide, for two to four short words. */
  even?: boolean;
  /** So many are shown at first, and those that are chosen; the rest by a tap. */
  few?: number;
};
type ChipsProps<T extends string> = Props<T> & {
  type: 'radio' | 'checkbox';
  chosen: readonly T[];
  onPick(value: T): void;
  onClear?(): void;
};

function Chips<T extends string>({ type, options, even, few, chosen, onPick, onClear, ...field }: ChipsProps<T>) {
  const id = useId();
  const [all, setAll] = useState(few === undefined || options.length <= few + 2);
  const shown = all ? options : options.filter((option, i) => i < few! || chosen.includes(option.value));
  const { label, hint, error } = field;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <fieldset className={`field${error ? ' field-bad' : ''}`} aria-describedby={described || undefined}>
      <legend>
        {label}
        <Marks {...field} />
      </legend>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      <div className={`chips${even ? ' chips-even' : ''}`}>
        {shown.map(option => {
          const checked = chosen.includes(option.value);
          return (
            <label key={option.value} className="chip">
              <input
                type={type}
                name={id}
                checked={checked}
                aria-invalid={error ? true : undefined}
                onChange={() => onPick(option.value)}
                onClick={checked && type === 'radio' ? onClear : undefined}
              />
              <span>
                {option.label}
                {option.hint && <small>{option.hint}</small>}
              </span>
            </label>
          );
        })}
        {!all && (
          <Button look="quiet" onClick={() => setAll(true)}>
            更多 {options.length - shown.length} 项<span className="visually-hidden">：{label}</span>
          </Button>
        )}
      </div>
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** One of several. With `onClear` a second tap takes the choice back. */
export const ChoiceChips = <T extends string>({
  value,
  onChange,
  ...rest
}: Props<T> & { value: T | null; onChange(value: T): void; onClear?(): void }) => (
  <Chips {...rest} type="radio" chosen={value === null ? [] : [value]} onPick={onChange} />
);

/** Any of several, in the order of the options. `none` is an option that stands alone. */
export const MultiChips = <T extends string>({
  value,
  none,
  onChange,
  ...rest
}: Props<T> & { value: readonly T[]; none?: T; onChange(value: T[]): void }) => {
  const others = rest.options.map(o => o.value).filter(v => v !== none);
  const after = (picked: T): T[] => {
    if (picked === none) return value.includes(picked) ? [] : [picked];
    return others.filter(v => (v === picked ? !value.includes(v) : value.includes(v)));
  };
  return <Chips {...rest} type="checkbox" chosen={value} onPick={picked => onChange(after(picked))} />;
};
