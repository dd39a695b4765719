// The list of assessments: filters in the address, a row opens beside it. Serves K3, E1.

import { useQuery } from '@tanstack/react-query';
import { stations } from '#domain/org/org.ts';
import { read } from '#web/api.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { type AssessmentRow, FOR_KINDS, instruments, list, STATES } from '../../assessments.ts';
import { AssessmentRead } from './AssessmentRead.tsx';
import { assessmentColumns, assessmentName } from './columns.tsx';

const options = (table: Record<string, string>) => Object.entries(table).map(([value, label]) => ({ value, label }));

export default function Assessments() {
  const own = useActor().stations;
  const places = useQuery({ queryKey: ['org.stations'], queryFn: ({ signal }) => read(stations, {}, signal) });
  const known = useQuery({ queryKey: ['assessments.instruments'], queryFn: ({ signal }) => read(instruments, {}, signal) });
  const here = (places.data?.rows ?? []).filter(s => own.includes(s.id));
  const codes = new Map((known.data?.rows ?? []).map(i => [i.code, i.title]));
  return (
    <>
      <PageSentence>
        量表评估都在这里。总分和等级由系统按答案算出；缺了关键答案就不定等级。点一行看每一项的得分和依据。
      </PageSentence>
      <LedgerTable<AssessmentRow>
        name="assessments.list"
        label="评估记录"
        rowKey={row => row.id}
        rowName={assessmentName}
        columns={assessmentColumns(id => places.data?.rows.find(s => s.id === id)?.name ?? String(id))}
        filters={[
          { kind: 'given', key: 'resident', label: '只看一位服务对象' },
          ...(here.length > 1
            ? [
                {
                  kind: 'select' as const,
                  key: 'station',
                  label: '社工站',
                  options: here.map(s => ({ value: String(s.id), label: s.name })),
                },
              ]
            : []),
          { kind: 'select', key: 'instrument', label: '量表', options: [...codes].map(([value, label]) => ({ value, label })) },
          { kind: 'select', key: 'attention', label: '关注', options: [{ value: 'true', label: '需要关注' }] },
          { kind: 'select', key: 'for_kind', label: '用于', options: options(FOR_KINDS) },
          { kind: 'select', key: 'state', label: '状态', options: options(STATES), multiple: true },
          { kind: 'day', key: 'from', label: '从' },
          { kind: 'day', key: 'to', label: '到' },
        ]}
        load={({ sort, ...query }, stop) => read(list, query, stop)}
        drawer={(_, id) => <AssessmentRead id={id} />}
        empty={{ title: '还没有评估记录', next: <p>社工在外勤端打开服务对象，点“评估”登记后，会列在这里。</p> }}
      />
    </>
  );
}
