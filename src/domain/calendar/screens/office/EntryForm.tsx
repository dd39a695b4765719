// Writing an entry of the calendar's own: what, when, where, with whom.

import { Form, Input, Select } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { change, type Item, put } from '../../calendar.ts';

export type Colleague = { id: string; name: string };
type Values = { title: string; day: string; started_at?: string; ended_at?: string; place?: string; workers: string[] };
const needed = (message: string) => [{ required: true, message }];

export function EntryForm({
  station,
  day,
  people,
  item,
  onDone,
}: {
  station: number;
  day: string;
  people: readonly Colleague[];
  item?: Item;
  onDone(): void;
}) {
  const [id] = useState(() => item?.id ?? newId());
  const actor = useActor();
  const mine = people.some(p => p.id === actor.account) ? [actor.account] : [];
  const submit = ({ started_at, ended_at, place, ...rest }: Values, command: string) => {
    const entry = { ...rest, ...(started_at && { started_at }), ...(ended_at && { ended_at }), ...(place && { place }) };
    return item
      ? send(change, { id, revision: item.revision!, ...entry }, { id: command })
      : send(put, { id, station, ...entry }, { id: command });
  };
  const initial: Partial<Values> = item
    ? {
        title: item.title,
        day: item.day,
        workers: item.workers.map(w => w.id),
        ...(item.started_at && { started_at: item.started_at }),
        ...(item.ended_at && { ended_at: item.ended_at }),
        ...(item.place && { place: item.place }),
      }
    : { day, workers: mine };
  return (
    <CommandForm<Values> action={item ? '保存更改' : '登记'} initial={initial} submit={submit} onDone={onDone}>
      <Form.Item name="title" label="事项" rules={needed('请填写事项')}>
        <Input maxLength={60} placeholder="如：站内例会、用小组室" />
      </Form.Item>
      <Form.Item name="day" label="日期" rules={needed('请选择日期')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="started_at" label="开始时间">
        <Input type="time" />
      </Form.Item>
      <Form.Item name="ended_at" label="结束时间">
        <Input type="time" />
      </Form.Item>
      <Form.Item name="place" label="地点或场室">
        <Input maxLength={40} placeholder="如：小组室" />
      </Form.Item>
      <Form.Item name="workers" label="参加的人" rules={needed('请选择参加的人')}>
        <Select mode="multiple" options={people.map(p => ({ value: p.id, label: p.name }))} />
      </Form.Item>
    </CommandForm>
  );
}
