// 日程: a month of the station. What is planned may be dragged to another day (or changed in its form); what clashes is said above the grid.

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { colleagues } from '#domain/org/org.ts';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { addMonths, dayOf, listDay } from '#kernel/dates.ts';
import { mayEver } from '#kernel/policy.ts';
import { ApiError, read, send } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { calendarPolicy as may } from '../../calendar.policy.ts';
import { change, clashes, days, type Item } from '../../calendar.ts';
import { EntryForm } from './EntryForm.tsx';
import { FeedLink } from './FeedLink.tsx';
import { ItemShown } from './ItemShown.tsx';
import { MonthGrid } from './MonthGrid.tsx';
import { weeksOf } from './weeks.ts';
import './calendar.css';

const today = (): string => dayOf(new Date());

function said(items: readonly Item[], month: string): string {
  const planned = items.filter(i => !i.settled && i.day >= today()).length;
  return `${Number(month.slice(5))} 月已完成 ${items.filter(i => i.settled).length} 项，还有 ${planned} 项在安排中。`;
}

type Doing = { kind: 'new'; day: string } | { kind: 'item'; item: Item } | { kind: 'feed' } | null;

export default function Calendar() {
  const { search, change: go } = useAddress();
  const actor = useActor();
  const client = useQueryClient();
  const stations = useStations();
  const [doing, setDoing] = useState<Doing>(null);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const month = one(search.month) ?? today().slice(0, 7);
  const station = Number(one(search.station) ?? actor.stations[0] ?? 0);
  const worker = one(search.worker);
  const weeks = weeksOf(month);
  const wish = { station, from: weeks[0]![0]!, to: weeks.at(-1)!.at(-1)!, ...(worker && { worker }) };
  const answer = useQuery({
    queryKey: ['calendar.days', wish],
    queryFn: ({ signal }) => read(days, wish, signal),
    placeholderData: keepPreviousData,
    enabled: station > 0,
  });
  const people = useQuery({
    queryKey: ['org.colleagues', String(station)],
    queryFn: ({ signal }) => read(colleagues, { station }, signal),
    enabled: station > 0,
  });
  const here = people.data?.rows ?? [];
  const writes = mayEver(may['calendar.put'], actor);
  const refresh = () => {
    setDoing(null);
    void client.invalidateQueries({ queryKey: ['calendar.days'] });
  };
  const moveTo = (item: Item, day: string) => {
    setProblem(null);
    const entry = {
      title: item.title,
      day,
      workers: item.workers.map(w => w.id),
      ...(item.started_at && { started_at: item.started_at }),
      ...(item.ended_at && { ended_at: item.ended_at }),
      ...(item.place && { place: item.place }),
    };
    send(change, { id: item.id, revision: item.revision!, ...entry }).then(refresh, (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    });
  };
  const items = answer.data?.rows ?? [];
  const inMonth = items.filter(i => i.day.startsWith(month));
  const found = clashes(items.filter(i => i.day >= today()));
  return (
    <>
      <PageSentence>{answer.data ? said(inMonth, month) : '正在读取…'}</PageSentence>
      <div className="calendar-bar">
        <Button onClick={() => go({ month: addMonths(`${month}-01`, -1).slice(0, 7) })} aria-label="上个月">
          ‹
        </Button>
        <h2 aria-live="polite">{`${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`}</h2>
        <Button onClick={() => go({ month: addMonths(`${month}-01`, 1).slice(0, 7) })} aria-label="下个月">
          ›
        </Button>
        <Button onClick={() => go({ month: undefined })}>本月</Button>
        {actor.stations.length > 1 && (
          <Select
            aria-label="社工站"
            className="calendar-choice"
            value={station}
            options={stations.choices}
            onChange={value => go({ station: String(value), worker: undefined })}
          />
        )}
        <Select
          aria-label="人员"
          className="calendar-choice"
          allowClear
          placeholder="全部人员"
          value={worker ?? null}
          options={here.map(c => ({ value: c.id, label: c.name }))}
          onChange={value => go({ worker: value ?? undefined })}
        />
        {writes && (
          <>
            <Button type="primary" onClick={() => setDoing({ kind: 'new', day: today() })}>
              登记日程
            </Button>
            <Button onClick={() => setDoing({ kind: 'feed' })}>手机日历订阅</Button>
          </>
        )}
      </div>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {problem && <ErrorNote error={problem} />}
      {found.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={`有 ${found.length} 处时间冲突，请核对（仅提示，不影响登记）`}
          description={
            <ul>
              {found.map(({ a, b, why }) => (
                <li
                  key={`${a.id}${b.id}`}
                >{`${listDay(a.day)} ${a.started_at} ${a.title} 与 ${b.started_at} ${b.title}：${why}`}</li>
              ))}
            </ul>
          }
        />
      )}
      <MonthGrid
        month={month}
        weeks={weeks}
        items={items}
        today={today()}
        onOpen={item => setDoing({ kind: 'item', item })}
        onDay={writes ? day => setDoing({ kind: 'new', day }) : null}
        onMove={writes ? moveTo : null}
      />
      <Modal
        title={doing?.kind === 'new' ? '登记日程' : doing?.kind === 'feed' ? '手机日历订阅' : '日程'}
        open={doing !== null}
        footer={null}
        destroyOnHidden
        onCancel={() => setDoing(null)}
      >
        {doing?.kind === 'new' && <EntryForm station={station} day={doing.day} people={here} onDone={refresh} />}
        {doing?.kind === 'item' && <ItemShown item={doing.item} people={here} writes={writes} onDone={refresh} />}
        {doing?.kind === 'feed' && <FeedLink open={answer.data?.feed ?? false} onDone={refresh} />}
      </Modal>
    </>
  );
}
