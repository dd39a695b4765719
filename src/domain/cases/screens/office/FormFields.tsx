// A case form as fields at a desk, drawn from its description. Rows that come from the form before are shown by name and cannot be added to.

import { Button, Checkbox, Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { newId } from '#kernel/ids.ts';
import { DayInput } from '#web/office/kit/command-form.tsx';
import { asked, type Cell, type Content, type Field, type Form, isRequired, type Names, type Row } from '../../cases.ts';
import { Choice, options } from './parts.tsx';

type Problems = ReadonlyMap<string, string>;
type CellProps = { cell: Cell; value: unknown; names: Names; id: string; onChange(value: unknown): void };

function CellInput({ cell, value, names, id, onChange }: CellProps): ReactNode {
  const text = (value as string | undefined) ?? '';
  const put = (next: string) => onChange(next === '' ? undefined : next);
  switch (cell.kind) {
    case 'text':
      return (cell.lines ?? 1) > 1 ? (
        <Input.TextArea id={id} rows={cell.lines} maxLength={cell.max} value={text} onChange={e => put(e.target.value)} />
      ) : (
        <Input id={id} maxLength={cell.max} value={text} onChange={e => put(e.target.value)} />
      );
    case 'choice':
      return <Choice id={id} value={text} onChange={onChange} options={options(cell.options)} />;
    case 'choices':
      return (
        <Checkbox.Group
          options={options(cell.options)}
          value={(value as string[] | undefined) ?? []}
          onChange={list => onChange(list)}
        />
      );
    case 'number':
      return (
        <Input
          id={id}
          type="number"
          className="case-number"
          min={cell.min}
          max={cell.max}
          suffix={cell.unit}
          value={value === undefined ? '' : String(value)}
          onChange={e => onChange(e.target.value === '' ? undefined : Number(e.target.value))}
        />
      );
    case 'day':
      return <DayInput id={id} value={text} onChange={onChange} />;
    case 'ref':
      return <span id={id}>{names.get(text) ?? '—'}</span>;
  }
}

const Labelled = ({
  field,
  required,
  problem,
  group,
  children,
}: {
  field: Field;
  required: boolean;
  problem?: string;
  group?: boolean;
  children(id: string): ReactNode;
}) => {
  const id = useId();
  const label = (
    <>
      {field.label}
      {required && <small className="case-needed">必填</small>}
    </>
  );
  const rest = (
    <>
      {field.hint && <p className="hint">{field.hint}</p>}
      {children(id)}
      {problem && (
        <p className="case-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
  return group ? (
    <fieldset className="case-field">
      <legend>{label}</legend>
      {rest}
    </fieldset>
  ) : (
    <div className="case-field">
      <label htmlFor={id}>{label}</label>
      {rest}
    </div>
  );
};

type RowsField = Extract<Field, { kind: 'rows' }>;
function Rows({
  field,
  rows,
  names,
  onChange,
}: {
  field: RowsField;
  rows: readonly Row[];
  names: Names;
  onChange(rows: Row[]): void;
}) {
  const set = (i: number, key: string, value: unknown) =>
    onChange(rows.map((row, n) => (n === i ? { ...row, [key]: value } : row)));
  return (
    <div className="case-rows">
      {rows.map((row, i) => (
        <fieldset key={(row.id as string | undefined) ?? i} className="case-row">
          <legend>{`${field.row} ${i + 1}`}</legend>
          {Object.entries(field.fields).map(([key, cell]) => (
            <Labelled
              key={key}
              field={cell}
              required={cell.required === true && cell.kind !== 'ref'}
              group={cell.kind === 'choices' || cell.kind === 'ref'}
            >
              {id => <CellInput cell={cell} value={row[key]} names={names} id={id} onChange={value => set(i, key, value)} />}
            </Labelled>
          ))}
          {!field.given && (
            <Button size="small" onClick={() => onChange(rows.filter((_, n) => n !== i))}>
              {`删去${field.row} ${i + 1}`}
            </Button>
          )}
        </fieldset>
      ))}
      {field.given && rows.length === 0 && <p className="hint">计划中还没有目标。</p>}
      {!field.given && rows.length < field.max && (
        <Button onClick={() => onChange([...rows, field.keyed ? { id: newId() } : {}])}>{`加一项${field.row}`}</Button>
      )}
    </div>
  );
}

/** The sections of a form. `problems` by path (`content.<key>`). */
export function FormFields({
  form,
  content,
  names,
  problems,
  onChange,
}: {
  form: Form;
  content: Content;
  names: Names;
  problems: Problems;
  onChange(content: Content): void;
}) {
  const set = (key: string, value: unknown) => onChange({ ...content, [key]: value });
  return form.sections.map(section => (
    <section key={section.title} className="case-section" aria-label={section.title}>
      <h2>{section.title}</h2>
      {Object.entries(section.fields)
        .filter(([, field]) => asked(field, content))
        .map(([key, field]) => (
          <Labelled
            key={key}
            field={field}
            required={isRequired(field, content)}
            problem={problems.get(`content.${key}`)}
            group={field.kind === 'choices' || field.kind === 'rows'}
          >
            {id =>
              field.kind === 'rows' ? (
                <Rows
                  field={field}
                  rows={(content[key] as Row[] | undefined) ?? []}
                  names={names}
                  onChange={rows => set(key, rows)}
                />
              ) : (
                <CellInput cell={field} value={content[key]} names={names} id={id} onChange={value => set(key, value)} />
              )
            }
          </Labelled>
        ))}
    </section>
  ));
}
