// Who came: figures apart for names and counts, the code to project, a list and a count to enter, and every signature (K5b).

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input, InputNumber, Select, Table } from 'antd';
import { useState } from 'react';
import { list as residents } from '#domain/clients/clients.ts';
import { villages } from '#domain/org/org.ts';
import { newId } from '#kernel/ids.ts';
import { fileUrl } from '#web/account.ts';
import { read, send } from '#web/api.ts';
import {
  AGE_GROUPS,
  attend,
  count,
  HOWS,
  hold,
  identify,
  type Attendance as Row,
  SEXES,
  strike,
  tallyWords,
} from '../../activities.ts';
import { PhotoInput } from './Photos.tsx';
import { Act, filled, needed, options, Reason, today, type WithActivity } from './parts.tsx';

type Found = { value: string; label: string };
/** People of the station by name, as they are typed. */
export function PersonSelect({
  station,
  ...rest
}: {
  station: number;
  value?: string;
  onChange?(id: string): void;
  id?: string;
}) {
  const [words, setWords] = useState('');
  const found = useQuery({
    queryKey: ['activities.people', station, words],
    enabled: words.length > 0,
    queryFn: ({ signal }) => read(residents, { station, q: words, limit: 20 }, signal),
  });
  const rows: Found[] = (found.data?.rows ?? []).map(r => ({ value: r.id, label: `${r.name}（${r.village_name ?? ''}）` }));
  return <Select {...rest} showSearch filterOption={false} onSearch={setWords} options={rows} placeholder="输入姓名查找" />;
}

type Typed = { name: string; sex?: string; age_group?: string; village?: string; phone_end?: string };
type ListValues = { resident?: string; volunteer?: boolean; by_other?: boolean } & Partial<Typed>;

/** One person at a time: somebody on file, or a name. */
function AddPerson({ activity: a }: WithActivity) {
  const places = useQuery({
    queryKey: [villages.name, a.station],
    queryFn: ({ signal }) => read(villages, { station: a.station }, signal),
  });
  const submit = ({ resident, volunteer = false, by_other = false, ...name }: ListValues, id: string) => {
    const marks = { id: newId(), volunteer, by_other };
    const person = resident ? { ...marks, resident } : { ...marks, ...filled(name as Typed) };
    return send(attend, { activity: a.id, people: [person as never] }, { id });
  };
  return (
    <Act<ListValues> label="名单签到" title="登记一位参加的人" submit={submit}>
      <Form.Item name="resident" label="本站登记的人">
        <PersonSelect station={a.station} />
      </Form.Item>
      <p className="hint">不在名册里的，填姓名即可，其他可不填。</p>
      <Form.Item
        name="name"
        label="姓名"
        dependencies={['resident']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              value || getFieldValue('resident') ? Promise.resolve() : Promise.reject(new Error('请选择登记的人，或填写姓名')),
          }),
        ]}
      >
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item name="sex" label="性别">
        <Select allowClear options={options(SEXES)} />
      </Form.Item>
      <Form.Item name="age_group" label="年龄段">
        <Select allowClear options={options(AGE_GROUPS)} />
      </Form.Item>
      <Form.Item name="village" label="村（居）">
        <Select allowClear options={(places.data?.rows ?? []).map(v => ({ value: v.code, label: v.name }))} />
      </Form.Item>
      <Form.Item name="phone_end" label="手机号后 4 位" rules={[{ pattern: /^\d{4}$/, message: '请填写 4 位数字' }]}>
        <Input maxLength={4} inputMode="numeric" />
      </Form.Item>
      <Form.Item name="volunteer" valuePropName="checked">
        <Checkbox>志愿者</Checkbox>
      </Form.Item>
      <Form.Item name="by_other" valuePropName="checked">
        <Checkbox>代签</Checkbox>
      </Form.Item>
    </Act>
  );
}

