// The roll at a desk: corrected, or typed from the paper sheet people signed, with its photo and the number on it to compare.

import { Button, Form, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { upload } from '#web/office/upload.ts';
import { belongsOn, type GroupFull, rollCall, type SessionRow, STATUSES, type Status } from '../../groups.ts';
import { needed, options, today, useTry } from './parts.tsx';

type Values = {
  held_on: string;
  how: 'roll' | 'paper';
  counted?: number;
  statuses: Record<string, Status | undefined>;
  signed_for?: string[];
  guests?: string[];
};

function PaperPhotos({ station, files, set }: { station: number; files: readonly string[]; set(next: string[]): void }) {
  const attempt = useTry();
  const [busy, setBusy] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    await attempt(async () => set([...files, await upload(file, { use: 'paper', station }, () => undefined)]));
    setBusy(false);
  };
  return (
    <div className="labelled">
      <label htmlFor="paper-sheet">签到表照片（{files.length} 张）</label>
      <input
        id="paper-sheet"
        type="file"
        accept="image/*"
        disabled={busy}
        onChange={event => void take(event.target.files?.[0])}
      />
      {files.length > 0 && <Button onClick={() => set([])}>清除照片</Button>}
    </div>
  );
}

export function RollForm({ group, session: s, onDone }: { group: GroupFull; session: SessionRow; onDone(): void }) {
  const known = Object.fromEntries(group.attendance.filter(a => a.session === s.id).map(a => [a.member, a.status]));
  const start = s.held_on ?? (s.planned_on < today() ? s.planned_on : today());
  const [paper, setPaper] = useState<string[]>(s.paper);
  const [day, setDay] = useState(start);
  const [ids] = useState(() => new Map<string, string>());
  const members = group.member_rows.filter(m => belongsOn(m, day));
  const dayPicked = (picked: string): string => {
    setDay(picked);
    return picked;
  };
  const idOf = (name: string): string => {
    if (!ids.has(name)) ids.set(name, newId());
    return ids.get(name)!;
  };
  return (
    <CommandForm<Values>
      action={s.state === 'held' ? '更正点名' : '完成点名'}
      initial={{
        held_on: start,
        how: s.how === 'paper' ? 'paper' : 'roll',
        statuses: known,
        ...(s.counted !== null && { counted: s.counted }),
      }}
      onDone={onDone}
      submit={({ statuses, signed_for = [], guests = [], counted, held_on, how }, id) =>
        send(
          rollCall,
          {
            session: s.id,
            revision: s.revision,
            held_on,
            how,
            entries: members.map(m => ({
              member: m.id,
              status: statuses[m.id] ?? 'absent',
              signed_for: signed_for.includes(m.id),
            })),
            guests: guests.map(name => ({ id: idOf(name), name })),
            ...(counted !== undefined && counted !== null && { counted }),
            paper,
          },
          { id },
        )
      }
    >
      <Form.Item name="held_on" label="开展日期" rules={needed} getValueFromEvent={dayPicked}>
        <DayInput max={today()} />
      </Form.Item>
      <Form.Item name="how" label="登记方式" rules={needed}>
        <Radio.Group
          options={[
            { value: 'roll', label: '点名' },
            { value: 'paper', label: '照纸质签到表录入' },
          ]}
        />
      </Form.Item>
      {members.map(m => (
        <Form.Item key={m.id} name={['statuses', m.id]} label={m.name}>
          <Radio.Group options={options(STATUSES)} optionType="button" />
        </Form.Item>
      ))}
      <p className="hint">没有选的按缺席登记。</p>
      <Form.Item name="signed_for" label="由他人代签的">
        <Select mode="multiple" options={members.map(m => ({ value: m.id, label: m.name }))} />
      </Form.Item>
      <Form.Item name="guests" label="临时参加的人（不在名单里）">
        <Select mode="tags" open={false} placeholder="输入姓名后按回车" />
      </Form.Item>
      <Form.Item name="counted" label="签到表上的人数（用来核对）">
        <InputNumber min={0} max={1000} />
      </Form.Item>
      <PaperPhotos station={group.station} files={paper} set={setPaper} />
    </CommandForm>
  );
}

type Move = { planned_on?: string; reason: string };
/** Another day for a session, or none. */
export function MoveForm({
  session: s,
  drop,
  submit,
  onDone,
}: {
  session: SessionRow;
  drop: boolean;
  submit(v: Move, id: string): Promise<unknown>;
  onDone(): void;
}) {
  return (
    <CommandForm<Move>
      action={drop ? '取消这一节' : '改期'}
      danger={drop}
      submit={submit}
      onDone={onDone}
      initial={{ planned_on: s.planned_on }}
    >
      {!drop && (
        <Form.Item name="planned_on" label="改到" rules={needed}>
          <DayInput />
        </Form.Item>
      )}
      <Form.Item name="reason" label="原因" rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
    </CommandForm>
  );
}
