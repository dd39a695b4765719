// The columns of a list of people. Serves K1, K2.

import type { LedgerColumn } from '#web/office/kit/ledger-table.tsx';
import { type Mood, StatusTag } from '#web/status.tsx';
import { FILE_STATES, type FileState, RESIDENT_STATES, type ResidentRow, type ResidentState } from '../../clients.ts';
import { categoryName, sexWord } from '../shared/person-words.ts';

const FILE_MOODS: Record<FileState, Mood> = { none: 'plain', open: 'wait', complete: 'good', closed: 'plain' };
export const FileTag = ({ state }: { state: FileState }) => <StatusTag mood={FILE_MOODS[state]}>{FILE_STATES[state]}</StatusTag>;
export const StateTag = ({ state }: { state: ResidentState }) => (
  <StatusTag mood={state === 'active' ? 'good' : 'plain'}>{RESIDENT_STATES[state]}</StatusTag>
);

export const CategoryTags = ({ codes }: { codes: ResidentRow['categories'] }) => (
  <ul className="category-tags" aria-label="对象类别">
    {codes.map(code => (
      <li key={code}>{categoryName(code)}</li>
    ))}
  </ul>
);

export const ageWord = (age: number | null): string => (age === null ? '不详' : `${age} 岁`);

export const peopleColumns = ({
  stations,
  withState = false,
}: {
  /** Names of the stations, where there is more than one to tell apart. */
  stations?: ReadonlyMap<number, string>;
  withState?: boolean;
}): LedgerColumn<ResidentRow>[] => [
  { key: 'name', title: '姓名', width: 110, fixed: 'left', render: row => <b className="person-cell">{row.name}</b> },
  { key: 'sex', title: '性别', width: 48, render: row => sexWord(row.sex) },
  { key: 'age', title: '年龄', width: 64, align: 'right', render: row => ageWord(row.age) },
  { key: 'identity', title: '证件号', width: 160, render: row => row.identity ?? '无证件号' },
  ...(stations
    ? [{ key: 'station', title: '社工站', width: 110, render: (row: ResidentRow) => stations.get(row.station) ?? '' }]
    : []),
  { key: 'village', title: '村（居）', width: 128, render: row => row.village_name ?? '未填' },
  { key: 'group', title: '村民小组', width: 80, render: row => row.village_group ?? '' },
  { key: 'categories', title: '对象类别', render: row => <CategoryTags codes={row.categories} /> },
  { key: 'worker', title: '责任社工', width: 96, render: row => row.worker?.name ?? <StatusTag mood="warn">未分派</StatusTag> },
  { key: 'file', title: '服务档案', width: 96, render: row => <FileTag state={row.file_state} /> },
  { key: 'phone', title: '电话', width: 120, optional: true, render: row => row.phone ?? '未登记' },
  { key: 'born', title: '出生日期', width: 100, optional: true, render: row => row.born_on ?? '' },
  ...(withState
    ? [{ key: 'state', title: '状态', width: 96, render: (row: ResidentRow) => <StateTag state={row.state} /> }]
    : []),
];
