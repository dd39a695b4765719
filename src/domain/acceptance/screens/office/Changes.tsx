// 自验收后有变化: what the records say now that they did not say when the evidence was frozen.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { documentDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { type Changes, changes } from '../../acceptance.ts';
import { heardWords } from '../../heard.ts';

type Indicator = Changes['clauses'][number]['indicators'][number];

const counts = (i: Indicator): string =>
  [
    i.added && `新增 ${i.added} 条`,
    i.removed && `不再有 ${i.removed} 条`,
    i.altered && `改动 ${i.altered} 条`,
    i.rule_changed && '规则已修订',
  ]
    .filter(Boolean)
    .join('、');

const IndicatorChanges = ({ code, i }: { code: string; i: Indicator }) => (
  <details>
    <summary>
      {code} {i.title}：{counts(i)}；固定时 {i.done_before ?? '—'}，现在 {i.done_now ?? '—'} {i.unit}
    </summary>
    <ul className="plain-list">
      {i.rows.map(row => (
        <li key={`${row.record} ${row.before} ${row.now}`} className="change-row">
          {row.opens ? <Link to={row.opens}>{documentDay(row.on)}</Link> : documentDay(row.on)}
          <br />
          固定时：{row.before ?? '没有这一条'}
          <br />
          现在：{row.now ?? '没有这一条'}
        </li>
      ))}
    </ul>
  </details>
);

export function ChangesPart({ id, hash }: { id: string; hash: string }) {
  const answer = useQuery({ queryKey: ['acceptance.changes', id, hash], queryFn: ({ signal }) => read(changes, { id }, signal) });
  return (
    <section className="page-block" aria-labelledby="changes">
      <h2 id="changes">自验收后有变化</h2>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.isPending && <p role="status">正在重新计数…</p>}
      {answer.data && (
        <>
          <p>
            <Icon name={answer.data.changed ? 'warn' : 'done'} size={1} /> {answer.data.say}
          </p>
          {answer.data.heard && (
            <details>
              <summary>随机回访</summary>
              <p>固定时：{heardWords(answer.data.heard.before).join('') || '没有回访'}</p>
              <p>现在：{heardWords(answer.data.heard.now).join('') || '没有回访'}</p>
            </details>
          )}
          {answer.data.clauses.flatMap(c => c.indicators.map(i => <IndicatorChanges key={i.id} code={c.code} i={i} />))}
        </>
      )}
    </section>
  );
}
