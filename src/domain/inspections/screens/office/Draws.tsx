// 抽查回访: draws at random and what came of them. Those who carry them out draw here; the others find the finished ones (M3).

import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { mayEver } from '#kernel/policy.ts';
import { read } from '#web/api.ts';
import { LedgerTable } from '#web/office/kit/ledger-table.tsx';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { inspectionsPolicy as may } from '../../inspections.policy.ts';
import { DRAW_KINDS, DRAW_STATES, type DrawRow, draws, METHOD, VISIT_KINDS } from '../../inspections.ts';
import { DrawForm } from './DrawForm.tsx';
import { DrawTag, options } from './parts.tsx';
import './inspections.css';

export default function Draws() {
  const actor = useActor();
  const navigate = useNavigate();
  const [drawing, setDrawing] = useState(false);
  const carries = mayEver(may['inspections.draw'], actor);
  return (
    <>
      <PageSentence>
        {carries
          ? '随机抽取服务对象回访、抽看记录。抽到谁由种子决定，任何人都能重算；完成之前承接方看不到名单。'
          : '这里是已完成的随机回访和记录抽查；进行中的抽查在完成后才公开。'}
      </PageSentence>
      {drawing && (
        <section className="sheet-section" aria-labelledby="new-draw">
          <h2 id="new-draw">新的抽取</h2>
          <div className="draw-form">
            <DrawForm onDone={id => void navigate({ to: '/draws/$id', params: { id } })} />
          </div>
          <Button type="link" onClick={() => setDrawing(false)}>
            取消
          </Button>
        </section>
      )}
      <LedgerTable<DrawRow>
        name="inspections.draws"
        label="抽查回访"
        rowKey={row => row.id}
        rowName={row => `${DRAW_KINDS[row.kind]} ${row.from_on} 至 ${row.to_on}`}
        columns={[
          {
            key: 'kind',
            title: '种类',
            fixed: 'left',
            render: row => (
              <Link to="/draws/$id" params={{ id: row.id }}>
                {DRAW_KINDS[row.kind]} {row.from_on} 至 {row.to_on}
              </Link>
            ),
          },
          { key: 'of', title: '抽查的服务', render: row => row.visit_kinds.map(k => VISIT_KINDS[k]).join('、') },
          { key: 'state', title: '状态', render: row => <DrawTag state={row.state} /> },
          { key: 'done', title: '已登记', align: 'right', render: row => `${row.entered} / ${row.drawn}` },
          { key: 'by', title: '抽取人', render: row => row.drawn_by },
          { key: 'at', title: '抽取日', render: row => dayOf(row.drawn_at) },
          { key: 'remark', title: '说明', render: row => row.state_reason ?? row.remark ?? '' },
        ]}
        filters={[
          { kind: 'select', key: 'kind', label: '种类', options: options(DRAW_KINDS), multiple: true },
          ...(carries
            ? [{ kind: 'select' as const, key: 'state', label: '状态', options: options(DRAW_STATES), multiple: true }]
            : []),
        ]}
        load={({ sort, ...query }, stop) => read(draws, query, stop)}
        actions={
          carries &&
          !drawing && (
            <Button type="primary" onClick={() => setDrawing(true)}>
              新的抽取
            </Button>
          )
        }
        empty={{ title: '还没有抽查', next: <p>县民政局或第三方评估抽取并完成后，会列在这里。</p> }}
      />
      <details>
        <summary>抽取办法</summary>
        <ol className="method">
          {METHOD.map(m => (
            <li key={m}>{m}</li>
          ))}
        </ol>
      </details>
    </>
  );
}
