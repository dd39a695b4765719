// 工时: a sentence, the station's time by kind and worker, the pieces of work behind each figure, and the entry for what no record tells of.

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { addMonths, dayOf, listDay } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { mayEver } from '#kernel/policy.ts';
import { read, send } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { worktimePolicy as may } from '../../worktime.policy.ts';
import {
  correct,
  ENTERED,
  inHours,
  list,
  type Piece,
  record,
  type Sum,
  shareOf,
  summary,
  WORK_KINDS,
  type WorkKind,
  withdraw,
} from '../../worktime.ts';
import './worktime.css';

const today = (): string => dayOf(new Date());
const KINDS = Object.keys(WORK_KINDS) as WorkKind[];
const codes = (table: Record<string, string>) => Object.entries(table).map(([value, label]) => ({ value, label }));

type Values = { day: string; work: keyof typeof ENTERED; minutes: number; what: string; asked_by?: string };
function EntryForm({ piece, onDone }: { piece: Piece | null; onDone(): void }) {
  const [id] = useState(() => piece?.id ?? newId());
  const initial = piece
    ? { day: piece.day, work: piece.work as Values['work'], minutes: piece.minutes ?? 60, what: piece.title.split(' · ')[0]! }
    : { day: today(), work: 'admin' as const, minutes: 60 };
  const submit = ({ asked_by, ...values }: Values, command: string) => {
    const entry = { ...values, ...(asked_by && { asked_by }) };
    return piece
      ? send(correct, { id, revision: piece.revision!, ...entry }, { id: command })
      : send(record, { id, ...entry }, { id: command });
  };
  return (
    <CommandForm<Values> action={piece ? '保存更正' : '登记'} initial={initial} submit={submit} onDone={onDone}>
      <p>探访、个案、小组、活动、督导和外出培训已有记录，不用再登记。</p>
      <Form.Item name="day" label="日期" rules={[{ required: true, message: '请选择日期' }]}>
        <DayInput max={today()} />
      </Form.Item>
      <Form.Item name="work" label="类别" rules={[{ required: true }]}>
        <Select options={codes(ENTERED)} />
      </Form.Item>
      <Form.Item name="minutes" label="时长（分钟）" rules={[{ required: true, message: '请填写时长' }]}>
        <InputNumber min={5} max={960} step={30} precision={0} />
      </Form.Item>
      <Form.Item name="what" label="做了什么" rules={[{ required: true, message: '请填写做了什么' }]}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="asked_by" label="由谁安排（协助行政事务时填写）">
        <Input maxLength={40} />
      </Form.Item>
    </CommandForm>
  );
}

/** What the figures come to, in words. */
function said(rows: readonly Sum[]): string {
  const all = rows.reduce((sum, r) => sum + r.minutes, 0);
  if (all === 0) return '这段时间还没有可统计的工时。';
  const share = (kind: WorkKind) => `${WORK_KINDS[kind]} ${shareOf(rows, kind)}%`;
  const unmeasured = rows.reduce((sum, r) => sum + r.unmeasured, 0);
  const left = unmeasured ? `另有 ${unmeasured} 次没有填写起止时间，未计入。` : '';
  return `共 ${inHours(all)}：${share('professional')}，${share('admin')}，${share('travel')}。${left}`;
}

/** What stands beside minutes that leave something out. */
const unmeasured = ({ unmeasured: n }: Sum): string => (n > 0 ? `（另 ${n} 次无时间）` : '');

