// One draw: what it found, who was drawn, entering results, its end, and drawing again (M3).

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Drawer, Form, Input, Table } from 'antd';
import { useState } from 'react';
import { documentDay, listDay } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { read, send } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { StatusTag } from '#web/status.tsx';
import { inspectionsPolicy as may } from '../../inspections.policy.ts';
import {
  abandonDraw,
  DRAW_KINDS,
  type DrawFull,
  type DrawItem,
  drawn,
  finishDraw,
  resultWords,
  type StatementLine,
  share,
  statement,
  statementSays,
} from '../../inspections.ts';
import { DrawTag, needed, time, useTry } from './parts.tsx';
import { Recount } from './Recount.tsx';
import { ResultForm } from './ResultForm.tsx';
import './inspections.css';

type Line = StatementLine & { name: string };
const rate = (part: number, whole: number): string => (whole === 0 ? '—' : `${part}（${share(part, whole)}）`);

function Statement({ draw }: { draw: DrawFull }) {
  const named = (l: StatementLine): Line => ({ ...l, name: draw.frames.find(f => f.station === l.station)?.name ?? '合计' });
  const rows = [...draw.statement.map(named), ...(draw.statement.length > 1 ? [named(draw.total)] : [])];
  const column = (title: string, render: (l: Line) => React.ReactNode) => ({
    title,
    key: title,
    align: 'right' as const,
    render: (_: unknown, l: Line) => render(l),
  });
  const calls = [
    column('联系上', l => l.reached),
    column('确认属实', l => rate(l.confirmed, l.reached)),
    column('内容一致', l => rate(l.agrees, l.reached)),
    column('满意度', l => (l.satisfaction === null ? '—' : `${l.satisfaction} 分`)),
    column('满意率', l => rate(l.satisfied, l.rated)),
  ];
  const checks = [column('属实', l => rate(l.true, l.entered)), column('要件齐全', l => rate(l.complete, l.entered))];
  return (
    <Table<Line>
      size="small"
      rowKey="station"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={rows}
      columns={[
        { title: '社工站', dataIndex: 'name' },
        column('范围', l => l.frame),
        column('抽到', l => l.drawn),
        column('已登记', l => l.entered),
        ...(draw.kind === 'callback' ? calls : checks),
      ]}
    />
  );
}

const Outcome = ({ item }: { item: DrawItem }) =>
  item.result === null ? <StatusTag mood="wait">未登记</StatusTag> : resultWords(item.result);

