// Were three eligible workers and a certified head in place on every day? What falls due, hours of training, examinations (M4, M5, U1).

import { useQuery } from '@tanstack/react-query';
import { Table, Tabs } from 'antd';
import { useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { read } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { DayInput } from '#web/office/kit/command-form.tsx';
import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { StatusTag } from '#web/status.tsx';
import { ORGANISERS } from '../../org.ts';
import { hours, REMINDERS, reminders, type Staffing, staffing } from '../../staffing.ts';
import { Exams } from './Exams.tsx';
import { StationDays } from './StationDays.tsx';

const sentenceOf = ({ rows, from, to }: Staffing): string => {
  const out = rows.filter(r => r.days_short > 0 || r.days_unled > 0);
  const span = `${from} 至 ${to}`;
  if (rows.length === 0) return '没有社工站。';
  if (out.length === 0) return `${span}，${rows.length} 个社工站每天都有 3 名合格社工，站长均持证。`;
  const named = out
    .slice(0, 3)
    .map(r => `${r.name} ${Math.max(r.days_short, r.days_unled)} 天`)
    .join('、');
  return `${span}，${out.length} 个社工站有人员不合要求的日子：${named}${out.length > 3 ? ' 等' : ''}。`;
};

function Presence() {
  const today = dayOf(new Date());
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState(today);
  const answer = useQuery({
    queryKey: ['org.staffing', from, to],
    queryFn: ({ signal }) => read(staffing, { ...(from && { from }), to }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <>
      <PageSentence>{answer.data ? sentenceOf(answer.data) : '正在读取…'}</PageSentence>
      <p className="row-actions">
        <label htmlFor="staffing-from">从</label>{' '}
        <DayInput id="staffing-from" value={from ?? answer.data?.from} onChange={day => day && setFrom(day)} max={to} />{' '}
        <label htmlFor="staffing-to">到</label>{' '}
        <DayInput id="staffing-to" value={to} onChange={day => day && setTo(day)} min={from} max={today} />
      </p>
      {answer.data?.rows.map(row => (
        <StationDays key={row.station} row={row} from={answer.data.from} to={answer.data.to} />
      ))}
      <p className="quiet">驻站社工和站长都计入 3 名；是否合格按当天的年龄、学历、专业和资格判断，调动和离岗从当天起算。</p>
    </>
  );
}

function Due() {
  const answer = useQuery({ queryKey: ['org.reminders'], queryFn: ({ signal }) => read(reminders, {}, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const rows = answer.data?.rows ?? [];
  const late = rows.filter(r => r.overdue).length;
  return (
    <>
      <PageSentence>
        {answer.isPending
          ? '正在读取…'
          : rows.length === 0
            ? '90 天内没有要办的证书登记、记录查询或培训。'
            : `90 天内要办 ${rows.length} 件，其中 ${late} 件已到期。`}
      </PageSentence>
      <ScrollX label="到期提醒">
        <Table
          size="small"
          rowKey={r => `${r.staff} ${r.kind}`}
          loading={answer.isPending}
          dataSource={rows}
          pagination={{ pageSize: 30, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: '日期', dataIndex: 'on' },
            { title: '姓名', dataIndex: 'name' },
            { title: '社工站', render: (_, r) => r.station_name ?? '全县' },
            { title: '事项', render: (_, r) => REMINDERS[r.kind] },
            {
              title: '状态',
              render: (_, r) => <StatusTag mood={r.overdue ? 'warn' : 'wait'}>{r.overdue ? '已到期' : '将到期'}</StatusTag>,
            },
            { title: '说明', dataIndex: 'say' },
          ]}
        />
      </ScrollX>
    </>
  );
}

function Hours() {
  const answer = useQuery({ queryKey: ['org.hours'], queryFn: ({ signal }) => read(hours, {}, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const data = answer.data;
  return (
    <>
      <PageSentence>
        {data
          ? `近 5 年（${data.from} 至 ${data.to}）的培训学时；县级以上民政部门、社会组织孵化基地和行业组织举办的才计入 ${data.needed} 小时。`
          : '正在读取…'}
      </PageSentence>
      <ScrollX label="培训学时">
        <Table
          size="small"
          rowKey="staff"
          loading={answer.isPending}
          dataSource={data?.rows ?? []}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: '姓名', dataIndex: 'name' },
            { title: '社工站', render: (_, r) => r.station_name ?? '全县' },
            { title: '计入（小时）', dataIndex: 'counted', align: 'right' },
            ...Object.entries(ORGANISERS).map(([kind, title]) => ({
              title,
              key: kind,
              align: 'right' as const,
              render: (_: unknown, r: { by: readonly { organiser_kind: string; hours: number; counts: boolean }[] }) => {
                const own = r.by.find(b => b.organiser_kind === kind);
                return own ? `${own.hours}${own.counts ? '' : '（不计）'}` : '';
              },
            })),
          ]}
        />
      </ScrollX>
    </>
  );
}

export default function StaffingPage() {
  const { search, change } = useAddress();
  return (
    <Tabs
      destroyOnHidden
      activeKey={one(search.tab) ?? 'days'}
      onChange={tab => change({ tab: tab === 'days' ? undefined : tab })}
      items={[
        { key: 'days', label: '每日配备', children: <Presence /> },
        { key: 'due', label: '到期提醒', children: <Due /> },
        { key: 'hours', label: '培训学时', children: <Hours /> },
        { key: 'exams', label: '考证', children: <Exams /> },
      ]}
    />
  );
}
