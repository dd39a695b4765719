// 检查指导: which station was inspected in which month of the year, which is due, which was missed (M3). On the phone the stations that are
// due come first, because the manager is on the way.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { documentDay } from '#kernel/dates.ts';
import { mayEver } from '#kernel/policy.ts';
import { read } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { inspectionsPolicy as may } from '../../inspections.policy.ts';
import { CELL_STATES, grid } from '../../inspections.ts';
import { findingsSay, type Grid, monthSays } from '../shared/sentences.ts';
import './inspections.css';

type Row = Grid['rows'][number];
type Month = Grid['months'][number];
const MARK = { done: '✓', due: '待', missed: '漏', future: '', none: '—' } as const;

/** One month of one station: what is in it, and where it leads. */
function CellOf({ row, month, cell, mayRecord }: { row: Row; month: Month; cell: Row['cells'][number]; mayRecord: boolean }) {
  const n = cell.inspections.length;
  const said = `${row.name} ${month.from} 至 ${month.to}：${CELL_STATES[cell.state]}${n > 1 ? ` ${n} 次` : ''}${cell.open_findings ? `，${cell.open_findings} 个问题未整改` : ''}`;
  const body = (
    <>
      <span aria-hidden="true">
        {n > 1 ? `✓${n}` : MARK[cell.state]}
        {cell.open_findings > 0 && <sup>!</sup>}
      </span>
      <span className="visually-hidden">{said}</span>
    </>
  );
  const className = `cell cell-${cell.state}`;
  if (n === 1)
    return (
      <Link className={className} title={said} to="/inspections/$id" params={{ id: cell.inspections[0]! }}>
        {body}
      </Link>
    );
  if (n > 1)
    return (
      <Link
        className={className}
        title={said}
        to="/inspections/records"
        search={{ station: String(row.station), from: month.from, to: month.to }}
      >
        {body}
      </Link>
    );
  if (mayRecord && (cell.state === 'due' || cell.state === 'missed'))
    return (
      <Link className={className} title={`${said}；点此登记`} to="/inspections/new" search={{ station: String(row.station) }}>
        {body}
      </Link>
    );
  return (
    <span className={className} title={said}>
      {body}
    </span>
  );
}

const head = (month: Month): string => `${Number(month.from.slice(5, 7))}月`;

const GridTable = ({ grid: g, mayRecord }: { grid: Grid; mayRecord: boolean }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
  <section className="grid-box" tabIndex={0} aria-label="各站各月检查情况">
    <table className="month-grid">
      <caption className="visually-hidden">各站各月检查情况</caption>
      <thead>
        <tr>
          <th scope="col">社工站</th>
          {g.months.map(m => (
            <th
              scope="col"
              key={m.from}
              title={`${m.from} 至 ${m.to}`}
              className={m.from <= g.today && g.today <= m.to ? 'now' : undefined}
            >
              {head(m)}
            </th>
          ))}
          <th scope="col">待整改</th>
        </tr>
      </thead>
      <tbody>
        {g.rows.map(row => (
          <tr key={row.station}>
            <th scope="row">{row.name.replace(/社工站$/, '')}</th>
            {row.cells.map((cell, i) => (
              <td key={g.months[i]!.from}>
                <CellOf row={row} month={g.months[i]!} cell={cell} mayRecord={mayRecord} />
              </td>
            ))}
            <td className="owed">
              {row.open === 0 ? (
                '0'
              ) : (
                <Link to="/inspections/findings" search={{ station: String(row.station), state: ['open', 'answered'] }}>
                  {row.open}
                  {row.overdue > 0 && <span className="harm">（过期 {row.overdue}）</span>}
                </Link>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const Legend = () => (
  <ul className="legend" aria-label="图例">
    <li>
      <span className="cell cell-done">✓</span>已检查（右上角“！”表示还有问题未整改）
    </li>
    <li>
      <span className="cell cell-due">待</span>本月未检查
    </li>
    <li>
      <span className="cell cell-missed">漏</span>当月漏检
    </li>
    <li>
      <span className="cell cell-future" />
      未到
    </li>
  </ul>
);

/** Large enough for a thumb. */
const Due = ({ grid: g }: { grid: Grid }) => {
  const due = g.rows.filter(r => r.cells.some(c => c.state === 'due'));
  if (due.length === 0) return null;
  return (
    <section aria-labelledby="due">
      <h2 id="due" className="part">
        本月待检查
      </h2>
      <ul className="due-list">
        {due.map(r => (
          <li key={r.station}>
            <Link className="button" to="/inspections/new" search={{ station: String(r.station) }}>
              检查{r.name}
            </Link>
            {r.overdue > 0 && <StatusTag mood="harm">{`${r.overdue} 个问题过期`}</StatusTag>}
          </li>
        ))}
      </ul>
    </section>
  );
};

export default function Inspections() {
  const { search } = useAddress();
  const actor = useActor();
  const query = { ...(search.from && { from: one(search.from)! }), ...(search.to && { to: one(search.to)! }) };
  const answer = useQuery({ queryKey: ['inspections.grid', query], queryFn: ({ signal }) => read(grid, query, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const g = answer.data;
  if (!g) return <p role="status">正在读取…</p>;
  const mayRecord = mayEver(may['inspections.record'], actor);
  return (
    <>
      <PageSentence>{monthSays(g)}</PageSentence>
      <p className="hint">
        {documentDay(g.from)} 至 {documentDay(g.to)}，项目经理每月至少到每站检查指导一次。{findingsSay(g)}
      </p>
      {mayRecord && <Due grid={g} />}
      <GridTable grid={g} mayRecord={mayRecord} />
      <Legend />
    </>
  );
}
