// 乡镇活动: the year's themes in a sentence, then every activity, filtered in the address, exported as 活动台账 (K5).

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { listDay } from '#kernel/dates.ts';
import { mayEver } from '#kernel/policy.ts';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { activitiesPolicy as may } from '../../activities.policy.ts';
import {
  type ActivityRow,
  COMPULSORY_THEMES,
  Filters,
  ledger,
  list,
  STAGES,
  THEMES,
  tallyWords,
  type YearRow,
  year,
} from '../../activities.ts';
import { options, StageTag } from './parts.tsx';
import './activities.css';

/** What the year has come to, said before the list. */
function sentence(rows: readonly YearRow[]): string {
  const without = (theme: (typeof COMPULSORY_THEMES)[number]) => rows.filter(r => !r.themes[theme]);
  const lacks = COMPULSORY_THEMES.flatMap(theme => {
    const stations = without(theme);
    if (stations.length === 0) return [];
    return rows.length === 1 ? `还没有${THEMES[theme]}` : `${stations.length} 个站还没有${THEMES[theme]}`;
  });
  const held = rows.reduce((n, r) => n + r.held, 0);
  const enough = rows.reduce((n, r) => n + r.enough, 0);
  const covered = lacks.length === 0 ? '两个必办主题都已覆盖' : lacks.join('，');
  return `今年已举办 ${held} 场，其中 ${enough} 场达到 10 人；${covered}。`;
}

export default function Activities() {
  const actor = useActor();
  const stations = useStations();
  const own = stations.choices.filter(s => actor.stations.includes(s.value));
  const years = useQuery({ queryKey: [year.name], queryFn: ({ signal }) => read(year, {}, signal) });
  return (
    <>
      <PageSentence>{years.data ? sentence(years.data.rows) : '正在统计…'}</PageSentence>
      <LedgerTable<ActivityRow>
        name="activities.list"
        label="乡镇活动"
        rowKey={row => row.id}
        rowName={row => `${row.name} ${listDay(row.held_on ?? row.planned_on)}`}
        columns={[
          { key: 'day', title: '日期', render: row => listDay(row.held_on ?? row.planned_on), fixed: 'left' },
          {
            key: 'name',
            title: '活动',
            render: row => (
              <Link to="/activities/$id" params={{ id: row.id }}>
                {row.name}
              </Link>
            ),
          },
          { key: 'number', title: '编号', render: row => row.number },
          ...(own.length > 1
            ? [{ key: 'station', title: '社工站', render: (row: ActivityRow) => stations.name(row.station) }]
            : []),
          { key: 'themes', title: '主题', render: row => row.themes.map(t => THEMES[t]).join('、') },
          { key: 'worker', title: '负责社工', render: row => row.worker.name },
          { key: 'people', title: '参加', render: row => (row.tally.times > 0 ? tallyWords(row.tally) : '') },
          { key: 'stage', title: '进展', render: row => <StageTag stage={row.stage} /> },
        ]}
        filters={[
          ...(own.length > 1
            ? [
                {
                  kind: 'select' as const,
                  key: 'station',
                  label: '社工站',
                  options: own.map(s => ({ value: String(s.value), label: s.label })),
                },
              ]
            : []),
          { kind: 'select', key: 'theme', label: '主题', options: options(THEMES) },
          { kind: 'select', key: 'stage', label: '进展', options: options(STAGES) },
          { kind: 'day', key: 'from', label: '从' },
          { kind: 'day', key: 'to', label: '到' },
        ]}
        load={({ sort, ...query }, stop) => read(list, query, stop)}
        onExport={query => {
          const known = Object.keys(Filters.shape);
          return download(ledger, Object.fromEntries(Object.entries(query).filter(([key]) => known.includes(key))) as never);
        }}
        actions={
          mayEver(may['activities.plan'], actor) && (
            <Link className="button" to="/activities/new">
              新的活动计划
            </Link>
          )
        }
        empty={{ title: '还没有活动', next: <p>社工写好活动计划并提交后，会列在这里。</p> }}
      />
    </>
  );
}