function Items({ draw, enters, onEnter }: { draw: DrawFull; enters: boolean; onEnter(item: DrawItem): void }) {
  const name = (station: number) => draw.frames.find(f => f.station === station)?.name ?? '';
  return (
    <Table<DrawItem>
      size="small"
      rowKey="id"
      pagination={false}
      scroll={{ x: 'max-content' }}
      dataSource={[...draw.items]}
      columns={[
        { title: '社工站', key: 'station', render: (_, i) => name(i.station) },
        { title: '次序', key: 'place', render: (_, i) => (i.replaces ? `${i.place}（替补 ${i.replaces}）` : i.place) },
        {
          title: '服务对象',
          key: 'person',
          render: (_, i) => (
            <Link to="/visits/$id" params={{ id: i.visit }}>
              {i.resident_name}
            </Link>
          ),
        },
        { title: '村', dataIndex: 'village' },
        { title: '服务日期', key: 'day', render: (_, i) => listDay(i.visited_on) },
        { title: '社工', dataIndex: 'worker_name' },
        { title: '结果', key: 'result', render: (_, i) => <Outcome item={i} /> },
        ...(enters
          ? [
              {
                title: '登记',
                key: 'enter',
                render: (_: unknown, i: DrawItem) =>
                  i.replaced ? (
                    '已替补'
                  ) : (
                    <Button size="small" onClick={() => onEnter(i)} aria-label={`登记 ${name(i.station)} 第 ${i.place} 位的结果`}>
                      {i.result ? '更正' : '登记'}
                    </Button>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Ending({ draw, onDone }: { draw: DrawFull; onDone(): void }) {
  const actor = useActor();
  const attempt = useTry();
  const [giving, setGiving] = useState(false);
  const seen = { id: draw.id, revision: draw.revision };
  const pending = draw.drawn - draw.entered;
  const ends = refusal(may['inspections.abandon_draw'], actor, { state: draw.state }) === null;
  return (
    <>
      <p className="bar">
        <Button onClick={() => void attempt(() => download(statement, { id: draw.id }))}>下载情况表（PDF）</Button>
        {ends && (
          <>
            <Button
              type="primary"
              disabled={pending > 0}
              onClick={() => void attempt(() => send(finishDraw, seen)).then(done => done && onDone())}
            >
              {pending > 0 ? `还有 ${pending} 条没有登记` : '完成并公开'}
            </Button>
            <Button danger onClick={() => setGiving(!giving)}>
              作废
            </Button>
          </>
        )}
      </p>
      {giving && (
        <CommandForm<{ reason: string }>
          action="作废这次抽查"
          danger
          onDone={() => {
            setGiving(false);
            onDone();
          }}
          submit={({ reason }, id) => send(abandonDraw, { ...seen, reason }, { id })}
        >
          <p>作废的抽查仍留在列表中，并写明原因，避免反复抽取。</p>
          <Form.Item name="reason" label="作废原因" rules={needed}>
            <Input maxLength={200} />
          </Form.Item>
        </CommandForm>
      )}
    </>
  );
}

const aboutDraw = (d: DrawFull): string =>
  [
    `${DRAW_KINDS[d.kind]}，服务日期 ${documentDay(d.from_on)} 至 ${documentDay(d.to_on)}`,
    `${d.drawn_by} ${time(d.drawn_at)} 抽取`,
    ...(d.state_reason ? [d.state_reason] : []),
    ...(d.state === 'open' ? ['完成之前，社工站和项目经理看不到'] : []),
  ].join('；');

function Drawn({ draw, onChanged }: { draw: DrawFull; onChanged(): void }) {
  const actor = useActor();
  const [entering, setEntering] = useState<DrawItem | null>(null);
  const enters = refusal(may['inspections.enter_result'], actor, { state: draw.state }) === null;
  return (
    <>
      <PageSentence>{statementSays(draw.kind, draw.total)}</PageSentence>
      <p className="hint">
        <DrawTag state={draw.state} /> {aboutDraw(draw)}
      </p>
      <Ending draw={draw} onDone={onChanged} />
      <Statement draw={draw} />
      <h2 className="part">抽到的记录</h2>
      {enters && draw.kind === 'callback' && (
        <p className="hint">点姓名看当次记录。电话在服务对象档案中查看（会留下记录）；第三方评估请由县民政局代拨。</p>
      )}
      <Items draw={draw} enters={enters} onEnter={setEntering} />
      <Recount draw={draw} />
      <Drawer
        title={entering ? `${entering.resident_name} · ${entering.visited_on}` : ''}
        open={entering !== null}
        onClose={() => setEntering(null)}
        size="min(520px, 94vw)"
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {entering && (
          <ResultForm
            item={entering}
            kind={draw.kind}
            onDone={() => {
              setEntering(null);
              onChanged();
            }}
          />
        )}
      </Drawer>
    </>
  );
}

export default function DrawPage() {
  const { id } = useParams({ strict: false });
  const client = useQueryClient();
  const answer = useQuery({
    queryKey: ['inspections.drawn', id],
    queryFn: ({ signal }) => read(drawn, { id: id! }, signal),
    enabled: id !== undefined,
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <p role="status">正在读取…</p>;
  return (
    <Drawn
      draw={answer.data}
      onChanged={() => {
        void client.invalidateQueries({ queryKey: ['inspections.drawn'] });
        void client.invalidateQueries({ queryKey: ['inspections.draws'] });
      }}
    />
  );
}
