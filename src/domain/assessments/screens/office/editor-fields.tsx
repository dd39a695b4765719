// Plain fields of the editor: a label and a control, without a form library, because what is edited is one document.

import { Input, InputNumber, Select } from 'antd';
import { type ReactNode, useId } from 'react';

export const Labelled = ({ label, children, wide }: { label: string; children: (id: string) => ReactNode; wide?: boolean }) => {
  const id = useId();
  return (
    <div className={wide ? 'edit-field edit-wide' : 'edit-field'}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
};
type Common<T> = { label: string; value: T; onChange(value: T): void };

export const Words = ({ label, value, onChange, max, wide }: Common<string> & { max: number; wide?: boolean }) => (
  <Labelled label={label} wide={wide ?? max > 100}>
    {id => <Input id={id} value={value} maxLength={max} autoComplete="off" onChange={e => onChange(e.target.value)} />}
  </Labelled>
);
export const Amount = ({ label, value, onChange, min, max }: Common<number | undefined> & { min?: number; max?: number }) => (
  <Labelled label={label}>
    {id => (
      <InputNumber
        id={id}
        value={value ?? null}
        {...(min !== undefined && { min })}
        {...(max !== undefined && { max })}
        onChange={v => onChange(v ?? undefined)}
      />
    )}
  </Labelled>
);
export const Pick = <T extends string>({
  label,
  value,
  onChange,
  table,
}: Common<T> & { table: Readonly<Record<string, string>> }) => (
  <Labelled label={label}>
    {id => (
      <Select<string>
        id={id}
        aria-label={label}
        value={value}
        onChange={v => onChange(v as T)}
        options={Object.entries(table).map(([v, words]) => ({ value: v, label: words }))}
      />
    )}
  </Labelled>
);
export const Tick = ({ label, value, onChange }: Common<boolean>) => (
  <label className="edit-tick">
    <input type="checkbox" checked={value} onChange={e => onChange(e.target.checked)} /> {label}
  </label>
);
