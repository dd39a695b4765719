// Small parts the pages of activities share: a stage as a word, reading one, an action behind a button, lines of a form.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { type Mood, StatusTag } from '#web/status.tsx';
import { type ActivityFull, get, STAGES, type Stage } from '../../activities.ts';

export const today = (): string => dayOf(new Date());
export const options = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, label]) => ({ value, label }));
export const needed = [{ required: true, message: '此项必填' }];

const MOODS: Record<Stage, Mood> = {
  draft: 'plain',
  submitted: 'wait',
  approved: 'good',
  held: 'wait',
  summarised: 'wait',
  archived: 'good',
  cancelled: 'plain',
};
export const StageTag = ({ stage }: { stage: Stage }) => <StatusTag mood={MOODS[stage]}>{STAGES[stage]}</StatusTag>;

export const useActivity = (id: string) =>
  useQuery({ queryKey: [get.name, id], queryFn: ({ signal }) => read(get, { id }, signal) });
/** Reads an activity and the lists anew, after something of it was changed. */
export function useChanged(): () => void {
  const client = useQueryClient();
  return () =>
    void client.invalidateQueries({ predicate: query => /^(activities\.|records\.to_review)/.test(String(query.queryKey[0])) });
}

/** A button that opens a small form, which becomes one command. */
export function Act<V extends object>({
  label,
  title = label,
  initial,
  danger = false,
  submit,
  children,
}: {
  label: string;
  title?: string;
  initial?: Partial<V>;
  danger?: boolean;
  submit(values: V, id: string): Promise<unknown>;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const changed = useChanged();
  return (
    <>
      <Button onClick={() => setOpen(true)} danger={danger}>
        {label}
      </Button>
      <Modal title={title} open={open} onCancel={() => setOpen(false)} footer={null} destroyOnHidden>
        <CommandForm<V>
          action={label}
          danger={danger}
          {...(initial && { initial })}
          submit={submit}
          onDone={() => {
            setOpen(false);
            changed();
          }}
        >
          {children}
        </CommandForm>
      </Modal>
    </>
  );
}

/** Why something is done, for an action that asks nothing else. */
export const Reason = ({ label = '原因' }: { label?: string }) => (
  <Form.Item name="reason" label={label} rules={needed}>
    <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
  </Form.Item>
);

type Column = {
  key: string;
  label: string;
  kind?: 'text' | 'yuan' | 'long';
  options?: Readonly<Record<string, string>>;
  optional?: boolean;
  max?: number;
};
const control = (c: Column) => {
  if (c.options) return <Select options={options(c.options)} style={{ minWidth: 130 }} aria-label={c.label} />;
  if (c.kind === 'yuan') return <InputNumber min={0} max={1_000_000} precision={2} addonAfter="元" aria-label={c.label} />;
  if (c.kind === 'long') return <Input.TextArea maxLength={c.max ?? 300} autoSize aria-label={c.label} />;
  return <Input maxLength={c.max ?? 100} aria-label={c.label} />;
};

/** Lines of a form that are added and taken away: goals, parts of the day, money. */
export function Lines({ name, label, add, columns }: { name: string; label: string; add: string; columns: readonly Column[] }) {
  return (
    <fieldset className="activity-lines">
      <legend>{label}</legend>
      <Form.List name={name}>
        {(fields, { add: more, remove }) => (
          <>
            {fields.map((field, i) => (
              <div key={field.key} className="activity-line">
                {columns.map(c => (
                  <Form.Item
                    key={c.key}
                    name={[field.name, c.key]}
                    label={`${c.label} ${i + 1}`}
                    className={c.kind === 'yuan' || c.options ? '' : 'activity-wide'}
                    {...(!c.optional && { rules: needed })}
                  >
                    {control(c)}
                  </Form.Item>
                ))}
                <Button onClick={() => remove(field.name)} aria-label={`删除${label} ${i + 1}`}>
                  删除
                </Button>
              </div>
            ))}
            <Button onClick={() => more()}>{add}</Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** Leaves out what was left empty: an optional text that is not there is not sent. */
export const filled = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined && v !== null && v !== '')) as T;
export type WithActivity = { activity: ActivityFull };