function Sums({ rows, onPick }: { rows: readonly Sum[]; onPick(worker: string, work: WorkKind): void }) {
  const workers = [...new Map(rows.map(r => [r.worker, r])).values()];
  const at = (worker: string, work: WorkKind) => rows.find(r => r.worker === worker && r.work === work);
  const total = (work: WorkKind) => rows.reduce((sum, r) => sum + (r.work === work ? r.minutes : 0), 0);
  return (
    <ScrollX label="工时统计">
      <table className="worktime">
        <thead>
          <tr>
            <th scope="col">社工</th>
            {KINDS.map(k => (
              <th key={k} scope="col">
                {WORK_KINDS[k]}
              </th>
            ))}
            <th scope="col">合计</th>
          </tr>
        </thead>
        <tbody>
          {workers.map(w => (
            <tr key={w.worker}>
              <th scope="row">{w.worker_name}</th>
              {KINDS.map(k => {
                const sum = at(w.worker, k);
                return (
                  <td key={k}>
                    {sum ? (
                      <button
                        type="button"
                        className="link"
                        aria-label={`${w.worker_name} ${WORK_KINDS[k]} ${inHours(sum.minutes)}${unmeasured(sum)}`}
                        onClick={() => onPick(w.worker, k)}
                      >
                        {inHours(sum.minutes)}
                        {sum.unmeasured > 0 && <small>{unmeasured(sum)}</small>}
                      </button>
                    ) : (
                      '—'
                    )}
                  </td>
                );
              })}
              <td>{inHours(rows.reduce((sum, r) => sum + (r.worker === w.worker ? r.minutes : 0), 0))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">合计</th>
            {KINDS.map(k => (
              <td key={k}>{inHours(total(k))}</td>
            ))}
            <td>{inHours(rows.reduce((sum, r) => sum + r.minutes, 0))}</td>
          </tr>
        </tfoot>
      </table>
    </ScrollX>
  );
}

export default function Worktime() {
  const { search, change } = useAddress();
  const actor = useActor();
  const client = useQueryClient();
  const stations = useStations();
  const [editing, setEditing] = useState<Piece | 'new' | null>(null);
  const asked = {
    from: one(search.from) ?? `${addMonths(today(), -2).slice(0, 7)}-01`,
    to: one(search.to) ?? today(),
    station: one(search.station) ?? String(actor.stations[0] ?? ''),
  };
  const answer = useQuery({
    queryKey: ['worktime.summary', asked],
    queryFn: ({ signal }) => read(summary, asked, signal),
    placeholderData: keepPreviousData,
  });
  const refresh = () => {
    setEditing(null);
    for (const key of ['worktime.summary', 'worktime.list']) void client.invalidateQueries({ queryKey: [key] });
  };
  const rows = answer.data?.rows ?? [];
  const writes = mayEver(may['worktime.record'], actor);
  return (
    <>
      <PageSentence>{answer.data ? said(rows) : '正在读取…'}</PageSentence>
      {writes && (
        <p className="row-actions">
          <Button type="primary" onClick={() => setEditing('new')}>
            登记工时
          </Button>
        </p>
      )}
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {rows.length > 0 && <Sums rows={rows} onPick={(worker, work) => change({ worker, work, cursor: undefined })} />}
      <LedgerTable<Piece>
        name="worktime.list"
        label="工时明细"
        fixed={{ from: asked.from, to: asked.to }}
        rowKey={row => `${row.id}.${row.worker}`}
        rowName={row => `${row.worker_name} ${listDay(row.day)} ${row.title}`}
        filters={[
          ...(actor.stations.length > 1
            ? [
                {
                  kind: 'select' as const,
                  key: 'station',
                  label: '社工站',
                  options: stations.rows.map(s => ({ value: String(s.id), label: s.name })),
                },
              ]
            : []),
          { kind: 'day', key: 'from', label: '从' },
          { kind: 'day', key: 'to', label: '到' },
          { kind: 'select', key: 'work', label: '类别', options: codes(WORK_KINDS) },
          { kind: 'given', key: 'worker', label: '一名社工' },
        ]}
        columns={[
          { key: 'day', title: '日期', render: row => listDay(row.day), fixed: 'left' },
          { key: 'worker', title: '社工', render: row => row.worker_name },
          { key: 'work', title: '类别', render: row => WORK_KINDS[row.work] },
          {
            key: 'title',
            title: '内容',
            render: row => (row.opens ? <Link to={row.opens}>{row.title}</Link> : row.title),
          },
          { key: 'from', title: '来源', render: row => row.source_title },
          {
            key: 'minutes',
            title: '时长',
            render: row => (row.minutes === null ? '没有填写起止时间' : inHours(row.minutes)),
          },
          {
            key: 'actions',
            title: '办理',
            render: row =>
              writes && row.revision !== null ? (
                <span className="row-actions">
                  <Button size="small" onClick={() => setEditing(row)} aria-label={`更正 ${listDay(row.day)} ${row.title}`}>
                    更正
                  </Button>{' '}
                  <Button
                    size="small"
                    aria-label={`撤回 ${listDay(row.day)} ${row.title}`}
                    onClick={() => void send(withdraw, { id: row.id, revision: row.revision! }).then(refresh)}
                  >
                    撤回
                  </Button>
                </span>
              ) : null,
          },
        ]}
        load={({ sort, ...query }, stop) => read(list, query as never, stop)}
        empty={{ title: '这段时间没有工时', next: <p>登记探访和服务记录时写明起止时间，这里自动汇总。</p> }}
      />
      <Modal
        title={editing === 'new' ? '登记工时' : '更正工时'}
        open={editing !== null}
        footer={null}
        destroyOnHidden
        onCancel={() => setEditing(null)}
      >
        {editing && <EntryForm piece={editing === 'new' ? null : editing} onDone={refresh} />}
      </Modal>
    </>
  );
}
