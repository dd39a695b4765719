// The contract at a glance: one row for each clause and indicator, one column for each station.

import { Table, type TableColumnsType } from 'antd';
import type { Indicator, Standing } from '../../contract.ts';
import { type Asked, FigureCell, NotConnected, shortName } from './cells.tsx';

type Row = { key: string; code: string; title: string; body: string; first: boolean; rows: number; indicator: Indicator | null };

function rowsOf(standing: Standing, connectedOnly: boolean): Row[] {
  return standing.clauses
    .filter(clause => clause.connected || !connectedOnly)
    .flatMap(({ code, title, body, indicators }) => {
      const shown = indicators.filter(i => i.connected || !connectedOnly);
      const lines: (Indicator | null)[] = shown.length ? shown : [null];
      return lines.map((indicator, i): Row => ({ key: indicator?.id ?? code, code, title, body, first: i === 0, rows: lines.length, indicator }));
    });
}

export function ClauseTable({ standing, connectedOnly, onOpen }: { standing: Standing; connectedOnly: boolean; onOpen(asked: Asked): void }) {
  const places = standing.stations.length;
  const clauseCell = (row: Row) => ({ rowSpan: row.first ? row.rows : 0 });
  const columns: TableColumnsType<Row> = [
    { title: '条款', key: 'code', width: 64, fixed: 'left', onCell: clauseCell, render: (_, row) => <b>{row.code}</b> },
    {
      title: '内容',
      key: 'title',
      width: 190,
      fixed: 'left',
      onCell: clauseCell,
      render: (_, row) => (
        <details className="clause">
          <summary>{row.title}</summary>
          <p>{row.body}</p>
        </details>
      ),
    },
    { title: '指标', key: 'indicator', width: 210, render: (_, row) => row.indicator?.title ?? '没有数量要求' },
    {
      title: '全县',
      key: 'project',
      width: 110,
      onCell: row => (row.indicator?.connected ? {} : { colSpan: places + 1 }),
      render: (_, { indicator }) => {
        if (!indicator?.connected) return <NotConnected />;
        return indicator.project && <FigureCell figure={indicator.project} indicator={indicator} of="全县" onOpen={() => onOpen({ figure: indicator.id })} />;
      },
    },
    ...standing.stations.map(station => ({
      title: shortName(station.name),
      key: station.id,
      width: 104,
      onCell: (row: Row) => (row.indicator?.connected ? {} : { colSpan: 0 }),
      render: (_: unknown, { indicator }: Row) => {
        const figure = indicator?.stations.find(s => s.station === station.id);
        return figure && <FigureCell figure={figure} indicator={indicator!} of={station.name} onOpen={() => onOpen({ figure: indicator!.id, station: station.id })} />;
      },
    })),
  ];
  return (
    <section aria-label="各条款的履约情况" className="standing">
      <Table<Row> size="small" rowKey="key" pagination={false} dataSource={rowsOf(standing, connectedOnly)} columns={columns} scroll={{ x: 'max-content' }} sticky />
    </section>
  );
}
