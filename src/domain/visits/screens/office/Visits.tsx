// The list of visits and telephone greetings: filters in the address, a row opens beside it, exported as the county's ledger. Serves K1, E6.

import { useQuery } from '@tanstack/react-query';
import { colleagues } from '#domain/org/org.ts';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { useAddress } from '#web/office/kit/address.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { Filters, KINDS, ledger, list, OUTCOMES, STATES, type VisitRow } from '../../visits.ts';
import { visitColumns, visitName } from './columns.tsx';
import { VisitRead } from './VisitRead.tsx';

const options = (table: Record<string, string>) => Object.entries(table).map(([value, label]) => ({ value, label }));

export default function Visits() {
  const { search } = useAddress();
  const state = useSignal(desk);
  const own = state.phase === 'in' ? state.session.actor.stations : [];
  const places = useStations();
  const station = typeof search.station === 'string' ? search.station : undefined;
  const people = useQuery({
    queryKey: ['org.colleagues', station],
    queryFn: ({ signal }) => read(colleagues, { station }, signal),
  });
  return (
    <>
      <PageSentence>每次探访只登记一次；这里的筛选结果可直接导出为入户探访台账。点一行看全文、审核意见和历次更正。</PageSentence>
      <LedgerTable<VisitRow>
        name="visits.list"
        label="探访记录"
        rowKey={row => row.id}
        rowName={visitName}
        columns={visitColumns(places.name)}
        filters={[
          { kind: 'given', key: 'resident', label: '只看一位服务对象' },
          ...(own.length > 1
            ? [
                {
                  kind: 'select' as const,
                  key: 'station',
                  label: '社工站',
                  options: places.choices
                    .filter(c => own.includes(c.value))
                    .map(c => ({ value: String(c.value), label: c.label })),
                },
              ]
            : []),
          {
            kind: 'select',
            key: 'worker',
            label: '主访',
            options: (people.data?.rows ?? []).map(p => ({ value: p.id, label: p.name })),
          },
          { kind: 'select', key: 'kind', label: '方式', options: options(KINDS), multiple: true },
          { kind: 'select', key: 'state', label: '审核', options: options(STATES), multiple: true },
          { kind: 'select', key: 'outcome', label: '结果', options: options(OUTCOMES), multiple: true },
          { kind: 'day', key: 'from', label: '从' },
          { kind: 'day', key: 'to', label: '到' },
          { kind: 'select', key: 'unusual', label: '异常', options: [{ value: 'true', label: '有异常' }] },
          {
            kind: 'select',
            key: 'late',
            label: '补录',
            options: [
              { value: 'true', label: '补录' },
              { value: 'false', label: '按时' },
            ],
          },
        ]}
        load={({ sort, ...query }, stop) => read(list, query, stop)}
        onExport={query => {
          const known = Object.keys(Filters.shape);
          return download(ledger, Object.fromEntries(Object.entries(query).filter(([key]) => known.includes(key))));
        }}
        drawer={(_, id) => <VisitRead id={id} />}
        empty={{ title: '还没有探访记录', next: <p>社工在外勤端登记入户探访或电话问候后，会列在这里。</p> }}
      />
    </>
  );
}
