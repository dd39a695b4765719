// Moving a person to another village or household of the same station. Serves K2.

import { Form, Input, Radio, Select } from 'antd';
import { useRef } from 'react';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { move } from '../../clients.ts';
import { codeChoices, today, useVillages } from './choices.ts';
import { DayField, type FormOf, seen } from './forms.tsx';
import { needed } from './PersonFields.tsx';
import { PersonPicker } from './PersonPicker.tsx';
import { householdOf } from './RegisterForm.tsx';

type Moving = {
  village_code: string;
  village_group?: string;
  stays: 'stays' | 'own' | 'with';
  household_with?: string;
  relation?: string;
  address?: string;
  on: string;
};
export function MoveForm({ person, onDone }: FormOf) {
  const villages = useVillages(person.station);
  const own = useRef(newId());
  const submit = async ({ stays, household_with, ...values }: Moving, id: string) => {
    const household =
      stays === 'stays' ? person.household.id : await householdOf(stays === 'with' ? household_with : undefined, own.current);
    await send(move, { ...seen(person), ...values, household: { id: household } }, { id });
  };
  const initial = {
    village_code: person.village_code ?? undefined,
    village_group: person.village_group ?? undefined,
    stays: 'stays' as const,
    on: today(),
  };
  return (
    <CommandForm<Moving> action="保存变更" initial={initial} onDone={onDone} submit={submit}>
      <Form.Item name="village_code" label="村（居）" rules={needed} extra="迁到外乡镇的，请用「登记迁出」。">
        <Select options={villages} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="village_group" label="村民小组">
        <Input autoComplete="off" maxLength={60} />
      </Form.Item>
      <Form.Item name="stays" label="家庭" rules={needed}>
        <Radio.Group
          options={[
            { value: 'stays', label: '仍在原家庭' },
            { value: 'own', label: '单独一户' },
            { value: 'with', label: '与另一人同户' },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(a: Moving, b: Moving) => a.stays !== b.stays}>
        {form =>
          form.getFieldValue('stays') === 'with' && (
            <Form.Item name="household_with" label="与谁同户" rules={needed}>
              <PersonPicker station={person.station} except={person.id} placeholder="姓名、拼音首字母或证件末 4 位" />
            </Form.Item>
          )
        }
      </Form.Item>
      <Form.Item name="relation" label="与户主关系（不改请留空）">
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={codeChoices('relation')} />
      </Form.Item>
      <Form.Item name="address" label="新居住地址（不改请留空）">
        <Input autoComplete="off" maxLength={200} />
      </Form.Item>
      <DayField name="on" label="变更日期" />
    </CommandForm>
  );
}
