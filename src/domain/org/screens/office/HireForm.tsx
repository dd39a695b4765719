// Registering a person, and the two small forms of a qualification.

import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { z } from 'zod';
import { codeItems } from '#kernel/codes.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { CERTIFICATES, certify, hire, ORGANISERS, POSTS, train } from '../../org.ts';
import type { Stations } from '../shared/use-stations.ts';
import { WithStations } from '../shared/WithStations.tsx';

const choices = (table: Record<string, string>) => Object.entries(table).map(([value, label]) => ({ value, label }));
const educations = codeItems('education').map(item => ({ value: item.code, label: item.name }));
const needed = [{ required: true, message: '此项必填' }];

type Hire = Omit<z.input<typeof hire.input>, 'id'>;

export const HireForm = ({ onDone }: { onDone(): void }) => (
  <WithStations>{places => <Hiring places={places.choices} onDone={onDone} />}</WithStations>
);

function Hiring({ places, onDone }: { places: Stations['choices']; onDone(): void }) {
  return (
    <CommandForm<Hire>
      action="登记"
      onDone={onDone}
      initial={{ post: 'resident_worker', local_household: false }}
      submit={(values, id) =>
        send(hire, { ...values, id, station: values.post === 'project_manager' ? null : (values.station ?? null) }, { id })
      }
    >
      <Form.Item name="post" label="岗位" rules={needed}>
        <Select options={choices(POSTS)} />
      </Form.Item>
      <Form.Item name="station" label="社工站" help="项目经理不选">
        <Select options={places} allowClear />
      </Form.Item>
      <Form.Item name="name" label="姓名" rules={needed}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="identity" label="居民身份证号" rules={needed} help="加密保存，列表中只显示部分数字">
        <Input autoComplete="off" inputMode="text" />
      </Form.Item>
      <Form.Item name="phone" label="手机">
        <Input autoComplete="off" inputMode="tel" />
      </Form.Item>
      <Form.Item name="education" label="学历" rules={needed}>
        <Select options={educations} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="major" label="专业" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="local_household" valuePropName="checked">
        <Checkbox>本地户籍</Checkbox>
      </Form.Item>
      <Form.Item name="entered_on" label="到岗日" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="record_checked_on" label="违法犯罪记录查询日" help="接触未成年人的人员每年查询一次">
        <DayInput />
      </Form.Item>
    </CommandForm>
  );
}

export function CertificateForm({ staff, onDone }: { staff: string; onDone(): void }) {
  return (
    <CommandForm<Omit<z.input<typeof certify.input>, 'id' | 'staff'>>
      action="登记证书"
      onDone={onDone}
      submit={(values, id) => send(certify, { ...values, id, staff }, { id })}
    >
      <Form.Item name="kind" label="证书" rules={needed}>
        <Select options={choices(CERTIFICATES)} />
      </Form.Item>
      <Form.Item name="number" label="证书编号">
        <Input />
      </Form.Item>
      <Form.Item name="issued_on" label="取得日" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="registered_until" label="登记有效期至">
        <DayInput />
      </Form.Item>
    </CommandForm>
  );
}

export function TrainingForm({ staff, onDone }: { staff: string; onDone(): void }) {
  return (
    <CommandForm<Omit<z.input<typeof train.input>, 'id' | 'staff'>>
      action="登记培训"
      onDone={onDone}
      submit={(values, id) => send(train, { ...values, id, staff }, { id })}
    >
      <Form.Item name="title" label="培训主题" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="organiser" label="主办单位" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="organiser_kind" label="主办单位类型" rules={needed} help="前三类计入 120 学时">
        <Select options={choices(ORGANISERS)} />
      </Form.Item>
      <Form.Item name="hours" label="学时" rules={needed}>
        <InputNumber min={0.5} max={500} step={0.5} />
      </Form.Item>
      <Form.Item name="ended_on" label="结束日" rules={needed}>
        <DayInput />
      </Form.Item>
    </CommandForm>
  );
}
