// The parts of a figure: its windows, what must be covered, what is told beside, its units and which of them fall short, its months,
// and whom a worker could turn to next.

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { EmptyState, ErrorNote } from '#web/office/kit/words.tsx';
import type { Mood } from '#web/status.tsx';
import { StatusTag } from '#web/status.tsx';
import { type Figure, type FigureAnswer, type MissingUnit, missingUnits, months } from '../../contract.ts';
import type { Asked } from './cells.tsx';

const queryOf = ({ figure: id, station, worker }: Asked) => ({
  id,
  ...(station !== undefined && { station }),
  ...(worker && { worker }),
});

type Window = Figure['windows'][number];
const reached = ({ met, from }: Window, today: string): { mood: Mood; word: string } =>
  met === null
    ? from > today
      ? { mood: 'plain', word: '未开始' }
      : { mood: 'wait', word: '进行中' }
    : met
      ? { mood: 'good', word: '已达标' }
      : { mood: 'harm', word: '未达到' };

function Windows({ windows, today }: { windows: readonly Window[]; today: string }) {
  return (
    <section aria-label="逐期">
      <ul className="windows">
        {windows.map(w => {
          const { mood, word } = reached(w, today);
          return (
            <li key={w.label}>
              <span>{w.label}</span>
              <b>
                {w.done}/{w.needed}
              </b>
              <StatusTag mood={mood}>{word}</StatusTag>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What stands beside the number itself. */
export function Details({ figure: f, today }: { figure: Figure; today: string }) {
  return (
    <div className="figure-details">
      {f.units && (
        <p>
          符合条件 {f.units.met} 个，共 {f.units.all} 个。
        </p>
      )}
      {f.ratio && (
        <p>
          占比由 {f.ratio.part.toLocaleString('zh-CN')} ÷ {f.ratio.whole.toLocaleString('zh-CN')} 得出。
        </p>
      )}
      {f.uncovered.length > 0 && <p>还没有覆盖：{f.uncovered.join('、')}。</p>}
      {f.beside.map(b => (
        <p key={b.title}>
          其中{b.title}：{b.amount.toLocaleString('zh-CN')}（另行列出，不影响是否达标）。
        </p>
      ))}
      {f.windows.length > 0 && <Windows windows={f.windows} today={today} />}
    </div>
  );
}

/** 还差 2 次,建议探访:… */
export function Suggestions({ answer }: { answer: FigureAnswer }) {
  if (answer.suggest.length === 0) return null;
  return (
    <section aria-labelledby="suggest">
      <h3 id="suggest">
        还差 {answer.figure.missing} {answer.figure.unit}，建议先去看
      </h3>
      <ul className="plain-list named">
        {answer.suggest.map(s => (
          <li key={s.client}>
            <Link to={`/people/${s.client}`}>{s.name}</Link> {s.last_on ? `上次探访 ${documentDay(s.last_on)}` : '还没有探访过'}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Unit = ({ row }: { row: MissingUnit }) => (
  <li>
    <span>
      {row.opens ? <Link to={row.opens}>{row.title}</Link> : <b>{row.title}</b>} {row.station_name}
      {row.worker_name && ` · ${row.worker_name}`}
    </span>
    <span className="facts">{row.say.join('；')}</span>
  </li>
);

/** Units that fall short, with what each of them lacks. */
export function MissingUnits({ asked, what, windows }: { asked: Asked; what: string; windows: readonly Window[] }) {
  const [window, setWindow] = useState<number>();
  const query = { ...queryOf(asked), limit: 20, ...(window !== undefined && { window }) };
  const pages = useInfiniteQuery({
    queryKey: ['contract.missing_units', query],
    queryFn: ({ pageParam, signal }) => read(missingUnits, { ...query, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: page => page.next ?? undefined,
  });
  const rows = pages.data?.pages.flatMap(page => page.rows) ?? [];
  return (
    <section aria-labelledby="missing">
      <h3 id="missing">还没有达到条件的{what}</h3>
      {windows.length > 0 && (
        <Select
          aria-label="哪一期"
          value={pages.data?.pages[0]?.window}
          options={windows.map((w, i) => ({ value: i, label: w.label }))}
          onChange={value => setWindow(Number(value))}
          style={{ minWidth: 160 }}
        />
      )}
      {pages.isError && <ErrorNote error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && <p role="status">正在读取…</p>}
      {pages.data && rows.length === 0 && <EmptyState title="都已达到条件" />}
      {rows.length > 0 && (
        <ul className="evidence named" aria-label={`还没有达到条件的${what}`}>
          {rows.map(row => (
            <Unit key={`${row.unit} ${row.station} ${row.worker}`} row={row} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          再看 20 个
        </Button>
      )}
    </section>
  );
}

/** What was counted month by month; the months that are over stay as they are told here. */
export function ByMonth({ asked }: { asked: Asked }) {
  const query = queryOf(asked);
  const answer = useQuery({ queryKey: ['contract.months', query], queryFn: ({ signal }) => read(months, query, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const data = answer.data;
  const own = data?.rows.filter(r => (asked.worker ? r.worker !== null : r.worker === null)) ?? [];
  if (!data || own.length === 0) return null;
  const begun = data.months.filter(m => m.closed).length + 1;
  return (
    <section aria-labelledby="months">
      <h3 id="months">逐月计入({data.unit})</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide content that scrolls must be reachable by keyboard */}
      <section className="months" aria-label="逐月计入" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">月份</th>
              {own.map(r => (
                <th scope="col" key={r.station}>
                  {r.worker_name ?? r.station_name.replace(/(社会工作服务站|社工站)$/, '')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.months.slice(0, begun).map((m, i) => (
              <tr key={m.label}>
                <th scope="row">
                  {m.label}
                  {m.closed ? '' : ' *'}
                </th>
                {own.map(r => (
                  <td key={r.station}>{r.amounts[i]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="hint">标 * 的月份还没有结束。记录更正、退回或补录后，对应月份的数字随之改变。</p>
    </section>
  );
}
