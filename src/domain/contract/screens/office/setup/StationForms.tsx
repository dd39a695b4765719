// A station of the contract: its money and first day, its leaving, its coming again (P1, P2).

import { Form, Input, InputNumber, Select } from 'antd';
import { WithStations } from '#domain/org/screens/shared/WithStations.tsx';
import { addDays } from '#kernel/dates.ts';
import { send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { rejoinStation, removeStation, type Setup, setStation } from '../../../setup.ts';
import { contractTemplate } from '../../../template.ts';
import { useFresh } from './doing.tsx';
import { ReasonField } from './ReasonField.tsx';
import { needed } from './terms.tsx';

type Station = Setup['stations'][number];
type Props = { contract: Setup; onDone(): void };

/** Reads the contract anew, then closes. */
function useDone(onDone: () => void): () => void {
  const fresh = useFresh();
  return () => {
    void fresh();
    onDone();
  };
}

/** Adds stations that are not in it yet, all with the same money; or changes one. */
export function StationForm({ contract: c, station, onDone }: Props & { station: Station | null }) {
  const done = useDone(onDone);
  type Values = { stations?: number[]; fee_yuan: number; operating_yuan: number; joined_on?: string; reason?: string };
  const submit = async ({ stations, joined_on, ...rest }: Values) => {
    let { revision } = c;
    for (const id of station ? [station.station] : (stations ?? []))
      revision = (await send(setStation, { id: c.id, revision, station: id, ...rest, joined_on: joined_on ?? null })).revision;
  };
  const { fee_yuan, operating_yuan } = station ?? contractTemplate.station;
  return (
    <WithStations>
      {places => (
        <CommandForm<Values>
          action={station ? '保存' : '添加'}
          initial={{ fee_yuan, operating_yuan, joined_on: station?.joined_on ?? undefined }}
          submit={submit}
          onDone={done}
        >
          {!station && (
            <Form.Item
              name="stations"
              label="社工站（可以选几个）"
              rules={[{ required: true, type: 'array', min: 1, message: '请至少选择一个社工站' }]}
            >
              <Select
                mode="multiple"
                options={places.choices.filter(p => !c.stations.some(s => s.station === p.value))}
                showSearch={{ optionFilterProp: 'label' }}
              />
            </Form.Item>
          )}
          <Form.Item name="fee_yuan" label="服务费（元）" rules={needed}>
            <InputNumber min={0} precision={2} style={{ width: 200 }} />
          </Form.Item>
          <Form.Item name="operating_yuan" label="运营费（元）" rules={needed}>
            <InputNumber min={0} precision={2} style={{ width: 200 }} />
          </Form.Item>
          <Form.Item name="joined_on" label="加入日（不填则从合同起始日起）">
            <DayInput min={c.from_on} max={c.to_on} />
          </Form.Item>
          <ReasonField contract={c} />
        </CommandForm>
      )}
    </WithStations>
  );
}

/** Out of a running contract: with the last day and why. */
export function LeaveForm({ contract: c, station, onDone }: Props & { station: Station }) {
  return (
    <CommandForm<{ left_on: string; reason: string }>
      action="确认退出"
      danger
      submit={(values, id) =>
        send(removeStation, { id: c.id, revision: c.revision, station: station.station, ...values }, { id })
      }
      onDone={useDone(onDone)}
    >
      <p>退出后，{station.name}在最后一天以前的记录仍然计入。</p>
      <Form.Item name="left_on" label="最后一天" rules={needed}>
        <DayInput min={c.from_on} max={c.to_on} />
      </Form.Item>
      <Form.Item name="reason" label="原因" rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
    </CommandForm>
  );
}

/** Into it again, from a day after the last one. */
export function RejoinForm({ contract: c, station, onDone }: Props & { station: Station }) {
  return (
    <CommandForm<{ rejoined_on: string; reason: string }>
      action="确认重新加入"
      submit={(values, id) =>
        send(rejoinStation, { id: c.id, revision: c.revision, station: station.station, ...values }, { id })
      }
      onDone={useDone(onDone)}
    >
      <p>
        {station.name}的最后一天是 {station.left_on}；从重新加入的那一天起，记录重新计入，中间的日子不计。
      </p>
      <Form.Item name="rejoined_on" label="从哪天起" rules={needed}>
        <DayInput min={addDays(station.left_on ?? c.from_on, 1)} max={c.to_on} />
      </Form.Item>
      <Form.Item name="reason" label="原因" rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
    </CommandForm>
  );
}

/** On which days a station takes part. */
export function stationDays(c: Pick<Setup, 'from_on' | 'to_on'>, s: Station): string {
  const away = s.away.map(a => `，其中 ${a.from_on} 至 ${a.to_on} 未参加`).join('');
  if (!s.joined_on && !s.left_on) return `全期${away}`;
  return `${s.joined_on ?? c.from_on} 至 ${s.left_on ?? c.to_on}${s.left_reason ? `（${s.left_reason}）` : ''}${away}`;
}
