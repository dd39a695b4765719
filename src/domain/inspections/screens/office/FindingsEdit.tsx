// The findings of a sheet that is being written: how grave, what, until when.

import { Button, Input } from 'antd';
import { addDays } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { itemTitle, type NewFinding, SEVERITIES, type Severity } from '../../inspections.ts';
import { Field } from './parts.tsx';

const DAYS = 14;
/** A finding about an item, to be put right within two weeks unless the manager says otherwise. */
export const newFinding = (on: string, item?: string, problem = ''): NewFinding => ({
  id: newId(),
  ...(item && { item }),
  severity: 'minor',
  problem,
  deadline_on: addDays(on, DAYS),
});

export function FindingsEdit({
  list,
  on,
  onChange,
}: {
  list: readonly NewFinding[];
  on: string;
  onChange(list: NewFinding[]): void;
}) {
  const put = (i: number, part: Partial<NewFinding>) => onChange(list.map((f, at) => (at === i ? { ...f, ...part } : f)));
  return (
    <>
      {list.length === 0 && <p className="hint">没有需要限期整改的问题。</p>}
      {list.map((f, i) => (
        <div className="finding-edit" key={f.id}>
          {f.item && <b>{itemTitle(f.item)}</b>}
          <Field label={`问题 ${i + 1}`}>
            {id => (
              <Input.TextArea
                id={id}
                autoSize={{ minRows: 2 }}
                maxLength={500}
                value={f.problem}
                onChange={event => put(i, { problem: event.target.value })}
              />
            )}
          </Field>
          <div className="pair">
            <label>
              程度
              <select
                className="day-input"
                value={f.severity}
                onChange={event => put(i, { severity: event.target.value as Severity })}
              >
                {Object.entries(SEVERITIES).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <Field label="整改期限">
              {id => (
                <input
                  id={id}
                  className="day-input"
                  type="date"
                  min={on}
                  value={f.deadline_on}
                  onChange={event => put(i, { deadline_on: event.target.value })}
                />
              )}
            </Field>
          </div>
          <p>
            <Button danger onClick={() => onChange(list.filter((_, at) => at !== i))}>
              删除问题 {i + 1}
            </Button>
          </p>
        </div>
      ))}
      <p>
        <button type="button" className="button" onClick={() => onChange([...list, newFinding(on)])}>
          添加问题
        </button>
      </p>
    </>
  );
}
