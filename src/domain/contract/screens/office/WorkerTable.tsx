// What the contract asks of each worker, worker by worker (K1).

import { Table } from 'antd';
import type { Figure, Indicator, Standing } from '../../contract.ts';
import { type Asked, StatusWord } from './cells.tsx';

type Row = Figure & { key: string; indicator: Indicator; station: number; station_name: string; worker: string; name: string };

/** All workers of all indicators that speak of workers, the most urgent first within the station. */
export function workerRows(standing: Standing): Row[] {
  const names = new Map(standing.stations.map(s => [s.id, s.name]));
  return standing.clauses
    .flatMap(c => c.indicators)
    .flatMap(indicator =>
      indicator.stations.flatMap(s =>
        [...s.workers]
          .sort((a, b) => b.missing - a.missing)
          .map(w => ({
            ...w,
            key: `${indicator.id} ${w.worker}`,
            indicator,
            station: s.station,
            station_name: names.get(s.station) ?? String(s.station),
          })),
      ),
    );
}

export function WorkerTable({ standing, onOpen }: { standing: Standing; onOpen(asked: Asked): void }) {
  const rows = workerRows(standing);
  const several = new Set(rows.map(r => r.indicator.id)).size > 1;
  return (
    <section aria-label="每名社工的履约情况" className="standing">
      <Table<Row>
        size="small"
        rowKey="key"
        pagination={false}
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: '社工站', dataIndex: 'station_name', fixed: 'left' },
          { title: '社工', dataIndex: 'name', fixed: 'left' },
          ...(several ? [{ title: '指标', key: 'indicator', render: (_: unknown, row: Row) => row.indicator.title }] : []),
          {
            title: '完成',
            key: 'done',
            align: 'right',
            render: (_, row) => (
              <button
                type="button"
                className="link"
                aria-label={`${row.done} ${row.unit}，${row.name}完成，查看依据`}
                onClick={() => onOpen({ figure: row.indicator.id, station: row.station, worker: row.worker })}
              >
                {row.done}
              </button>
            ),
          },
          { title: '要求', dataIndex: 'needed', align: 'right' },
          { title: '还差', dataIndex: 'missing', align: 'right' },
          { title: '单位', key: 'unit', render: (_, row) => row.unit },
          { title: '状态', key: 'status', render: (_, row) => <StatusWord status={row.status} /> },
          { title: '按目前进度', dataIndex: 'say' },
          { title: '未计入（条）', dataIndex: 'left_out', align: 'right' },
        ]}
      />
    </section>
  );
}
