// 小组: the list, exported as 小组台账. 人数 and 人次 stand apart. Serves K4–K4c.

import { Link } from '@tanstack/react-router';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { mayEver } from '#kernel/policy.ts';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { type LedgerColumn, LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { groupsPolicy as may } from '../../groups.policy.ts';
import { Filters, GROUP_KINDS, type GroupRow, ledger, list, STAGES } from '../../groups.ts';
import { options, RecordTag, StageTag } from './parts.tsx';

const columns: LedgerColumn<GroupRow>[] = [
  {
    key: 'name',
    title: '小组',
    fixed: 'left',
    render: g => (
      <Link to="/groups/$id" params={{ id: g.id }}>
        {g.name}
      </Link>
    ),
  },
  { key: 'no', title: '编号', render: g => g.no },
  { key: 'station', title: '社工站', render: g => g.station_name },
  { key: 'kind', title: '类型', render: g => GROUP_KINDS[g.kind] },
  { key: 'lead', title: '带领社工', render: g => g.lead_name },
  { key: 'days', title: '起止', render: g => `${g.from_on} 至 ${g.to_on}` },
  { key: 'held', title: '节数', align: 'right', render: g => `${g.held}/${g.planned_sessions}` },
  { key: 'people', title: '人数', align: 'right', render: g => g.people },
  { key: 'attendances', title: '人次', align: 'right', render: g => g.attendances },
  { key: 'plan', title: '计划书', render: g => <RecordTag state={g.plan} /> },
  { key: 'summary', title: '总结', render: g => <RecordTag state={g.summary} />, optional: true },
  { key: 'stage', title: '进展', render: g => <StageTag stage={g.stage} /> },
  { key: 'complete', title: '档案', render: g => (g.complete ? '完整' : '') },
];

export default function Groups() {
  const actor = useActor();
  const stations = useStations().choices.filter(s => actor.stations.includes(s.value));
  return (
    <>
      <PageSentence>
        一个小组从计划书到归档都在这里。人数是来过的人，同一人只计一次；人次是每人每节出席或迟到计一次。
      </PageSentence>
      <LedgerTable<GroupRow>
        name="groups.list"
        label="小组"
        rowKey={g => g.id}
        rowName={g => g.name}
        columns={columns}
        filters={[
          ...(stations.length > 1
            ? [
                {
                  kind: 'select' as const,
                  key: 'station',
                  label: '社工站',
                  options: stations.map(s => ({ value: String(s.value), label: s.label })),
                },
              ]
            : []),
          { kind: 'select', key: 'kind', label: '类型', options: options(GROUP_KINDS), multiple: true },
          { kind: 'select', key: 'stage', label: '进展', options: options(STAGES), multiple: true },
          { kind: 'day', key: 'from', label: '从' },
          { kind: 'day', key: 'to', label: '到' },
        ]}
        load={({ sort, ...query }, stop) => read(list, query, stop)}
        onExport={query => {
          const known = Object.keys(Filters.shape);
          return download(ledger, Object.fromEntries(Object.entries(query).filter(([key]) => known.includes(key))) as never);
        }}
        actions={
          mayEver(may['groups.open'], actor) && (
            <Link className="button" to="/groups/new">
              新建小组
            </Link>
          )
        }
        empty={{ title: '还没有小组', next: <p>社工新建小组、提交计划书后，会列在这里。</p> }}
      />
    </>
  );
}
