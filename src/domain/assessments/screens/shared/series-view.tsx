// Repeated measurement as a picture: the sentence first, then the line over the grades' bands, then the figures as a table. Printable; the
// table says all that the picture says. For a person's page, a case's goal, a group's members.

import { listDay } from '#kernel/dates.ts';
import { changeWords, OCCASIONS, type Point, type Series } from '../../assessments.ts';
import { GradeTag } from './result-shown.tsx';
import './assessments.css';

const W = 640;
const H = 220;
const EDGE = { left: 40, right: 184, top: 14, bottom: 30 };

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** Where things stand in the picture. A single day stands in the middle. */
function plan(s: Series) {
  const days = s.points.map(p => dayNumber(p.assessed_on));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const { min, max } = s.range!;
  const x = (day: string): number =>
    first === last
      ? (EDGE.left + W - EDGE.right) / 2
      : EDGE.left + 14 + ((dayNumber(day) - first) / (last - first)) * (W - EDGE.left - EDGE.right - 28);
  const y = (total: number): number => H - EDGE.bottom - ((total - min) / (max - min || 1)) * (H - EDGE.top - EDGE.bottom);
  return { x, y };
}

function Chart({ s }: { s: Series }) {
  const { x, y } = plan(s);
  const measured = s.points.filter((p): p is Point & { total: number } => p.total !== null);
  // Totals of different versions are not joined.
  const runs = [...Map.groupBy(measured, p => p.version).values()];
  const bottom = H - EDGE.bottom;
  return (
    <svg className="series-chart" viewBox={`0 0 ${W} ${H}`} role="img" aria-label={`${s.title}：${s.says}`}>
      {s.bands.map((b, n) => (
        <g key={b.code}>
          <rect
            x={EDGE.left}
            width={W - EDGE.left - EDGE.right}
            y={y(b.to)}
            height={Math.max(1, y(b.from) - y(b.to))}
            className={n % 2 ? 'band' : 'band band-other'}
          />
          {y(b.from) - y(b.to) > 13 && (
            <text x={W - EDGE.right + 8} y={(y(b.from) + y(b.to)) / 2 + 4} className="band-name">
              {b.label.length > 12 ? `${b.label.slice(0, 12)}…` : b.label}
            </text>
          )}
        </g>
      ))}
      {[s.range!.min, s.range!.max].map(value => (
        <text key={value} x={EDGE.left - 6} y={y(value) + 4} textAnchor="end" className="axis">
          {value}
        </text>
      ))}
      <line x1={EDGE.left} x2={W - EDGE.right} y1={bottom} y2={bottom} className="axis-line" />
      {runs.map(run => (
        <polyline key={run[0]!.id} points={run.map(p => `${x(p.assessed_on)},${y(p.total)}`).join(' ')} className="line" />
      ))}
      {measured.map((p, n) => (
        <g key={p.id}>
          <circle cx={x(p.assessed_on)} cy={y(p.total)} r={5} className="dot" />
          <text
            x={x(p.assessed_on)}
            y={y(p.total) - 9 < 10 ? y(p.total) + 18 : y(p.total) - 9}
            textAnchor="middle"
            className="value"
          >
            {p.total}
          </text>
          {(n === 0 || n === measured.length - 1) && (
            <text
              x={x(p.assessed_on)}
              y={H - 8}
              textAnchor={measured.length === 1 ? 'middle' : n === 0 ? 'start' : 'end'}
              className="axis"
            >
              {p.assessed_on}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

/** @param open how a measurement's own page is reached; without it the days are plain text */
export function SeriesView({ series: s, open }: { series: Series; open?: (id: string) => string }) {
  return (
    <section className="series" aria-label={s.title}>
      <h4>{s.title}</h4>
      <p className="series-says">{s.says}</p>
      {s.range && s.points.some(p => p.total !== null) && <Chart s={s} />}
      <div className="series-scroll">
        <table>
          <caption className="visually-hidden">{s.title}的历次结果</caption>
          <thead>
            <tr>
              <th scope="col">日期</th>
              <th scope="col">原因</th>
              <th scope="col">总分</th>
              <th scope="col">变化</th>
              {s.bands.length > 0 && <th scope="col">等级</th>}
            </tr>
          </thead>
          <tbody>
            {s.points.toReversed().map(p => (
              <tr key={p.id}>
                <th scope="row">
                  {open ? <a href={open(p.id)}>{`${p.assessed_on.slice(0, 4)}-${listDay(p.assessed_on)}`}</a> : p.assessed_on}
                </th>
                <td>{OCCASIONS[p.occasion]}</td>
                <td>{p.total === null ? '未得出' : `${p.total} ${s.unit}`}</td>
                <td>{p.change === null ? '' : changeWords(p.change, s.better, s.unit)}</td>
                {s.bands.length > 0 && (
                  <td>
                    <GradeTag label={p.grade_label} attention={p.attention} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
