// The small controls a rule is edited with: each has its words before it, and works by keyboard.

import { Button, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { Icon } from '#web/icons.tsx';
import type { Countable, Countables } from '../../../rule-check.ts';
import type { Choice } from './rule-draft.ts';

/** A control with its words. */
export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="rule-part">
    <span className="rule-part-title">{title}</span>
    {children}
  </div>
);

export const Pick = <T extends string>({
  title,
  label = title,
  value,
  options,
  onChange,
}: {
  title: string;
  /** For who cannot see what stands around it. */
  label?: string;
  value: T | undefined;
  options: readonly Choice<T>[];
  onChange(value: T): void;
}) => (
  <Part title={title}>
    <Select<T>
      aria-label={label}
      value={value}
      options={[...options]}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      style={{ minWidth: 120, maxWidth: '100%' }}
    />
  </Part>
);

export const PickSeveral = ({
  title,
  value,
  options,
  onChange,
}: {
  title: string;
  value: readonly string[];
  /** Null: any text may be typed. */
  options: readonly Choice[] | null;
  onChange(value: string[]): void;
}) => (
  <Part title={title}>
    <Select<string[]>
      aria-label={title}
      mode={options ? 'multiple' : 'tags'}
      value={[...value]}
      options={[...(options ?? [])]}
      onChange={onChange}
      popupMatchSelectWidth={false}
      style={{ minWidth: 180, maxWidth: '100%' }}
    />
  </Part>
);

export const Amount = ({
  title,
  value,
  onChange,
  suffix,
  min = 0,
  max,
}: {
  title: string;
  value: number;
  onChange(value: number): void;
  suffix?: string;
  min?: number;
  max?: number;
}) => (
  <Part title={title}>
    <InputNumber
      aria-label={title}
      min={min}
      max={max}
      value={value}
      onChange={v => onChange(v ?? min)}
      suffix={suffix}
      style={{ width: 130 }}
    />
  </Part>
);

export const Word = ({
  title,
  value,
  onChange,
  width = 90,
  max,
}: {
  title: string;
  value: string;
  onChange(value: string): void;
  width?: number;
  max: number;
}) => (
  <Part title={title}>
    <Input
      aria-label={title}
      value={value}
      maxLength={max}
      onChange={event => onChange(event.target.value)}
      style={{ width, maxWidth: '100%' }}
    />
  </Part>
);

/** Takes a line out. */
export const Remove = ({ what, onClick }: { what: string; onClick(): void }) => (
  <Button size="small" aria-label={`删去${what}`} icon={<Icon name="cross" size={1} />} onClick={onClick} />
);
/** Adds a line. */
export const Add = ({ what, onClick, disabled = false }: { what: string; onClick(): void; disabled?: boolean }) => (
  <Button size="small" icon={<Icon name="plus" size={1} />} disabled={disabled} onClick={onClick}>
    {what}
  </Button>
);
/** A part of the rule with its heading. */
export const Block = ({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) => (
  <fieldset className="rule-block">
    <legend>{title}</legend>
    {hint && <p className="hint">{hint}</p>}
    {children}
  </fieldset>
);

/** Which measure; one that this installation has not stays shown. */
export const MeasurePick = ({
  title,
  value,
  measures,
  onChange,
}: {
  title: string;
  value: string;
  measures: Countables;
  onChange(measure: Countable): void;
}) => (
  <Pick
    title={title}
    value={value}
    options={[
      ...[...measures.values()].map(m => ({ value: m.name, label: m.title })),
      ...(measures.has(value) ? [] : [{ value, label: `${value}（尚未接入）` }]),
    ]}
    onChange={name => onChange(measures.get(name)!)}
  />
);
