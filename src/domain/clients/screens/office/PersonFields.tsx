// The fields of a person, for registering and for correcting. What is masked on screen is never sent back: an empty field keeps what
// is there. Serves K2, E1; PRI-04.

import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { IDENTITY_KINDS, NO_NUMBER_REASONS } from '#kernel/identity.ts';
import { DayInput } from '#web/office/kit/command-form.tsx';
import { StatusTag } from '#web/status.tsx';
import { choicesOf, codeChoices, today } from './choices.ts';
import { identityHint } from './identity-hint.ts';
import type { MaskedField, Now } from './masked-fields.ts';

export const needed = [{ required: true, message: '此项必填' }];

/** A labelled group of a long form. */
export const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <fieldset className="form-group">
    <legend>{title}</legend>
    <div className="form-grid">{children}</div>
  </fieldset>
);

/** A masked value written anew: a text replaces it, null empties it, undefined leaves it. */
export function MaskedInput({
  current,
  value,
  onChange,
  ...rest
}: {
  current: string | null;
  value?: string | null;
  onChange?: (value: string | null | undefined) => void;
  id?: string;
  inputMode?: 'tel' | 'text';
}) {
  if (value === null)
    return (
      <span className="emptied" id={rest.id}>
        保存后清空
        <Button type="link" onClick={() => onChange?.(undefined)}>
          不清空
        </Button>
      </span>
    );
  return (
    <span className="masked-input">
      <Input
        {...rest}
        autoComplete="off"
        placeholder={current === null ? undefined : `不改请留空（现为 ${current}）`}
        value={value ?? ''}
        onChange={event => onChange?.(event.target.value || undefined)}
      />
      {current !== null && !value && (
        <Button type="link" onClick={() => onChange?.(null)}>
          清空
        </Button>
      )}
    </span>
  );
}

function NumberField({ now }: { now: Now }) {
  const kind = Form.useWatch('identity_kind') as string | undefined;
  const typed = (Form.useWatch('identity') as string | null | undefined) ?? '';
  const hint = kind === 'resident_id' ? identityHint(typed, today()) : null;
  const label = kind === 'resident_id' ? '身份证号' : '证件号码';
  return (
    <Form.Item
      name="identity"
      label={label}
      rules={now.identity ? undefined : needed}
      extra={
        <span role="status">
          {hint ? (
            <StatusTag mood={hint.mood}>{hint.say}</StatusTag>
          ) : (
            kind === 'resident_id' && '填写时自动核对校验位、生日和性别'
          )}
        </span>
      }
    >
      <MaskedInput current={now.identity ?? null} />
    </Form.Item>
  );
}

/** Kind and number of the document; birth and sex where no number says them. */
export function IdentityFields({ now }: { now: Now }) {
  const kind = Form.useWatch('identity_kind') as string | undefined;
  return (
    <>
      <Form.Item name="identity_kind" label="证件类型" rules={needed}>
        <Select options={choicesOf(IDENTITY_KINDS)} />
      </Form.Item>
      {kind === 'none' ? (
        <Form.Item name="identity_reason" label="没有证件的原因" rules={needed}>
          <Select options={choicesOf(NO_NUMBER_REASONS)} />
        </Form.Item>
      ) : (
        <NumberField now={now} />
      )}
      {kind !== 'resident_id' && (
        <>
          <Form.Item name="born_on" label="出生日期" rules={kind === 'none' ? needed : undefined}>
            <DayInput max={today()} />
          </Form.Item>
          <Form.Item name="sex" label="性别">
            <Select
              allowClear
              options={[
                { value: '1', label: '男' },
                { value: '2', label: '女' },
              ]}
            />
          </Form.Item>
        </>
      )}
    </>
  );
}

const Coded = ({ name, label, table }: { name: string; label: string; table: Parameters<typeof codeChoices>[0] }) => (
  <Form.Item name={name} label={label}>
    <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={codeChoices(table)} />
  </Form.Item>
);
const Text = ({ name, label, max }: { name: string; label: string; max: number }) => (
  <Form.Item name={name} label={label}>
    <Input autoComplete="off" maxLength={max} />
  </Form.Item>
);
const Covered = ({ name, label, now, tel = false }: { name: MaskedField; label: string; now: Now; tel?: boolean }) => (
  <Form.Item name={name} label={label}>
    <MaskedInput current={now[name] ?? null} inputMode={tel ? 'tel' : 'text'} />
  </Form.Item>
);

/** How the person is reached. */
export const ReachFields = ({ now }: { now: Now }) => (
  <Group title="住址与电话">
    <Covered name="phone" label="本人电话" now={now} tel />
    <Text name="village_group" label="村民小组" max={60} />
    <Covered name="address" label="居住地址" now={now} />
    <Covered name="registered_address" label="户籍地址" now={now} />
  </Group>
);

export const OthersFields = ({ now }: { now: Now }) => (
  <>
    <Group title="联系人">
      <Text name="contact_name" label="联系人姓名" max={40} />
      <Text name="contact_relation" label="与本人关系" max={40} />
      <Covered name="contact_phone" label="联系人电话" now={now} tel />
    </Group>
    <Group title="监护人（未成年人必填）">
      <Text name="guardian_name" label="监护人姓名" max={40} />
      <Text name="guardian_relation" label="监护关系" max={40} />
      <Covered name="guardian_phone" label="监护人电话" now={now} tel />
    </Group>
  </>
);

export const MoreFields = ({ now }: { now: Now }) => (
  <Group title="其他情况">
    <Coded name="ethnic" label="民族" table="ethnic" />
    <Coded name="marital" label="婚姻状况" table="marital" />
    <Coded name="education" label="文化程度" table="education" />
    <Coded name="health" label="健康状况" table="health" />
    <Coded name="disability_kind" label="残疾类别" table="disability_type" />
    <Coded name="disability_grade" label="残疾等级" table="disability_grade" />
    <Covered name="disability_no" label="残疾证号" now={now} />
    <Form.Item name="notes" label="备注" className="form-wide">
      <Input.TextArea autoSize={{ minRows: 2 }} maxLength={600} />
    </Form.Item>
  </Group>
);
