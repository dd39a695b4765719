// 分派: who is responsible for whom. Shows each worker's load, and gives chosen people, or everybody a filter finds, to one. K1, K2.

import { useQueries, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { ApiError, read } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { LedgerTable, type Query } from '#web/office/kit/ledger-table.tsx';
import { Figure, PageSentence } from '#web/office/kit/words.tsx';
import { list, type ResidentRow } from '../../clients.ts';
import { AssignPanel } from './AssignPanel.tsx';
import { everybody } from './assigning.ts';
import { useMay, useStations, useWorkers } from './choices.ts';
import { peopleColumns } from './columns.tsx';
import { listQuery, NOBODY } from './filters.ts';
import { usePeopleFilters } from './people-filters.ts';
import './people.css';

/** People of each worker, and of nobody (在册). */
function useLoads(station: number, workers: readonly { value: string; label: string }[]) {
  const of = [...workers, { value: NOBODY, label: '未分派' }];
  const answers = useQueries({
    queries: of.map(({ value }) => ({
      queryKey: ['clients.list', 'load', station, value],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        read(list, { ...listQuery({ station, worker: value }), limit: 1 }, signal),
    })),
  });
  return of.map((who, i) => ({ ...who, people: answers[i]!.data?.total ?? null }));
}

const sentence = (loads: readonly { value: string; people: number | null }[]): string => {
  const nobody = loads.find(l => l.value === NOBODY)?.people;
  if (nobody == null) return '正在读取…';
  return nobody === 0 ? '在册人员都有责任社工。' : `还有 ${nobody} 人没有责任社工，请勾选后分派。`;
};

/** The last filters as the server is asked, without what belongs to one page. */
const wholeQuery = ({ cursor: _, limit: __, ...query }: Query) => listQuery(query);

export default function Assign() {
  const client = useQueryClient();
  const { message } = App.useApp();
  const { search, change } = useAddress();
  const may = useMay();
  const stations = useStations().filter(s => may('clients.assign', s.value));
  const station = Number(one(search.station)) || stations[0]!.value;
  const workers = useWorkers(station);
  const loads = useLoads(station, workers);
  const filters = usePeopleFilters().filter(f => f.key !== 'state');
  const [all, setAll] = useState<ResidentRow[] | null>(null);
  const [gathering, setGathering] = useState(false);
  // Who comes to assign, comes for those without anybody; before that filter stands, "all" would be everybody.
  const begun = useRef(false);
  begun.current ||= Object.keys(search).length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (Object.keys(search).length === 0) change({ worker: NOBODY }, true);
  }, []);
  const query: Query = {
    ...Object.fromEntries(filters.flatMap(f => (search[f.key] === undefined ? [] : [[f.key, search[f.key]]]))),
    station,
  };
  const gather = async () => {
    setGathering(true);
    try {
      setAll(
        await client.fetchQuery({
          queryKey: ['clients.list', 'everybody', query],
          queryFn: () => everybody(wholeQuery(query)),
          staleTime: 0,
        }),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      void message.error(error.say);
    } finally {
      setGathering(false);
    }
  };
  const done = () => {
    setAll(null);
    for (const key of ['clients.assign', 'clients.list', 'clients.get', 'clients.numbers'])
      void client.invalidateQueries({ queryKey: [key] });
  };
  return (
    <>
      <PageSentence>{sentence(loads)}</PageSentence>
      <div className="figures">
        {loads.map(load => (
          <Figure
            key={load.value}
            label={load.label}
            value={load.people ?? 0}
            unit="人"
            rule={load.value === NOBODY ? '在册而没有责任社工' : '负责的在册人员'}
            onOpen={() => change({ worker: load.value, cursor: undefined })}
          />
        ))}
      </div>
      <LedgerTable<ResidentRow>
        name="clients.assign"
        label="可分派的服务对象"
        filters={filters}
        fixed={{ station }}
        limit={50}
        columns={peopleColumns({})}
        load={(q, stop) => read(list, listQuery(q), stop)}
        rowKey={row => row.id}
        rowName={row => row.name}
        chosenActions={(rows, clear) => (
          <AssignPanel
            rows={rows}
            workers={workers}
            onDone={() => {
              clear();
              done();
            }}
          />
        )}
        actions={
          <Button loading={gathering} disabled={!begun.current} onClick={() => void gather()}>
            分派筛选出的全部
          </Button>
        }
        empty={{ title: '没有在册的服务对象', next: <p>请先导入名册或登记服务对象。</p> }}
      />
      <Modal
        title={`分派筛选出的全部 ${all?.length ?? 0} 人`}
        open={all !== null}
        onCancel={() => setAll(null)}
        footer={null}
        destroyOnHidden
      >
        {all &&
          (all.length === 0 ? (
            <p>没有符合筛选条件的人。</p>
          ) : (
            <AssignPanel rows={all} workers={workers} onDone={done} vertical />
          ))}
      </Modal>
    </>
  );
}
