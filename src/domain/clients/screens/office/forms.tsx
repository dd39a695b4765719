// The small forms of a person's file, each of which is one command. Serves K1, K2, E1, C1.

import { Checkbox, Form, Input, Radio, Select } from 'antd';
import { ApiError, send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import {
  assign,
  type CategoryCode,
  categorise,
  closeFile,
  correct,
  endCategory,
  mark,
  openFile,
  type Resident,
} from '../../clients.ts';
import { categoryGroups, codeChoices, today, useWorkers } from './choices.ts';
import { changedFields, maskedValues, openValues } from './correction.ts';
import type { CategoryOf } from './doings.ts';
import { Group, IdentityFields, MoreFields, needed, OthersFields, ReachFields } from './PersonFields.tsx';

export type FormOf<E = object> = { person: Resident; onDone(): void } & E;
export const seen = ({ id, revision }: Resident) => ({ id, revision });

export const DayField = ({
  name,
  label,
  optional = false,
  later = false,
}: {
  name: string;
  label: string;
  optional?: boolean;
  later?: boolean;
}) => (
  <Form.Item name={name} label={label} rules={optional ? undefined : needed}>
    <DayInput max={later ? undefined : today()} />
  </Form.Item>
);
export const ReasonField = ({ label = '原因' }: { label?: string }) => (
  <Form.Item name="reason" label={label} rules={needed}>
    <Input.TextArea autoSize={{ minRows: 2 }} maxLength={200} />
  </Form.Item>
);

/** The server names a field `set.name`; the form calls it `name`. */
const ofForm = (error: unknown): unknown =>
  error instanceof ApiError
    ? new ApiError({ ...error, issues: error.issues.map(i => ({ ...i, path: i.path.replace(/^set\./, '') })) }, error.status)
    : error;

type Correcting = Parameters<typeof changedFields>[1] & { not_a_twin?: boolean };
export function CorrectForm({ person, onDone }: FormOf) {
  const now = maskedValues(person);
  const submit = async ({ not_a_twin, ...values }: Correcting, id: string) => {
    const set = changedFields(person, values);
    if (Object.keys(set).length === 0) return;
    await send(correct, { ...seen(person), set, ...(not_a_twin && { not_a_twin }) }, { id }).catch(error => {
      throw ofForm(error);
    });
  };
  return (
    <CommandForm<Correcting>
      action="保存更正"
      initial={openValues(person) as Partial<Correcting>}
      onDone={onDone}
      submit={submit}
    >
      <Group title="本人">
        <Form.Item name="name" label="姓名" rules={needed}>
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Form.Item name="relation" label="与户主关系">
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={codeChoices('relation')} />
        </Form.Item>
        <IdentityFields now={now} />
      </Group>
      <ReachFields now={now} />
      <OthersFields now={now} />
      <MoreFields now={now} />
      <Form.Item name="not_a_twin" valuePropName="checked">
        <Checkbox>如提示与他人疑似同一人：已核对，不是同一人</Checkbox>
      </Form.Item>
    </CommandForm>
  );
}

type Marking = { state: 'active' | 'moved' | 'died' | 'closed'; on: string; reason: string };
export function MarkForm({ person, onDone }: FormOf) {
  const states = [
    { value: 'moved', label: '迁出' },
    { value: 'died', label: '死亡' },
    { value: 'closed', label: '结束服务' },
    { value: 'active', label: '恢复在册' },
  ];
  return (
    <CommandForm<Marking>
      action="登记"
      danger={person.state === 'active'}
      initial={{ on: today(), ...(person.state !== 'active' && { state: 'active' as const }) }}
      onDone={onDone}
      submit={(values, id) => send(mark, { ...seen(person), ...values }, { id })}
    >
      <Form.Item
        name="state"
        label="情况"
        rules={needed}
        extra={person.state === 'active' ? '登记后责任社工当日结束，以往记录不变。' : undefined}
      >
        <Radio.Group options={states.filter(s => s.value !== person.state)} />
      </Form.Item>
      <DayField name="on" label="日期" />
      <ReasonField label="依据或原因" />
    </CommandForm>
  );
}

type Categorising = { category: CategoryCode; basis?: string; document_no?: string; from_on?: string; to_on?: string };
export const CategoryForm = ({ person, onDone }: FormOf) => (
  <CommandForm<Categorising>
    action="登记类别"
    onDone={onDone}
    submit={(values, id) => send(categorise, { ...values, id, resident: person.id }, { id })}
  >
    <Form.Item name="category" label="对象类别" rules={needed}>
      <Select options={categoryGroups} showSearch={{ optionFilterProp: 'label' }} />
    </Form.Item>
    <Form.Item name="basis" label="认定依据" extra="如 低保证、民政部门名册、村（居）证明；没有依据的类别不计入档案完整。">
      <Input autoComplete="off" maxLength={100} />
    </Form.Item>
    <Form.Item name="document_no" label="证号或文号">
      <Input autoComplete="off" maxLength={60} />
    </Form.Item>
    <DayField name="from_on" label="认定日期" optional />
    <DayField name="to_on" label="有效期至" optional later />
  </CommandForm>
);
export const EndCategoryForm = ({ entry, onDone }: FormOf<{ entry: CategoryOf }>) => (
  <CommandForm<{ to_on: string; reason: string }>
    action="结束类别"
    danger
    initial={{ to_on: today() }}
    onDone={onDone}
    submit={(values, id) => send(endCategory, { id: entry.id, revision: entry.revision, ...values }, { id })}
  >
    <DayField name="to_on" label="结束日期" />
    <ReasonField />
  </CommandForm>
);

export const OpenFileForm = ({ person, onDone }: FormOf) => (
  <CommandForm<{ filed_on: string }>
    action="建立档案"
    initial={{ filed_on: today() }}
    onDone={onDone}
    submit={(values, id) => send(openFile, { ...seen(person), ...values }, { id })}
  >
    <DayField name="filed_on" label="建档日期" />
  </CommandForm>
);
export const CloseFileForm = ({ person, onDone }: FormOf) => (
  <CommandForm<{ closed_on: string; reason: string }>
    action="结束档案"
    danger
    initial={{ closed_on: today() }}
    onDone={onDone}
    submit={(values, id) => send(closeFile, { ...seen(person), ...values }, { id })}
  >
    <DayField name="closed_on" label="结档日期" />
    <ReasonField label="结档原因" />
  </CommandForm>
);

/** The empty value takes the responsibility away. */
const NOBODY = '';
export function AssignForm({ person, onDone }: FormOf) {
  const workers = useWorkers(person.station);
  return (
    <CommandForm<{ worker: string; from_on: string }>
      action="分派"
      initial={{ from_on: today(), ...(person.worker && { worker: person.worker.id }) }}
      onDone={onDone}
      submit={({ worker, from_on }, id) =>
        send(assign, { station: person.station, residents: [person.id], worker: worker || null, from_on }, { id })
      }
    >
      <Form.Item
        name="worker"
        label="责任社工"
        rules={[
          {
            validator: async (_, value) => {
              if (value === undefined) throw new Error('请选择责任社工');
            },
          },
        ]}
      >
        <Select options={[...workers, { value: NOBODY, label: '暂不分派' }]} />
      </Form.Item>
      <DayField name="from_on" label="从哪天起" />
    </CommandForm>
  );
}
