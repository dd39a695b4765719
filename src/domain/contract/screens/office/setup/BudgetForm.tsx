// The sum of the contract and what goes to other things than the stations' fees (P2).

import { Button, Form, Input, InputNumber, Select } from 'antd';
import { send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { type Setup, setBudget } from '../../../setup.ts';
import { sharedOut } from '../../../setup-checks.ts';
import { useFresh } from './doing.tsx';
import { type Reasoned, ReasonField } from './ReasonField.tsx';
import { needed } from './terms.tsx';

type Line = { title: string; amount_yuan: number; station: number };
/** In the form: all stations together. */
const ALL = 0;

function Lines({ contract: c }: { contract: Setup }) {
  const whose = [{ value: ALL, label: '全部社工站' }, ...c.stations.map(s => ({ value: s.station, label: s.name }))];
  return (
    <Form.List name="lines">
      {(fields, { add, remove }) => (
        <>
          {fields.map((field, i) => (
            <div className="budget-line" key={field.key}>
              <Form.Item name={[field.name, 'title']} label={`第 ${i + 1} 项`} rules={needed}>
                <Input maxLength={60} placeholder="如 督导培训、项目管理" />
              </Form.Item>
              <Form.Item name={[field.name, 'amount_yuan']} label="金额（元）" rules={needed}>
                <InputNumber min={0} precision={2} style={{ width: 160 }} />
              </Form.Item>
              <Form.Item name={[field.name, 'station']} label="归属">
                <Select options={whose} popupMatchSelectWidth={false} style={{ minWidth: 160 }} />
              </Form.Item>
              <Button aria-label={`删去第 ${i + 1} 项`} icon={<Icon name="cross" />} onClick={() => remove(field.name)} />
            </div>
          ))}
          <Form.Item>
            <Button icon={<Icon name="plus" />} onClick={() => add({ station: ALL })}>
              添加其他经费
            </Button>
          </Form.Item>
        </>
      )}
    </Form.List>
  );
}

export function BudgetForm({ contract: c, changes }: { contract: Setup; changes: boolean }) {
  const fresh = useFresh();
  if (!changes)
    return (
      <ul>
        {c.budget.map(b => (
          <li key={b.title}>
            {b.title}：{b.amount_yuan.toLocaleString('zh-CN')} 元
          </li>
        ))}
      </ul>
    );
  type Values = { budget_yuan: number; lines: Line[] } & Reasoned;
  const submit = ({ budget_yuan, lines, reason = null }: Values, id: string) => {
    const kept = lines.map(l => ({ ...l, station: l.station === ALL ? null : l.station }));
    return send(setBudget, { id: c.id, revision: c.revision, budget_yuan, lines: kept, reason }, { id });
  };
  return (
    <section aria-labelledby="budget" className="narrow">
      <h2 id="budget">合同经费</h2>
      <CommandForm<Values>
        action="保存经费"
        initial={{
          budget_yuan: c.budget_yuan || sharedOut(c),
          lines: c.budget.map(b => ({ ...b, station: b.station ?? ALL })),
        }}
        submit={submit}
        onDone={() => void fresh()}
      >
        <Form.Item name="budget_yuan" label="合同经费总额（元）" rules={needed}>
          <InputNumber min={0} precision={2} style={{ width: 200 }} />
        </Form.Item>
        <Lines contract={c} />
        <ReasonField contract={c} />
      </CommandForm>
    </section>
  );
}
