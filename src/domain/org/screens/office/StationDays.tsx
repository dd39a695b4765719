// One station's year as a strip of days, and beneath it in words the days that were out of rule and why (M4, M5).

import { daysBetween } from '#kernel/dates.ts';
import type { PresenceRow, Staffing } from '../../staffing.ts';
import './staffing.css';

type Row = Staffing['rows'][number];

const lookOf = (s: PresenceRow): string => (s.staffed ? (s.led ? 'good' : 'unled') : 'short');
const daysWords = (s: PresenceRow): string => (s.from === s.to ? s.from : `${s.from} 至 ${s.to}（${s.days} 天）`);

export function StationDays({ row, from, to }: { row: Row; from: string; to: string }) {
  const all = daysBetween(from, to) + 1;
  const out = row.spans.filter(s => s.say !== null);
  const good = row.days - out.reduce((n, s) => n + s.days, 0);
  return (
    <section className="station-days" aria-labelledby={`days-${row.station}`}>
      <h3 id={`days-${row.station}`}>
        {row.name} <small>{out.length === 0 ? `${row.days} 天全部合要求` : `${good}/${row.days} 天合要求`}</small>
      </h3>
      <div className="strip" aria-hidden>
        {row.spans.map(s => (
          <span
            key={s.from}
            className={`strip-${lookOf(s)}`}
            style={{ flexGrow: s.days / all }}
            title={`${daysWords(s)} ${s.say ?? '合要求'}`}
          />
        ))}
      </div>
      {out.length > 0 && (
        <ul className="plain-list">
          {out.map(s => (
            <li key={s.from}>
              {daysWords(s)}：{s.say}
              {s.short.length > 0 && (
                <details>
                  <summary>不合格的原因</summary>
                  <ul>
                    {s.short.map(p => (
                      <li key={p.id}>
                        {p.name}：{p.why.join('')}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
