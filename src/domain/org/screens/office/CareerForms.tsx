// What happens to a person in post: a move to another station or post, the yearly record check (M4, M5).

import { Form, Input, Radio, Select } from 'antd';
import type { z } from 'zod';
import { addDays, dayOf } from '#kernel/dates.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { POSTS, type staffGet } from '../../org.ts';
import { checkRecord, moveStaff } from '../../staffing.ts';
import type { Stations } from '../shared/use-stations.ts';
import { WithStations } from '../shared/WithStations.tsx';

type Member = z.infer<typeof staffGet.answer>;
const needed = [{ required: true, message: '此项必填' }];
const posts = Object.entries(POSTS).map(([value, label]) => ({ value, label }));

type Of = { member: Member; onDone(): void };
export const MoveForm = (props: Of) => <WithStations>{places => <Moving {...props} places={places.choices} />}</WithStations>;

function Moving({ member, places, onDone }: Of & { places: Stations['choices'] }) {
  return (
    <CommandForm<Pick<z.input<typeof moveStaff.input>, 'from_on' | 'station' | 'post' | 'reason'>>
      action="调动"
      onDone={onDone}
      initial={{ post: member.post, from_on: dayOf(new Date()) }}
      submit={(values, id) =>
        send(
          moveStaff,
          {
            ...values,
            id,
            staff: member.id,
            revision: member.revision,
            station: values.post === 'project_manager' ? null : (values.station ?? null),
          },
          { id },
        )
      }
    >
      <p>从这一天起在新的社工站或岗位；此前的日子和记录不变。账号的岗位权限由安全管理员另行调整。</p>
      <Form.Item name="from_on" label="从哪天起" rules={needed}>
        <DayInput min={addDays(member.entered_on, 1)} />
      </Form.Item>
      <Form.Item name="post" label="岗位" rules={needed}>
        <Select options={posts} />
      </Form.Item>
      <Form.Item name="station" label="社工站" help="项目经理不选">
        <Select options={places} allowClear />
      </Form.Item>
      <Form.Item name="reason" label="原因" rules={needed}>
        <Input maxLength={100} />
      </Form.Item>
    </CommandForm>
  );
}

export const RecordCheckForm = ({ member, onDone }: { member: Member; onDone(): void }) => (
  <CommandForm<Omit<z.input<typeof checkRecord.input>, 'id' | 'staff'>>
    action="登记查询"
    onDone={onDone}
    initial={{ clear: true }}
    submit={(values, id) => send(checkRecord, { ...values, id, staff: member.id }, { id })}
  >
    <p>接触未成年人的人员，入职前和每年都要查询性侵害、虐待、拐卖、暴力伤害等违法犯罪记录；有记录的不得从事相关工作。</p>
    <Form.Item name="checked_on" label="查询日期" rules={needed}>
      <DayInput max={dayOf(new Date())} />
    </Form.Item>
    <Form.Item name="clear" label="结果" rules={needed}>
      <Radio.Group
        options={[
          { value: true, label: '无记录' },
          { value: false, label: '有记录' },
        ]}
      />
    </Form.Item>
    <Form.Item name="reference" label="凭证" help="查询结果文书的名称或文号" rules={needed}>
      <Input maxLength={60} />
    </Form.Item>
  </CommandForm>
);
