// Members of a group: the list, and the form that adds one or changes what is known.

import { Button, Checkbox, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { PersonPicker } from '#domain/clients/screens/shared/person-picker.tsx';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import {
  enrol,
  type GroupFull,
  isMinor,
  LEFT,
  MEMBER_STATES,
  type Member,
  type MemberRow,
  PHOTO_USES,
  RELATIONS,
  SEXES,
} from '../../groups.ts';
import { filled, needed, options, today } from './parts.tsx';

type Values = Omit<Member, 'id' | 'revision' | 'group' | 'guardian'> & { guardian?: Partial<NonNullable<Member['guardian']>> };

const initialOf = (m: MemberRow | null): Partial<Values> =>
  m
    ? (filled({
        resident: m.resident ?? undefined,
        name: m.name,
        sex: m.sex as '1' | '2',
        born_year: m.born_year ?? undefined,
        state: m.state,
        guardian: m.guardian ?? undefined,
        photo_consent: m.photo_consent,
        health: m.health ?? undefined,
        wish: m.wish ?? undefined,
        joined_on: m.joined_on,
        left_on: m.left_on ?? undefined,
        left_reason: (m.left_reason ?? undefined) as Member['left_reason'],
      }) as Partial<Values>)
    : { state: 'joined', joined_on: today(), photo_consent: [] };

function MemberForm({ group, member, onDone }: { group: GroupFull; member: MemberRow | null; onDone(): void }) {
  const [id] = useState(() => member?.id ?? newId());
  return (
    <CommandForm<Values>
      action={member ? '保存更改' : '登记组员'}
      initial={initialOf(member)}
      onDone={onDone}
      submit={({ guardian, ...values }, command) =>
        send(
          enrol,
          {
            ...filled(values),
            id,
            group: group.id,
            revision: member?.revision ?? 0,
            ...(member?.village && { village: member.village }),
            ...(guardian?.name && { guardian: guardian as Member['guardian'] }),
          },
          { id: command },
        )
      }
    >
      <div className="columns">
        <Form.Item name="resident" label="在册的服务对象" extra="在册的人从这里选，人数才不会重复计">
          {member?.resident ? (
            <Input disabled />
          ) : (
            <PersonPicker station={group.station} placeholder="姓名、拼音首字母或证件末 4 位" />
          )}
        </Form.Item>
        <Form.Item name="name" label="姓名（不在册时填写）">
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="sex" label="性别">
          <Select allowClear options={options(SEXES)} />
        </Form.Item>
        <Form.Item name="born_year" label="出生年份">
          <InputNumber min={1900} max={2100} />
        </Form.Item>
        <Form.Item
          name="phone"
          label="电话"
          extra={member?.phone ? `已登记 ${member.phone}，不填则不变` : '扫码签到时可凭后 4 位找到本人'}
        >
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name="state" label="名单" rules={needed}>
          <Select options={options(MEMBER_STATES)} />
        </Form.Item>
        <Form.Item name="joined_on" label="入组日期" rules={needed}>
          <DayInput />
        </Form.Item>
        <Form.Item name={['guardian', 'name']} label="监护人（未满 18 周岁必填）">
          <Input maxLength={30} />
        </Form.Item>
        <Form.Item name={['guardian', 'relation']} label="与组员的关系">
          <Select allowClear options={options(RELATIONS)} />
        </Form.Item>
        <Form.Item name={['guardian', 'consented_on']} label="监护人同意日期">
          <DayInput max={today()} />
        </Form.Item>
        <Form.Item name="health" label="健康和禁忌">
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="wish" label="期望">
          <Input maxLength={200} />
        </Form.Item>
        {member && (
          <>
            <Form.Item name="left_on" label="离开日期">
              <DayInput max={today()} />
            </Form.Item>
            <Form.Item name="left_reason" label="离开的原因">
              <Select allowClear options={options(LEFT)} />
            </Form.Item>
          </>
        )}
      </div>
      <Form.Item name="photo_consent" label="照片使用，本人或监护人同意的">
        <Checkbox.Group options={options(PHOTO_USES)} />
      </Form.Item>
    </CommandForm>
  );
}

const stay = (m: MemberRow): string =>
  m.left_on
    ? `${m.joined_on} 至 ${m.left_on}${m.left_reason ? `（${LEFT[m.left_reason as keyof typeof LEFT] ?? ''}）` : ''}`
    : `${m.joined_on} 起`;

/** What should be looked at: a minor whose guardian is not written down. */
const marks = (m: MemberRow): string =>
  isMinor({ on: null, year: m.born_year }, m.joined_on) && m.guardian ? `未成年，监护人 ${m.guardian.name} 已同意` : '';

export function Members({ group, mayWrite, onDone }: { group: GroupFull; mayWrite: boolean; onDone(): void }) {
  const [open, setOpen] = useState<string | null>(null);
  const done = () => {
    setOpen(null);
    onDone();
  };
  return (
    <section aria-labelledby="members">
      <h2 id="members">
        组员 {group.members} 人{group.waiting > 0 && `，候补 ${group.waiting} 人`}
      </h2>
      {mayWrite && (
        <p>
          <Button onClick={() => setOpen(open === 'new' ? null : 'new')}>登记组员</Button>
        </p>
      )}
      {open === 'new' && <MemberForm group={group} member={null} onDone={done} />}
      <ScrollX label="组员名单">
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">姓名</th>
              <th scope="col">性别</th>
              <th scope="col">出生年份</th>
              <th scope="col">名单</th>
              <th scope="col">在组</th>
              <th scope="col">照片</th>
              <th scope="col">备注</th>
              {mayWrite && <th scope="col">办理</th>}
            </tr>
          </thead>
          <tbody>
            {group.member_rows.map(m => (
              <tr key={m.id}>
                <th scope="row">{m.name}</th>
                <td>{m.sex ? SEXES[m.sex] : ''}</td>
                <td>{m.born_year ?? ''}</td>
                <td>{MEMBER_STATES[m.state]}</td>
                <td>{stay(m)}</td>
                <td>{m.photo_consent.map(use => PHOTO_USES[use]).join('、') || '未同意'}</td>
                <td>{[marks(m), m.health].filter(Boolean).join('；')}</td>
                {mayWrite && (
                  <td>
                    <Button size="small" onClick={() => setOpen(m.id)}>
                      更改<span className="visually-hidden">{m.name}</span>
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollX>
      {group.member_rows
        .filter(m => m.id === open)
        .map(m => (
          <section key={m.id} aria-label={`更改${m.name}`}>
            <h3>更改：{m.name}</h3>
            <MemberForm group={group} member={m} onDone={done} />
          </section>
        ))}
    </section>
  );
}
