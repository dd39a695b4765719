// Opening a contract from the requirement's clauses, and correcting its head (P1, P2).

import { Checkbox, Form, Input, InputNumber } from 'antd';
import type { Stations } from '#domain/org/screens/shared/use-stations.ts';
import { WithStations } from '#domain/org/screens/shared/WithStations.tsx';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { type ContractHead, correct, open } from '../../contract.ts';
import { contractTemplate, openingOf } from '../../template.ts';
import { type Reasoned, ReasonField } from './setup/ReasonField.tsx';

const needed = [{ required: true, message: '此项必填' }];
type Opening = { code: string; purchaser: string; provider: string; signed_on: string; stations: number[] };

export const OpenForm = ({ onDone }: { onDone(): void }) => (
  <WithStations>{stations => <Beginning stations={stations} onDone={onDone} />}</WithStations>
);

function Beginning({ stations, onDone }: { stations: Stations; onDone(): void }) {
  const { fee_yuan, operating_yuan } = contractTemplate.station;
  return (
    <CommandForm<Opening>
      action="建立合同"
      initial={{ stations: stations.rows.map(s => s.id) }}
      onDone={onDone}
      submit={(values, id) => send(open, openingOf(contractTemplate, { ...values, id }), { id })}
    >
      <p>
        条款和指标取自采购需求（共 {contractTemplate.clauses.length} 条）；服务期 {contractTemplate.months}{' '}
        个月，自签订之日起；每站服务费 {fee_yuan.toLocaleString('zh-CN')} 元、运营费 {operating_yuan.toLocaleString('zh-CN')}{' '}
        元。建立后可以更正。
      </p>
      <Form.Item name="code" label="合同编号" rules={needed}>
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="purchaser" label="采购人" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="provider" label="承接主体" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="signed_on" label="签订日" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="stations" label="社工站" rules={[{ type: 'array', min: 1, message: '请至少选择一个社工站' }]}>
        <Checkbox.Group options={stations.choices} />
      </Form.Item>
    </CommandForm>
  );
}

type Correction = Pick<ContractHead, 'name' | 'purchaser' | 'provider' | 'signed_on' | 'from_on' | 'to_on' | 'budget_yuan'> &
  Reasoned;

export function CorrectForm({ contract, onDone }: { contract: ContractHead; onDone(): void }) {
  const { name, purchaser, provider, signed_on, from_on, to_on, budget_yuan } = contract;
  return (
    <CommandForm<Correction>
      action="保存更正"
      initial={{ name, purchaser, provider, signed_on, from_on, to_on, budget_yuan }}
      onDone={onDone}
      submit={(values, id) => send(correct, { ...values, id: contract.id, revision: contract.revision }, { id })}
    >
      <p>更改合同期会立即改变计入的记录；每次更正和原因都会保留。</p>
      <Form.Item name="name" label="名称" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="purchaser" label="采购人" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="provider" label="承接主体" rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="signed_on" label="签订日" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="from_on" label="起始日" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="to_on" label="期满日（含当日）" rules={needed}>
        <DayInput />
      </Form.Item>
      <Form.Item name="budget_yuan" label="经费（元）" rules={needed}>
        <InputNumber min={0} precision={2} style={{ width: 200 }} />
      </Form.Item>
      <ReasonField contract={contract} />
    </CommandForm>
  );
}
