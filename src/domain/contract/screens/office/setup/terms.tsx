// Parties and term as form fields. The end of the term is proposed from its months, and may be any day.

import { Form, Input, InputNumber } from 'antd';
import { DayInput } from '#web/office/kit/command-form.tsx';
import { termEnd } from '../../../term.ts';

export type Terms = {
  code: string;
  name: string;
  purchaser: string;
  provider: string;
  signed_on: string;
  from_on: string;
  to_on: string;
};
export const needed = [{ required: true, message: '此项必填' }];

/** `changed` of a form with these fields: proposes the first day from the signing, and the last from the months. */
export function TermFields() {
  const form = Form.useFormInstance();
  const propose = (): void => {
    const { signed_on, from_on, months } = form.getFieldsValue(true) as { signed_on?: string; from_on?: string; months?: number };
    if (signed_on && !from_on) form.setFieldValue('from_on', signed_on);
    const from = from_on ?? signed_on;
    if (from && months) form.setFieldValue('to_on', termEnd(from, months));
  };
  return (
    <>
      <Form.Item name="signed_on" label="签订日" rules={needed}>
        <DayInputThen onThen={propose} />
      </Form.Item>
      <Form.Item name="from_on" label="起始日" rules={needed}>
        <DayInputThen onThen={propose} />
      </Form.Item>
      <Form.Item name="months" label="期限（月），用来推算期满日">
        <MonthsThen onThen={propose} />
      </Form.Item>
      <Form.Item name="to_on" label="期满日（含当日）" rules={needed}>
        <DayInput />
      </Form.Item>
    </>
  );
}

type Then = { onThen(): void; id?: string };
const soon = (then: () => void): void => {
  // The form has taken the value in when the next task runs.
  setTimeout(then, 0);
};
const DayInputThen = ({ onThen, onChange, ...rest }: Then & { value?: string; onChange?: (day: string | undefined) => void }) => (
  <DayInput
    {...rest}
    onChange={day => {
      onChange?.(day);
      soon(onThen);
    }}
  />
);
const MonthsThen = ({ onThen, onChange, ...rest }: Then & { value?: number; onChange?: (months: number | null) => void }) => (
  <InputNumber
    {...rest}
    min={1}
    max={120}
    precision={0}
    suffix="个月"
    style={{ width: 140 }}
    onChange={months => {
      onChange?.(months);
      soon(onThen);
    }}
  />
);

export const PartyFields = () => (
  <>
    <Form.Item name="name" label="合同名称" rules={needed}>
      <Input maxLength={80} />
    </Form.Item>
    <Form.Item name="purchaser" label="采购人" rules={needed}>
      <Input maxLength={60} />
    </Form.Item>
    <Form.Item name="provider" label="承接主体" rules={needed}>
      <Input maxLength={60} />
    </Form.Item>
  </>
);
