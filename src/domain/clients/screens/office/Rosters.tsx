// 名册导入: sending a new roster, and the earlier ones with what became of them. Serves K2, E1.

import { Link } from '@tanstack/react-router';
import { read } from '#web/api.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { type Mood, StatusTag } from '#web/status.tsx';
import { BATCH_STATES, type Batch, rosters } from '../../clients.ts';
import { useStations } from './choices.ts';
import { RosterUpload } from './RosterUpload.tsx';
import { writtenRows } from './roster-words.ts';
import './people.css';
import './rosters.css';

const MOODS: Record<Batch['state'], Mood> = {
  reading: 'wait',
  ready: 'warn',
  confirming: 'wait',
  confirmed: 'good',
  failed: 'warn',
  dropped: 'plain',
};
export const BatchTag = ({ state }: { state: Batch['state'] }) => (
  <StatusTag mood={MOODS[state]}>{BATCH_STATES[state]}</StatusTag>
);

/** `11-23 09:15`, where the stations are. */
export const instantWords = (instant: string): string =>
  new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
    .format(new Date(instant))
    .replace('/', '-');

export default function Rosters() {
  const stations = useStations();
  return (
    <>
      <PageSentence>先读取、再核对、最后确认；确认之前不会改动任何人员。重复导入同一份名册，只更新有变化的人。</PageSentence>
      <RosterUpload />
      <h2 className="section-title">导入记录</h2>
      <LedgerTable<Batch>
        name="clients.rosters"
        label="名册导入记录"
        filters={
          stations.length > 1
            ? [
                {
                  kind: 'select',
                  key: 'station',
                  label: '社工站',
                  options: stations.map(s => ({ value: String(s.value), label: s.label })),
                },
              ]
            : []
        }
        columns={[
          {
            key: 'file',
            title: '名册',
            fixed: 'left',
            render: row => (
              <Link to="/people/rosters/$id" params={{ id: row.id }}>
                {row.file_name}
              </Link>
            ),
          },
          { key: 'state', title: '状态', render: row => <BatchTag state={row.state} /> },
          { key: 'station', title: '社工站', render: row => row.station_name },
          { key: 'read', title: '读到（行）', align: 'right', render: row => row.counts.total.toLocaleString('zh-CN') },
          {
            key: 'written',
            title: '写入（行）',
            align: 'right',
            render: row => (row.state === 'confirmed' ? writtenRows(row.counts).toLocaleString('zh-CN') : '—'),
          },
          {
            key: 'undecided',
            title: '待处理（行）',
            align: 'right',
            render: row => (row.state === 'ready' ? row.counts.undecided : '—'),
          },
          { key: 'by', title: '上传人', render: row => row.made_by },
          { key: 'at', title: '上传时间', render: row => instantWords(row.made_at) },
        ]}
        load={({ sort: _, ...query }, stop) => read(rosters, query, stop)}
        rowKey={row => row.id}
        rowName={row => row.file_name}
        empty={{ title: '还没有导入过名册', next: <p>在上面选择乡镇的花名册，或先下载模板填写。</p> }}
      />
    </>
  );
}
