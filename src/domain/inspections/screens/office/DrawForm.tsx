// Asking for a draw: what, of which days, how many at each station, and a seed thrown on the spot if both sides want to see it thrown.

import { Checkbox, Form, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import type { Stations } from '#domain/org/screens/shared/use-stations.ts';
import { WithStations } from '#domain/org/screens/shared/WithStations.tsx';
import { addMonths } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { DRAW_KINDS, type DrawKind, draw, VISIT_KINDS } from '../../inspections.ts';
import { Field, needed, options, today } from './parts.tsx';

type Values = {
  kind: DrawKind;
  from: string;
  to: string;
  visit_kinds: (keyof typeof VISIT_KINDS)[];
  seed?: string;
  remark?: string;
};
const USUAL = 3;

export const DrawForm = ({ onDone }: { onDone(id: string): void }) => (
  <WithStations>{stations => <Drawing stations={stations} onDone={onDone} />}</WithStations>
);

function Drawing({ stations, onDone }: { stations: Stations; onDone(id: string): void }) {
  const [id] = useState(newId);
  const [sizes, setSizes] = useState<Record<number, number>>({});
  const sizeOf = (station: number): number => sizes[station] ?? USUAL;
  const submit = (values: Values, command: string) => {
    const wished = stations.rows.map(s => ({ station: s.id, size: sizeOf(s.id) })).filter(s => s.size > 0);
    const { seed, remark, ...rest } = values;
    return send(draw, { ...rest, id, stations: wished, ...(seed && { seed }), ...(remark && { remark }) }, { id: command });
  };
  return (
    <CommandForm<Values>
      action="抽取"
      initial={{ kind: 'callback', from: addMonths(today(), -3), to: today(), visit_kinds: ['home_visit'] }}
      submit={submit}
      onDone={() => onDone(id)}
    >
      <Form.Item name="kind" label="种类" rules={needed}>
        <Radio.Group options={options(DRAW_KINDS)} />
      </Form.Item>
      <fieldset className="sheet-item">
        <legend>抽查的服务</legend>
        <Form.Item name="visit_kinds" rules={[{ type: 'array', min: 1, message: '请至少选择一种' }]}>
          <Checkbox.Group options={options(VISIT_KINDS)} />
        </Form.Item>
      </fieldset>
      <Form.Item name="from" label="服务日期从" rules={needed}>
        <DayInput max={today()} />
      </Form.Item>
      <Form.Item name="to" label="到" rules={needed}>
        <DayInput max={today()} />
      </Form.Item>
      <fieldset className="sheet-item">
        <legend>每站抽取数（0 为不抽）</legend>
        <div className="draw-stations">
          {stations.rows.map(s => (
            <Field key={s.id} label={s.name}>
              {id => (
                <InputNumber
                  id={id}
                  min={0}
                  max={200}
                  precision={0}
                  value={sizeOf(s.id)}
                  onChange={n => setSizes(before => ({ ...before, [s.id]: n ?? 0 }))}
                />
              )}
            </Field>
          ))}
        </div>
      </fieldset>
      <Form.Item
        name="seed"
        label="种子"
        extra="当面掷骰子或抽签得到的数字、字母，4 位以上；不填则由系统随机产生。抽取后不能更改。"
      >
        <Input autoComplete="off" maxLength={64} />
      </Form.Item>
      <Form.Item name="remark" label="说明">
        <Input maxLength={200} />
      </Form.Item>
    </CommandForm>
  );
}
