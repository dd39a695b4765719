// One thing of a day: what it is, and where it is opened or changed.

import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { listDay } from '#kernel/dates.ts';
import { ApiError, send } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { type Item, withdraw } from '../../calendar.ts';
import { type Colleague, EntryForm } from './EntryForm.tsx';

const time = ({ started_at, ended_at }: Item): string => [started_at, ended_at].filter(Boolean).join('–') || '未定时间';

export function ItemShown({
  item,
  people,
  writes,
  onDone,
}: {
  item: Item;
  people: readonly Colleague[];
  writes: boolean;
  onDone(): void;
}) {
  const [editing, setEditing] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);
  if (editing) return <EntryForm station={item.station} day={item.day} people={people} item={item} onDone={onDone} />;
  const cancel = () =>
    send(withdraw, { id: item.id, revision: item.revision! }).then(onDone, (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    });
  return (
    <article>
      <p>
        {item.source_title} · {item.title}
        {item.subject && ` · ${item.subject}`}
      </p>
      <p>
        {listDay(item.day)} {time(item)}
        {item.place && ` · ${item.place}`}
      </p>
      <p>参加：{item.workers.map(w => w.name).join('、')}</p>
      {problem && <ErrorNote error={problem} />}
      <p className="row-actions">
        {item.opens && <Link to={item.opens}>打开记录</Link>}{' '}
        {writes && item.revision !== null && (
          <>
            <Button onClick={() => setEditing(true)}>更改</Button> <Button onClick={() => void cancel()}>取消这项日程</Button>
          </>
        )}
      </p>
    </article>
  );
}
