// One doubtful or wrong row: why, the cells to write anew, who it may be, and the decision. Serves K2.

import { Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { Icon } from '#web/icons.tsx';
import { StatusTag } from '#web/status.tsx';
import { DECISIONS, type Decision, ROSTER_FIELDS, type RosterField } from '../../clients.ts';
import { categoryWords, sexWord } from '../shared/person-words.ts';
import { type Choice, choicesOf, today } from './choices.ts';
import { ageWord } from './columns.tsx';
import { type Decided, type RosterRow, rowWords, wordsOf } from './deciding.ts';
import { identityHint } from './identity-hint.ts';

type Edit = Partial<Record<RosterField, string>>;
/** A masked cell cannot be written on: the new text stands alone. */
const beginning = (cell: string | undefined): string => (cell === undefined || cell.includes('*') ? '' : cell);

/** One cell of the row, as it will be read again. */
function Cell({
  row,
  field,
  value,
  onChange,
  villages,
}: {
  row: RosterRow;
  field: RosterField;
  value: string;
  onChange(text: string): void;
  villages: readonly Choice[];
}) {
  const id = `cell-${row.place}-${field}`;
  const cell = row.written[field];
  const hint = field === 'identity' ? identityHint(value, today()) : null;
  return (
    <div className="cell-edit">
      <label htmlFor={id}>{ROSTER_FIELDS[field]}</label>
      <Input
        id={id}
        size="small"
        autoComplete="off"
        list={field === 'village' ? `${id}-villages` : undefined}
        placeholder={cell?.includes('*') ? `原为 ${cell}，请重填` : undefined}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
      {field === 'village' && (
        <datalist id={`${id}-villages`}>
          {villages.map(v => (
            <option key={v.value} value={v.label} />
          ))}
        </datalist>
      )}
      {hint && <StatusTag mood={hint.mood}>{hint.say}</StatusTag>}
    </div>
  );
}

/** The cells with an issue, and any other the reader adds. */
function Cells({
  row,
  edit,
  onEdit,
  villages,
}: {
  row: RosterRow;
  edit: Edit;
  onEdit(edit: Edit): void;
  villages: readonly Choice[];
}) {
  const [added, setAdded] = useState<RosterField[]>([]);
  const fields = [...new Set([...row.issues.map(i => i.field), ...added])];
  return (
    <div className="cells">
      {fields.map(field => (
        <Cell
          key={field}
          row={row}
          field={field}
          villages={villages}
          value={edit[field] ?? beginning(row.written[field])}
          onChange={text => onEdit({ ...edit, [field]: text })}
        />
      ))}
      <Select
        size="small"
        className="cell-more"
        aria-label="改正其他栏"
        placeholder="改正其他栏"
        style={{ minWidth: 130 }}
        showSearch={{ optionFilterProp: 'label' }}
        value={null}
        options={choicesOf(ROSTER_FIELDS).filter(f => !fields.includes(f.value as RosterField))}
        onChange={(field: RosterField) => setAdded([...added, field])}
      />
    </div>
  );
}

function Candidates({ row, onTake }: { row: RosterRow; onTake(take: Decision, resident?: string): void }) {
  if (row.candidates.length === 0) return null;
  return (
    <ul className="candidates">
      {row.candidates.map(c => (
        <li key={c.id}>
          可能是已登记的{' '}
          <Link to="/people/$id" params={{ id: c.id }} target="_blank">
            {c.name}
          </Link>
          ，{ageWord(c.age)}，{c.village_name ?? '村（居）未填'}
          <Button size="small" aria-label={`${row.name}与已登记的${c.name}是同一人`} onClick={() => onTake('same_as', c.id)}>
            是同一人
          </Button>
        </li>
      ))}
      <li>
        <Button size="small" onClick={() => onTake('new_person')}>
          都不是，是新的人
        </Button>
      </li>
    </ul>
  );
}

const Verdict = ({ row }: { row: RosterRow }) =>
  row.decision ? (
    <StatusTag mood={row.decision === 'leave_out' ? 'plain' : 'good'}>{DECISIONS[row.decision]}</StatusTag>
  ) : (
    <StatusTag mood="warn">{row.verdict === 'wrong' ? '有错误' : '待判断'}</StatusTag>
  );

const factsOf = (row: RosterRow): string =>
  [
    `证件 ${row.identity ?? '未读出'}`,
    sexWord(row.sex ?? ''),
    row.age === null ? '' : ageWord(row.age),
    row.village_name ?? '村（居）未读出',
    categoryWords(row.categories),
  ]
    .filter(Boolean)
    .join(' · ');

export function RosterCard({
  row,
  villages,
  onDecide,
}: {
  row: RosterRow;
  villages: readonly Choice[];
  onDecide(decided: Decided): Promise<void>;
}) {
  const [edit, setEdit] = useState<Edit>({});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (decided: Omit<Decided, 'place'>) => {
    setBusy(true);
    setProblem(null);
    try {
      await onDecide({ place: row.place, ...decided });
      setEdit({});
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  const write = (next: Edit) => {
    setEdit(next);
    setProblem(null);
  };
  const again = () => (Object.keys(edit).length === 0 ? setProblem('请先改正上面的内容。') : void run({ edit }));
  return (
    <article
      className="panel roster-card"
      id={`row-${row.place}`}
      tabIndex={-1}
      aria-label={`${row.name} ${rowWords(row)}`}
      aria-busy={busy}
    >
      <h2>
        {row.name || '姓名未读出'} <small className="hint">{rowWords(row)}</small> <Verdict row={row} />
      </h2>
      <p className="hint">{factsOf(row)}</p>
      <ul className="issues">
        {row.issues.map(issue => (
          <li key={issue.field + issue.say}>
            <Icon name={issue.level === 'error' ? 'cross' : 'help'} size={1.1} />
            <span className="visually-hidden">{issue.level === 'error' ? '错误：' : '疑点：'}</span>
            {issue.say}
          </li>
        ))}
      </ul>
      {row.changes.length > 0 && (
        <p className="hint">将更新：{row.changes.map(c => `${c.title} ${c.from ?? '未填'} → ${c.to ?? '未填'}`).join('；')}</p>
      )}
      {row.decision ? (
        <p>
          <Button size="small" loading={busy} onClick={() => void run({})}>
            撤销判断
          </Button>
        </p>
      ) : (
        <>
          <Candidates row={row} onTake={(take, resident) => void run({ take, resident })} />
          <Cells row={row} edit={edit} onEdit={write} villages={villages} />
          <p className="row-actions">
            <Button size="small" type={Object.keys(edit).length > 0 ? 'primary' : 'default'} loading={busy} onClick={again}>
              改正后重新核对
            </Button>
            {row.verdict === 'doubtful' && row.candidates.length === 0 && (
              <Button size="small" disabled={busy} onClick={() => void run({ take: 'as_read' })}>
                没有问题，照名册导入
              </Button>
            )}
            <Button size="small" disabled={busy} onClick={() => void run({ take: 'leave_out' })}>
              不导入
            </Button>
          </p>
        </>
      )}
      {problem && (
        <p role="alert" className="harm">
          {problem}
        </p>
      )}
    </article>
  );
}
