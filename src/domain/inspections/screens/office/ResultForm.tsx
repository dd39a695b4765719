// What came of one that was drawn: a call-back, or a look at a record. Fits a phone.

import { Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import {
  AGREES,
  COMPLETE,
  CONFIRMED,
  type DrawItem,
  type DrawKind,
  enterResult,
  type Result,
  TRUTH,
  UNREACHED,
  WAYS,
} from '../../inspections.ts';
import { needed, options, today } from './parts.tsx';

type Values = Record<string, string | number | undefined> & { on: string; remark?: string };

/** The result that the filled fields mean. */
function resultOf(kind: DrawKind, reached: boolean, v: Values): Result {
  const common = { on: v.on, ...(v.remark && { remark: v.remark }) };
  const fields =
    kind === 'check'
      ? { kind, ...common, complete: v.complete, true: v.true }
      : reached
        ? {
            kind,
            reached,
            ...common,
            way: v.way,
            answered_by: v.answered_by,
            confirmed: v.confirmed,
            agrees: v.agrees,
            ...(v.satisfaction !== '0' && { satisfaction: Number(v.satisfaction) }),
          }
        : { kind, reached, ...common, why: v.why };
  return fields as Result;
}

const Choice = ({ name, label, table }: { name: string; label: string; table: Readonly<Record<string, string>> }) => (
  <Form.Item name={name} label={label} rules={needed}>
    <Radio.Group options={options(table)} />
  </Form.Item>
);

const STARS = ['不愿评价', '1 很不满意', '2 不满意', '3 一般', '4 满意', '5 很满意']
  .map((label, n) => ({ value: String(n), label }))
  .reverse();

function initialOf(before: Result | null): Partial<Values> {
  if (before === null) return { on: today(), way: 'phone', answered_by: 'self' };
  const { kind: _, ...fields } = before;
  const satisfaction = 'satisfaction' in before && before.satisfaction ? String(before.satisfaction) : '0';
  const plain = Object.entries({ ...fields, satisfaction }).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(plain) as Partial<Values>;
}

export function ResultForm({ item, kind, onDone }: { item: DrawItem; kind: DrawKind; onDone(): void }) {
  const [reached, setReached] = useState(true);
  return (
    <CommandForm<Values>
      action="登记结果"
      initial={initialOf(item.result)}
      onDone={onDone}
      submit={(values, id) =>
        send(enterResult, { id: item.id, revision: item.revision, result: resultOf(kind, reached, values) }, { id })
      }
    >
      {kind === 'callback' && (
        <Form.Item label="是否联系上" required>
          <Radio.Group
            value={reached}
            onChange={event => setReached(event.target.value as boolean)}
            options={[
              { value: true, label: '联系上了' },
              { value: false, label: '没有联系上' },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item name="on" label={kind === 'check' ? '抽看日期' : '回访日期'} rules={needed}>
        <DayInput max={today()} />
      </Form.Item>
      {kind === 'check' && (
        <>
          <Choice name="complete" label="要件是否齐全" table={COMPLETE} />
          <Choice name="true" label="是否属实" table={TRUTH} />
        </>
      )}
      {kind === 'callback' && reached && (
        <>
          <Choice name="way" label="方式" table={WAYS} />
          <Choice name="answered_by" label="接受回访的人" table={{ self: '本人', family: '家属或照料人' }} />
          <Choice name="confirmed" label="是否确有此次服务" table={CONFIRMED} />
          <Choice name="agrees" label="内容与记录是否一致" table={AGREES} />
          <Form.Item name="satisfaction" label="满意度" rules={needed}>
            <Radio.Group options={STARS} />
          </Form.Item>
        </>
      )}
      {kind === 'callback' && !reached && (
        <>
          <Choice name="why" label="没有联系上的原因" table={UNREACHED} />
          <p className="hint">登记后由抽取次序中的下一位替补，不能再改。请先换时间多试几次。</p>
        </>
      )}
      <Form.Item name="remark" label="备注">
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </CommandForm>
  );
}
