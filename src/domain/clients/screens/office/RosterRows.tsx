// The rows of a roster that need no decision: new people, changes with from and to, and those without a change. Serves K2, E1.

import { App, Button } from 'antd';
import { read } from '#web/api.ts';
import { type LedgerColumn, LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { StatusTag } from '#web/status.tsx';
import { type Batch, type Decision, rosterRows, type Verdict } from '../../clients.ts';
import { sexWord } from '../shared/person-words.ts';
import { ageWord, CategoryTags } from './columns.tsx';
import { type RosterRow, rowWords, useDeciding, wordsOf } from './deciding.ts';

const who: readonly LedgerColumn<RosterRow>[] = [
  { key: 'name', title: '姓名', fixed: 'left', width: 100, render: row => <b>{row.name}</b> },
  { key: 'row', title: '工作表与行', render: row => <span className="one-line">{rowWords(row)}</span> },
  { key: 'identity', title: '证件号', width: 160, render: row => row.identity ?? '无证件号' },
];
const facts: readonly LedgerColumn<RosterRow>[] = [
  { key: 'sex', title: '性别', width: 48, render: row => sexWord(row.sex ?? '') },
  { key: 'age', title: '年龄', width: 64, align: 'right', render: row => ageWord(row.age) },
  { key: 'village', title: '村（居）', width: 120, render: row => row.village_name ?? '未填' },
  { key: 'categories', title: '对象类别', render: row => <CategoryTags codes={row.categories} /> },
];
const changes: LedgerColumn<RosterRow> = {
  key: 'changes',
  title: '变化',
  render: row => (
    <ul className="changes">
      {row.changes.map(c => (
        <li key={c.title}>
          {c.title}：{c.from ?? '未填'} → <b>{c.to ?? '未填'}</b>
        </li>
      ))}
    </ul>
  ),
};
const fate: LedgerColumn<RosterRow> = {
  key: 'fate',
  title: '处理',
  width: 96,
  render: row =>
    row.decision === 'leave_out' ? <StatusTag mood="plain">不导入</StatusTag> : <StatusTag mood="good">导入</StatusTag>,
};

/** What a reader looks at: somebody new as a whole, of a change what changes. */
const COLUMNS: Partial<Record<Verdict, readonly LedgerColumn<RosterRow>[]>> = {
  new: [...who, ...facts, fate],
  changed: [...who, changes, fate],
  same: [...who, ...facts],
};

export function RosterRows({ batch, verdict }: { batch: Batch; verdict: Verdict }) {
  const { message } = App.useApp();
  const { decide, busy } = useDeciding(batch);
  const take = (rows: readonly RosterRow[], decision: Decision | undefined, clear: () => void) =>
    decide({ rows: rows.map(row => ({ place: row.place, take: decision })) }).then(
      () => clear(),
      error => void message.error(wordsOf(error)),
    );
  return (
    <LedgerTable<RosterRow>
      name="clients.roster_rows"
      label="名册的行"
      fixed={{ id: batch.id, verdict }}
      limit={50}
      columns={COLUMNS[verdict] ?? who}
      load={({ sort: _, ...query }, stop) => read(rosterRows, { ...query, id: batch.id }, stop)}
      rowKey={row => String(row.place)}
      rowName={row => `${row.name} ${rowWords(row)}`}
      chosenActions={
        verdict === 'same'
          ? undefined
          : (rows, clear) => (
              <>
                <Button size="small" loading={busy} onClick={() => void take(rows, 'leave_out', clear)}>
                  不导入
                </Button>
                <Button size="small" loading={busy} onClick={() => void take(rows, undefined, clear)}>
                  恢复导入
                </Button>
              </>
            )
      }
      empty={{ title: '没有这样的行' }}
    />
  );
}