type CountValues = { people: number; sheet: string; remark?: string };
const AddCount = ({ activity: a }: WithActivity) => (
  <Act<CountValues>
    label="仅计数"
    title="没有实名签到的人数"
    submit={(v, id) => send(count, { ...filled(v), id: newId(), activity: a.id }, { id })}
  >
    <p className="hint">只填没有实名签到的人；他们计入本场人次，不参与全年去重。</p>
    <Form.Item name="people" label="人数" rules={needed}>
      <InputNumber min={1} max={5000} precision={0} />
    </Form.Item>
    <Form.Item name="sheet" label="签到表照片" rules={needed}>
      <PhotoInput station={a.station} />
    </Form.Item>
    <Form.Item name="remark" label="说明">
      <Input maxLength={200} />
    </Form.Item>
  </Act>
);

type HoldValues = { held_on: string; held_start: string; held_end: string };
export const Hold = ({ activity: a }: WithActivity) => (
  <Act<HoldValues>
    label={a.held_on ? '更正举办时间' : '登记举办时间'}
    initial={filled({
      held_on: a.held_on ?? (a.planned_on <= today() ? a.planned_on : today()),
      held_start: a.held_start ?? a.planned_start ?? '',
      held_end: a.held_end ?? a.planned_end ?? '',
    })}
    submit={(v, id) => send(hold, { id: a.id, revision: a.revision, ...v }, { id })}
  >
    <Form.Item name="held_on" label="实际日期" rules={needed}>
      <Input type="date" max={today()} />
    </Form.Item>
    <Form.Item name="held_start" label="开始时间" rules={needed}>
      <Input type="time" />
    </Form.Item>
    <Form.Item name="held_end" label="结束时间" rules={needed}>
      <Input type="time" />
    </Form.Item>
  </Act>
);

const whoOf = (row: Row): string => (row.how === 'count' ? `${row.people} 人（仅计数）` : (row.name ?? ''));

export function Attendance({ activity: a, open }: WithActivity & { open: boolean }) {
  const suspects = new Set(a.twins.flat());
  const columns = [
    { title: '参加人', render: (row: Row) => (row.struck_because ? <s>{whoOf(row)}</s> : whoOf(row)) },
    { title: '方式', render: (row: Row) => HOWS[row.how] },
    { title: '年龄段', render: (row: Row) => (row.age_group ? AGE_GROUPS[row.age_group] : '') },
    {
      title: '标记',
      render: (row: Row) =>
        [
          row.resident && '在册',
          row.volunteer && '志愿者',
          row.by_other && '代签',
          suspects.has(row.id) && '可能与另一行是同一人',
          row.struck_because && `已划去：${row.struck_because}`,
        ]
          .filter(Boolean)
          .join('，'),
    },
    {
      title: '操作',
      render: (row: Row) => (
        <span className="activity-actions">
          {row.sheet && (
            <Button size="small" href={fileUrl(row.sheet)} target="_blank">
              查看签到表
            </Button>
          )}
          {open && row.struck_because === null && row.how !== 'count' && !row.resident && (
            <Act<{ resident: string }>
              label="关联名册"
              title={`${whoOf(row)}是名册里的哪一位`}
              submit={(v, id) => send(identify, { id: row.id, revision: row.revision, ...v }, { id })}
            >
              <Form.Item name="resident" label="本站登记的人" rules={needed}>
                <PersonSelect station={a.station} />
              </Form.Item>
            </Act>
          )}
          {open && row.struck_because === null && (
            <Act<{ reason: string }>
              label="划去"
              danger
              title={`划去${whoOf(row)}的签到`}
              submit={(v, id) => send(strike, { id: row.id, revision: row.revision, ...v }, { id })}
            >
              <Reason />
            </Act>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <p>{a.attendance.length === 0 ? '还没有签到。' : `${tallyWords(a.tally)}；志愿者 ${a.tally.volunteers} 人。`}</p>
      {open && (
        <p className="activity-actions">
          <Link className="button" to="/activities/$id/code" params={{ id: a.id }}>
            投屏签到二维码
          </Link>
          <AddPerson activity={a} />
          <AddCount activity={a} />
        </p>
      )}
      {a.attendance.length > 0 && (
        <Table<Row>
          rowKey="id"
          size="small"
          columns={columns}
          dataSource={a.attendance}
          pagination={a.attendance.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
          scroll={{ x: 'max-content' }}
        />
      )}
    </>
  );
}
