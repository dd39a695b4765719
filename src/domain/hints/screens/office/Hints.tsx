// What in the records is worth a look, why, and what was found by looking. A supervisor's page; never a verdict (K1, M3).

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { dayOf } from '#kernel/dates.ts';
import { holds } from '#kernel/roles.ts';
import { read, send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { StatusTag } from '#web/status.tsx';
import { hintsPolicy } from '../../hints.policy.ts';
import { HINT_KINDS, type Hint, list, remark } from '../../hints.ts';
import './hints.css';

const SHOWN_RECORDS = 6;

function HintCard({ hint, mayLook, onLook }: { hint: Hint; mayLook: boolean; onLook(hint: Hint): void }) {
  return (
    <li className="hint">
      <p>
        <StatusTag mood={hint.remark ? 'good' : 'wait'}>{HINT_KINDS[hint.kind]}</StatusTag> {hint.station_name}
        {hint.worker_name && ` · ${hint.worker_name}`}
      </p>
      <p>{hint.say}</p>
      <p>
        {hint.records.slice(0, SHOWN_RECORDS).map((id, i) => (
          <Link key={id} to="/visits/$id" params={{ id }} className="hint-record">
            查看记录 {i + 1}
          </Link>
        ))}
        {hint.records.length > SHOWN_RECORDS && `等 ${hint.records.length} 条`}
      </p>
      {hint.remark ? (
        <p className="quiet">
          {hint.remark.by} {dayOf(hint.remark.at)} 核实：{hint.remark.text}
        </p>
      ) : (
        mayLook && (
          <Button size="small" onClick={() => onLook(hint)}>
            填写核实情况
          </Button>
        )
      )}
    </li>
  );
}

export default function Hints() {
  const client = useQueryClient();
  const places = useStations();
  const [station, setStation] = useState<number>();
  const [state, setState] = useState<'open' | 'all'>('open');
  const [looked, setLooked] = useState<Hint | null>(null);
  const session = useSignal(desk);
  const mayLook = session.phase === 'in' && holds(session.session.actor, ...hintsPolicy['hints.remark'].roles);
  const answer = useQuery({
    queryKey: ['hints', station, state],
    queryFn: ({ signal }) => read(list, { state, ...(station !== undefined && { station }) }, signal),
  });
  const rows = answer.data?.rows ?? [];
  const waiting = rows.filter(r => !r.remark).length;
  return (
    <>
      <PageSentence>
        {answer.data
          ? `${answer.data.from} 至 ${answer.data.to} 的 ${answer.data.looked_at} 条记录中，${waiting ? `有 ${waiting} 处值得核实` : '没有待核实的地方'}。`
          : '正在查找…'}
      </PageSentence>
      <p>提示只说明“哪里相像、哪里重叠”，不是结论，也不影响任何数字；常有合理的原因，请看过记录、问过本人再填写核实情况。</p>
      <p className="row-actions">
        <Select
          aria-label="社工站"
          allowClear
          placeholder="全部社工站"
          style={{ minWidth: 180 }}
          options={places.choices}
          value={station}
          onChange={setStation}
        />{' '}
        <Select
          aria-label="状态"
          value={state}
          onChange={setState}
          options={[
            { value: 'open', label: '待核实' },
            { value: 'all', label: '含已核实' },
          ]}
        />
      </p>
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      <ul className="hints">
        {rows.map(hint => (
          <HintCard key={hint.id} hint={hint} mayLook={mayLook} onLook={setLooked} />
        ))}
      </ul>
      <Modal
        title={looked ? `核实：${HINT_KINDS[looked.kind]}` : ''}
        open={looked !== null}
        onCancel={() => setLooked(null)}
        footer={null}
        destroyOnHidden
      >
        {looked && (
          <CommandForm<{ remark: string }>
            action="保存核实情况"
            onDone={() => {
              setLooked(null);
              void client.invalidateQueries({ queryKey: ['hints'] });
            }}
            submit={(values, id) => send(remark, { kind: looked.kind, records: looked.records, remark: values.remark }, { id })}
          >
            <p>{looked.say}</p>
            <Form.Item name="remark" label="核实情况" rules={[{ required: true, message: '请写明问了谁、看了什么、结果如何' }]}>
              <Input.TextArea rows={4} maxLength={500} showCount />
            </Form.Item>
          </CommandForm>
        )}
      </Modal>
    </>
  );
}
