// One field of a session for a thumb, and the goals with how far each is. Serves K3b.

import type { ReactNode } from 'react';
import { addDays } from '#kernel/dates.ts';
import type { Issue } from '#kernel/errors.ts';
import { Card } from '#web/field/kit/basic.tsx';
import { ChoiceChips, choicesOf, MultiChips } from '#web/field/kit/chips.tsx';
import { DayField, TextArea, TextInput } from '#web/field/kit/form.tsx';
import { type Cell, type FieldCase, formOf, type Row } from '../../cases.ts';
import type { SessionDraft, SessionState } from './session-state.ts';

type FieldProps = {
  cell: Cell;
  label?: string;
  value: unknown;
  required: boolean;
  error: string | null;
  from: string;
  onChange(value: unknown): void;
};
export function One({ cell, label = cell.label, value, required, error, from, onChange }: FieldProps): ReactNode {
  const common = { label, hint: cell.hint, required, error };
  const text = value === undefined ? '' : String(value);
  switch (cell.kind) {
    case 'choice':
      return (
        <ChoiceChips
          {...common}
          options={choicesOf(cell.options)}
          value={(value as string | undefined) ?? null}
          onChange={onChange}
          onClear={() => onChange(undefined)}
        />
      );
    case 'choices':
      return (
        <MultiChips
          {...common}
          options={choicesOf(cell.options)}
          value={(value as string[] | undefined) ?? []}
          onChange={onChange}
        />
      );
    case 'text':
      return <TextArea {...common} max={cell.max} rows={cell.lines ?? 1} value={text} onChange={onChange} />;
    case 'number':
      return (
        <TextInput
          {...common}
          type="number"
          inputMode="numeric"
          min={cell.min}
          max={cell.max}
          value={text}
          onChange={next => onChange(next === '' ? undefined : Number(next))}
        />
      );
    case 'day':
      return (
        <DayField
          {...common}
          value={text}
          min={from}
          shortcuts={from ? [7, 14, 30].map(n => ({ label: `${n} 天后`, day: addDays(from, n) })) : []}
          onChange={onChange}
        />
      );
    case 'ref':
      return null;
  }
}

export type Around = { value: SessionState; goals: FieldCase['goals']; issues: readonly Issue[]; change: SessionDraft['change'] };
export const errorAt = (issues: readonly Issue[], path: string): string | null =>
  issues.find(i => i.path === path)?.message ?? null;

/** How far each goal is: a tap, a number, a word. */
export function Progress({ value, goals, change }: Around) {
  const rows = (value.content.progress as Row[] | undefined) ?? [];
  const form = formOf('session')
    .sections.flatMap(s => Object.values(s.fields))
    .find(f => f.kind === 'rows');
  if (form?.kind !== 'rows') return null;
  const set = (goal: string, key: string, next: unknown) =>
    change(now => {
      const before = (now.content.progress as Row[] | undefined) ?? [];
      const others = before.some(r => r.goal === goal) ? before : [...before, { goal }];
      return { content: { ...now.content, progress: others.map(r => (r.goal === goal ? { ...r, [key]: next } : r)) } };
    });
  return (
    <Card title="目标进展">
      {goals.length === 0 && <p className="row-detail">计划里还没有目标；有信号时打开一次会更新。</p>}
      {goals.map((g, i) => {
        const row = rows.find(r => r.goal === g.id) ?? {};
        return (
          <fieldset key={g.id} className="case-goal">
            <legend>{`${i + 1}. ${g.goal}`}</legend>
            <p className="row-detail">{`开始 ${g.baseline} 分，希望 ${g.target} 分`}</p>
            {Object.entries(form.fields).map(([key, cell]) => (
              <One
                key={key}
                cell={cell}
                label={`目标 ${i + 1} ${cell.label}`}
                value={row[key]}
                required={false}
                error={null}
                from=""
                onChange={next => set(g.id, key, next)}
              />
            ))}
          </fieldset>
        );
      })}
    </Card>
  );
}
