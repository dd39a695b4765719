// What a group is planned as: for a new one and for changing one.

import { useNavigate } from '@tanstack/react-router';
import { Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { GROUP_KINDS, OPENNESS, open } from '../../groups.ts';
import { needed, options, today, useRefresh, useWorkers } from './parts.tsx';
import './groups.css';

export type Facts = Omit<z.input<typeof open.input>, 'id' | 'station'>;

export function FactsFields({ station }: { station: number }) {
  const workers = useWorkers(station);
  return (
    <div className="columns">
      <Form.Item name="name" label="小组名称" rules={needed}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="kind" label="类型" rules={needed}>
        <Select options={options(GROUP_KINDS)} />
      </Form.Item>
      <Form.Item name="openness" label="开放性" rules={needed}>
        <Select options={options(OPENNESS)} />
      </Form.Item>
      <Form.Item name="lead" label="带领社工" rules={needed}>
        <Select options={workers} />
      </Form.Item>
      <Form.Item name="co_workers" label="协助人员">
        <Select mode="multiple" options={workers} />
      </Form.Item>
      <Form.Item name="planned_sessions" label="计划节数" rules={needed} extra="合同要求每个小组不少于 4 节">
        <InputNumber min={1} max={40} />
      </Form.Item>
      <Form.Item name="planned_members" label="计划组员数" rules={needed}>
        <InputNumber min={2} max={200} />
      </Form.Item>
      <Form.Item name="from_on" label="开始日期" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="to_on" label="结束日期" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="place" label="地点" rules={needed}>
        <Input maxLength={60} />
      </Form.Item>
    </div>
  );
}

export default function NewGroup() {
  const actor = useActor();
  const stations = useStations().choices.filter(s => actor.stations.includes(s.value));
  const [chosen, setChosen] = useState<number | null>(null);
  const [id] = useState(newId);
  const navigate = useNavigate();
  const refresh = useRefresh();
  const station = chosen ?? actor.stations[0] ?? 0;
  return (
    <div className="group-page">
      <PageSentence>先写下小组的基本情况，保存后接着写计划书；计划书审核通过后才能开展。</PageSentence>
      {stations.length > 1 && (
        <p className="bar">
          <Select aria-label="社工站" value={station} options={stations} onChange={setChosen} />
        </p>
      )}
      <CommandForm<Facts>
        action="保存，接着写计划书"
        initial={{
          lead: actor.account,
          co_workers: [],
          planned_sessions: 4,
          planned_members: 8,
          from_on: today(),
          openness: 'closed',
        }}
        submit={(values, command) => send(open, { ...values, id, station }, { id: command })}
        onDone={() => {
          refresh();
          void navigate({ to: '/groups/$id', params: { id }, search: { part: 'plan' } });
        }}
      >
        <FactsFields station={station} />
      </CommandForm>
    </div>
  );
}
