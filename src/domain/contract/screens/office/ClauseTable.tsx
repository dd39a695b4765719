// The contract at a glance: one row for each clause and indicator, one column for each station. What is counted stands first.

import { Link } from '@tanstack/react-router';
import { Table, type TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useActor } from '#web/office/session.ts';
import type { Figure, Indicator, Standing } from '../../contract.ts';
import { type Asked, FigureCell, NotConnected, shortName } from './cells.tsx';
import { evidencePages } from './evidence-pages.ts';

type Clause = Standing['clauses'][number];
type Row = { key: string; clause: Clause; first: boolean; rows: number; indicator: Indicator | null };

/** A row for each indicator, and one for a clause that has none; clauses with figures before those without, each in their order. */
function rowsOf({ clauses }: Standing, connectedOnly: boolean): Row[] {
  const shown = [...clauses.filter(c => c.connected), ...(connectedOnly ? [] : clauses.filter(c => !c.connected))];
  return shown.flatMap(clause => {
    const lines: (Indicator | null)[] = clause.indicators.length ? clause.indicators : [null];
    return lines.map(
      (indicator, i): Row => ({ key: indicator?.id ?? clause.code, clause, first: i === 0, rows: lines.length, indicator }),
    );
  });
}

const ClauseCell = ({ row, pages }: { row: Row; pages: ReturnType<typeof evidencePages> }) => (
  <>
    {row.first && (
      <details className="clause">
        <summary>{row.clause.title}</summary>
        <p>{row.clause.body}</p>
      </details>
    )}
    {row.indicator && <span className="hint">{row.indicator.title}</span>}
    {pages.map(p => (
      <Link key={p.title} className="evidence-page" to={p.to} search={(p.search ?? {}) as never}>
        看{p.title}
      </Link>
    ))}
  </>
);

/** A figure's column. The first of them carries 尚未接入 across all. */
function figureColumn(
  title: string,
  key: string,
  first: boolean,
  columns: number,
  cell: (indicator: Indicator) => ReactNode,
): TableColumnsType<Row>[number] {
  const across = first ? columns : 0;
  return {
    title,
    key,
    width: 82,
    onCell: row => (row.indicator?.connected ? {} : { colSpan: across }),
    render: (_, { indicator }) => (indicator?.connected ? cell(indicator) : <NotConnected />),
  };
}

export function ClauseTable({
  standing,
  connectedOnly,
  onOpen,
}: {
  standing: Standing;
  connectedOnly: boolean;
  onOpen(asked: Asked): void;
}) {
  // A reader of one station has no figure of the whole county.
  const whole = standing.clauses.flatMap(c => c.indicators).every(i => !i.connected || i.project !== null);
  const columns = standing.stations.length + (whole ? 1 : 0);
  const actor = useActor();
  const pagesOf = ({ clause, first }: Row) =>
    first
      ? evidencePages(
          clause.indicators.map(i => (i.connected ? i.measure : null)),
          standing.contract,
          actor,
        )
      : [];
  const open = (indicator: Indicator, figure: Figure | undefined | null, of: string, asked: Omit<Asked, 'figure'>) =>
    figure && (
      <FigureCell figure={figure} indicator={indicator} of={of} onOpen={() => onOpen({ figure: indicator.id, ...asked })} />
    );
  return (
    <section aria-label="各条款的履约情况" className="standing">
      <Table<Row>
        size="small"
        rowKey="key"
        pagination={false}
        dataSource={rowsOf(standing, connectedOnly)}
        scroll={{ x: 'max-content' }}
        sticky
        columns={[
          {
            title: '条款',
            key: 'code',
            width: 52,
            fixed: 'left',
            onCell: row => ({ rowSpan: row.first ? row.rows : 0 }),
            render: (_, row) => <b>{row.clause.code}</b>,
          },
          {
            title: '内容和指标',
            key: 'title',
            width: 216,
            fixed: 'left',
            render: (_, row) => <ClauseCell row={row} pages={pagesOf(row)} />,
          },
          ...(whole ? [figureColumn('全县', 'project', true, columns, i => open(i, i.project, '全县', {}))] : []),
          ...standing.stations.map(({ id, name }, n) =>
            figureColumn(shortName(name), String(id), !whole && n === 0, columns, i =>
              open(
                i,
                i.stations.find(s => s.station === id),
                name,
                { station: id },
              ),
            ),
          ),
        ]}
      />
    </section>
  );
}
