// Handing a document in, and checking it.

import { Form, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { holds } from '#kernel/roles.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { useActor } from '#web/office/session.ts';
import { upload } from '#web/office/upload.ts';
import { checkDeliverable, DELIVERABLE_KINDS, type Deliverable, type DeliverableKind, deliver } from '../../../deliverables.ts';
import type { Setup } from '../../../setup.ts';
import { useFresh } from './doing.tsx';
import { needed } from './terms.tsx';

type Values = {
  kind: DeliverableKind;
  title: string;
  pieces: number;
  delivered_on: string;
  station?: number;
  clause?: string;
  note?: string;
  file: File;
};

/** A file input as a form field. */
const FileInput = ({ onChange, id }: { value?: File; onChange?(file: File | undefined): void; id?: string }) => (
  <input
    type="file"
    id={id}
    accept=".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.jpg,.jpeg,.png"
    onChange={e => onChange?.(e.target.files?.[0])}
  />
);

const WhatFields = () => (
  <>
    <Form.Item name="kind" label="种类" rules={needed}>
      <Select options={Object.entries(DELIVERABLE_KINDS).map(([value, label]) => ({ value, label }))} />
    </Form.Item>
    <Form.Item name="title" label="名称" rules={needed}>
      <Input maxLength={80} />
    </Form.Item>
    <Form.Item name="pieces" label="件数" rules={needed} extra="一次提交几件（如几篇报道）时填写件数。">
      <InputNumber min={1} max={1000} precision={0} />
    </Form.Item>
    <Form.Item name="delivered_on" label="完成日" rules={needed}>
      <DayInput max={dayOf(new Date())} />
    </Form.Item>
  </>
);

/** `row` null hands something new in; otherwise a returned one again. */
export function DeliverForm({ contract: c, row, onDone }: { contract: Setup; row: Deliverable | null; onDone(): void }) {
  const [made] = useState(() => row?.id ?? newId());
  const [sent, setSent] = useState<string | null>(null);
  const actor = useActor();
  const fresh = useFresh();
  const own = c.stations.filter(s => actor.stations.includes(s.station));
  const whole = holds(actor, 'project_manager', 'county_officer');
  const submit = async ({ file, station, clause, note, ...values }: Values, id: string) => {
    // A document of the contract as a whole is kept under one of its stations.
    const place = station ?? own[0]?.station ?? c.stations[0]!.station;
    const hash = await upload(file, { use: 'document', station: place }, (n, all) =>
      setSent(`已上传 ${Math.round((n / all) * 100)}%`),
    );
    setSent(null);
    const where = { contract: c.id, station: station ?? null, clause: clause ?? null, note: note?.trim() || null };
    const named = { file: hash, file_name: file.name.slice(0, 200) };
    await send(deliver, { id: made, revision: row?.revision ?? 0, ...where, ...values, ...named }, { id });
  };
  const initial = row
    ? { ...row, station: row.station ?? undefined, clause: row.clause ?? undefined, note: row.note ?? undefined }
    : { pieces: 1, delivered_on: dayOf(new Date()), ...(!whole && { station: own[0]?.station }) };
  return (
    <CommandForm<Values>
      action={row ? '重新提交' : '提交'}
      initial={initial}
      submit={submit}
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      <WhatFields />
      <Form.Item name="station" label={whole ? '社工站（不选则为全项目）' : '社工站'} rules={whole ? [] : needed}>
        <Select allowClear={whole} options={own.map(s => ({ value: s.station, label: s.name }))} />
      </Form.Item>
      <Form.Item name="clause" label="对应条款">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={c.clauses.map(x => ({ value: x.code, label: `${x.code} ${x.title}` }))}
        />
      </Form.Item>
      <Form.Item name="note" label="说明">
        <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item
        name="file"
        label="文件"
        rules={[{ required: true, message: '请选择文件' }]}
        extra="PDF、Word、Excel、PPT 或图片，不超过 30 MB。"
      >
        <FileInput />
      </Form.Item>
      {sent && <p role="status">{sent}</p>}
    </CommandForm>
  );
}

/** Approves or returns. */
export function CheckForm({ row, onDone }: { row: Deliverable; onDone(): void }) {
  const fresh = useFresh();
  type Check = { decision: 'approved' | 'returned'; remark?: string };
  return (
    <CommandForm<Check>
      action="提交审核意见"
      initial={{ decision: 'approved' }}
      submit={({ decision, remark }, id) =>
        send(checkDeliverable, { id: row.id, revision: row.revision, decision, remark: remark?.trim() || null }, { id })
      }
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      <Form.Item name="decision" label="审核">
        <Radio.Group
          options={[
            { value: 'approved', label: '通过，计入指标' },
            { value: 'returned', label: '退回修改' },
          ]}
        />
      </Form.Item>
      <Form.Item name="remark" label="意见（退回时须写明要改什么）">
        <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </CommandForm>
  );
}
