// Who prepares for the national examination, what is done for it, and how it went: at least one person a station a year (U1).

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, InputNumber, Select, Table } from 'antd';
import { useState } from 'react';
import type { z } from 'zod';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { holds } from '#kernel/roles.ts';
import { read, send } from '#web/api.ts';
import { CommandForm, DayInput } from '#web/office/kit/command-form.tsx';
import { ScrollX } from '#web/office/kit/scroll-x.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { StatusTag } from '#web/status.tsx';
import { orgPolicy } from '../../org.policy.ts';
import { staffList } from '../../org.ts';
import { EXAM_LEVELS, EXAM_STATES, type ExamState, examResult, exams, prepareExam } from '../../staffing.ts';

type Row = z.output<typeof exams.answer>['rows'][number];
const choices = (table: Record<string, string>) => Object.entries(table).map(([value, label]) => ({ value, label }));
const needed = [{ required: true, message: '此项必填' }];
const MOOD = { preparing: 'wait', registered: 'wait', passed: 'good', failed: 'plain', given_up: 'plain' } as const;

function PrepareForm({ onDone }: { onDone(): void }) {
  const people = useQuery({ queryKey: ['org.staff', 'sentence'], queryFn: ({ signal }) => read(staffList, {}, signal) });
  return (
    <CommandForm<Omit<z.input<typeof prepareExam.input>, 'id'>>
      action="登记备考"
      onDone={onDone}
      initial={{ year: Number(dayOf(new Date()).slice(0, 4)), level: 'national_assistant' }}
      submit={(values, id) => send(prepareExam, { ...values, id }, { id })}
    >
      <Form.Item name="staff" label="人员" rules={needed}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={(people.data?.rows ?? []).map(p => ({ value: p.id, label: `${p.name} · ${p.station_name ?? '全县'}` }))}
        />
      </Form.Item>
      <Form.Item name="level" label="级别" rules={needed}>
        <Select options={choices(EXAM_LEVELS)} />
      </Form.Item>
      <Form.Item name="year" label="考试年度" rules={needed}>
        <InputNumber min={2008} max={2100} />
      </Form.Item>
      <Form.Item name="help" label="项目给予的支持" help="如课程、教材、备考假">
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </CommandForm>
  );
}

type Result = { state: ExamState; issued_on?: string; number?: string };
function ResultForm({ row, onDone }: { row: Row; onDone(): void }) {
  const [state, setState] = useState<ExamState>(row.state);
  return (
    <CommandForm<Result>
      action="保存结果"
      onDone={onDone}
      initial={{ state: row.state }}
      submit={({ state: chosen, issued_on, number }, id) =>
        send(
          examResult,
          {
            id: row.id,
            revision: row.revision,
            state: chosen,
            ...(chosen === 'passed' && issued_on && { certificate: { id: newId(), issued_on, ...(number && { number }) } }),
          },
          { id },
        )
      }
    >
      <Form.Item name="state" label="进展" rules={needed}>
        <Select options={choices(EXAM_STATES)} onChange={setState} />
      </Form.Item>
      {state === 'passed' && (
        <>
          <Form.Item name="issued_on" label="证书取得日期" help="填写后证书一并登记；证书还没有下来的，可以以后再登记">
            <DayInput max={dayOf(new Date())} />
          </Form.Item>
          <Form.Item name="number" label="证书编号">
            <Input autoComplete="off" />
          </Form.Item>
        </>
      )}
    </CommandForm>
  );
}

export function Exams() {
  const client = useQueryClient();
  const state = useSignal(desk);
  const mayWrite = state.phase === 'in' && holds(state.session.actor, ...orgPolicy['org.prepare_exam'].roles);
  const [open, setOpen] = useState<Row | 'new' | null>(null);
  const answer = useQuery({ queryKey: ['org.exams'], queryFn: ({ signal }) => read(exams, {}, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const rows = answer.data?.rows ?? [];
  const year = Number(dayOf(new Date()).slice(0, 4));
  const now = rows.filter(r => r.year === year);
  const passed = now.filter(r => r.state === 'passed').length;
  const done = () => {
    setOpen(null);
    void client.invalidateQueries({ queryKey: ['org.exams'] });
    void client.invalidateQueries({ queryKey: ['org.reminders'] });
  };
  return (
    <>
      <PageSentence>
        {answer.isPending
          ? '正在读取…'
          : now.length === 0
            ? `${year} 年还没有登记备考的人员。`
            : `${year} 年备考 ${now.length} 人，已通过 ${passed} 人。`}
      </PageSentence>
      {mayWrite && (
        <p className="row-actions">
          <Button type="primary" onClick={() => setOpen('new')}>
            登记备考
          </Button>
        </p>
      )}
      <ScrollX label="考证名单">
        <Table<Row>
          size="small"
          rowKey="id"
          loading={answer.isPending}
          dataSource={rows}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          columns={[
            { title: '年度', dataIndex: 'year' },
            { title: '姓名', dataIndex: 'name' },
            { title: '社工站', render: (_, r) => r.station_name ?? '全县' },
            { title: '级别', render: (_, r) => EXAM_LEVELS[r.level] },
            { title: '进展', render: (_, r) => <StatusTag mood={MOOD[r.state]}>{EXAM_STATES[r.state]}</StatusTag> },
            { title: '项目给予的支持', dataIndex: 'help' },
            ...(mayWrite
              ? [
                  {
                    title: '办理',
                    key: 'do',
                    render: (_: unknown, r: Row) => (
                      <Button size="small" onClick={() => setOpen(r)} aria-label={`更新${r.name}的考试进展`}>
                        更新
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </ScrollX>
      <Drawer
        title={open === 'new' ? '登记备考' : open ? `${open.name} ${open.year} 年考试` : ''}
        open={open !== null}
        onClose={() => setOpen(null)}
        destroyOnHidden
      >
        {open === 'new' && <PrepareForm onDone={done} />}
        {open !== null && open !== 'new' && <ResultForm row={open} onDone={done} />}
      </Drawer>
    </>
  );
}
