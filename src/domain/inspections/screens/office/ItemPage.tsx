// One that was drawn, as a page of its own: where a figure's evidence leads.

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { documentDay } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { drawnItem, resultWords } from '../../inspections.ts';
import { time } from './parts.tsx';
import './inspections.css';

export default function ItemPage() {
  const { id } = useParams({ strict: false });
  const answer = useQuery({
    queryKey: ['inspections.drawn_item', id],
    queryFn: ({ signal }) => read(drawnItem, { id: id! }, signal),
    enabled: id !== undefined,
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const i = answer.data;
  if (!i) return <p role="status">正在读取…</p>;
  return (
    <article className="read">
      <h2>
        {i.resident_name} · {documentDay(i.visited_on)}
      </h2>
      <dl>
        <div>
          <dt>社工</dt>
          <dd>{i.worker_name}</dd>
        </div>
        <div>
          <dt>抽取次序</dt>
          <dd>{i.replaces ? `第 ${i.place} 位，替补第 ${i.replaces} 位` : `第 ${i.place} 位`}</dd>
        </div>
        <div>
          <dt>登记</dt>
          <dd>{i.entered_by ? `${i.entered_by} ${time(i.entered_at!)}` : '未登记'}</dd>
        </div>
      </dl>
      <p>{i.result ? resultWords(i.result) : '还没有登记结果。'}</p>
      <p className="bar">
        <Link className="button" to="/visits/$id" params={{ id: i.visit }}>
          看当次记录
        </Link>
        <Link className="button" to="/draws/$id" params={{ id: i.draw }}>
          看这次抽查
        </Link>
      </p>
    </article>
  );
}
