// One evaluation: the answer in a sentence, what the county may do, the own sheet to score, the table with points and how they came about.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { dayOf, documentDay } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { holds } from '#kernel/roles.ts';
import { read, send } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { useAddress } from '#web/office/kit/address.ts';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { acceptancePolicy as may } from '../../acceptance.policy.ts';
import { type Evaluation, evaluation, evaluationReport, KINDS, takeFigures } from '../../evaluation.ts';
import { EVIDENCE, type Item, WAYS } from '../../layout.ts';
import { byHand, type ItemResult } from '../../scoring.ts';
import { ReopenForm, SatisfactionForm } from './EvaluationForms.tsx';
import { LayoutEditor } from './LayoutEditor.tsx';
import { LayoutFile } from './LayoutFile.tsx';
import { Act, Scroll } from './parts.tsx';
import { ScoreForm } from './ScoreForm.tsx';

function sentence(e: Evaluation): string {
  const { result } = e;
  const head = `${KINDS[e.kind]}${e.version > 1 ? `（第 ${e.version} 版）` : ''}`;
  if (e.state !== 'scoring' && result) return `${head}得 ${result.total} 分，等次“${result.grade ?? ''}”，已全部签定。`;
  if (!result) return `${head}正在打分，${e.signed}/${e.evaluators} 名评估员已签定；全部签定后显示结果。`;
  const left = result.items.filter(i => i.points === null).length;
  return `${head}目前 ${result.total} 分${left ? `，还有 ${left} 项没有得分` : ''}；${e.signed}/${e.evaluators} 名评估员已签定。`;
}

function How({ item, result, e }: { item: Item; result: ItemResult | undefined; e: Evaluation }) {
  const figures = e.figures[item.code]?.indicators ?? [];
  const remarks = e.sheets.flatMap(s => {
    const remark = s.scores?.remarks[item.code];
    return remark ? [`${s.name}：${remark}`] : [];
  });
  return (
    <>
      {result?.how}
      {figures.map(id => (
        <span key={id}>
          {' '}
          <Link to="/contract" search={{ contract: e.contract, figure: id }}>
            看依据
          </Link>
        </span>
      ))}
      {remarks.map(remark => (
        <p key={remark} className="said">
          {remark}
        </p>
      ))}
    </>
  );
}

function Table({ e }: { e: Evaluation }) {
  const byCode = new Map(e.result?.items.map(i => [i.code, i]));
  return (
    <Scroll label="评分表">
      <table>
        <thead>
          <tr>
            <th>评分项</th>
            <th>计分方式</th>
            <th className="number">得分</th>
            <th>怎么得来的</th>
          </tr>
        </thead>
        {e.layout.sections.map((section, n) => (
          <tbody key={section.title}>
            <tr className="section">
              <th colSpan={2} scope="rowgroup">
                {section.title}
              </th>
              <th className="number">
                {e.result ? e.result.sections[n]!.points : '—'}/{section.items.reduce((sum, i) => sum + i.points, 0)}
              </th>
              <td />
            </tr>
            {section.items.map(item => (
              <tr key={item.code}>
                <td className="wide">
                  {item.code} {item.title}
                  <p className="hint">{item.standard}</p>
                </td>
                <td className="short">
                  {byHand(item, e.figures) ? WAYS.evaluators : WAYS[item.way]}
                  <p className="hint">{EVIDENCE[item.evidence]}</p>
                </td>
                <td className="number">
                  {byCode.get(item.code)?.points ?? '—'}/{item.points}
                </td>
                <td className="wide">
                  <How item={item} result={byCode.get(item.code)} e={e} />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </Scroll>
  );
}

const Sheets = ({ e }: { e: Evaluation }) => (
  <section className="page-block" aria-labelledby="sheets">
    <h2 id="sheets">评估员</h2>
    <ul className="plain-list">
      {e.sheets.map(s => (
        <li key={s.evaluator}>
          {s.name}：{s.signed_at ? `${documentDay(dayOf(s.signed_at))} 签定` : '尚未签定'}
          {s.remark && <p className="said">{s.remark}</p>}
        </li>
      ))}
    </ul>
    {e.result?.vetoes.map(v => (
      <p key={v.code} role="alert">
        否决项 {v.title}：{v.reasons.join('；')}。等次按最低一档。
      </p>
    ))}
  </section>
);

type Doing = 'layout' | 'satisfaction' | 'reopen' | null;
const TITLES = { layout: '更改评分表', satisfaction: '填写满意度', reopen: '重开评估' } as const;

function Doings({ e, again, onDo }: { e: Evaluation; again(): void; onDo(doing: Doing): void }) {
  const actor = useActor();
  const open = refusal(may['acceptance.set_layout'], actor, e) === null;
  const officer = holds(actor, ...may['acceptance.reopen_evaluation'].roles);
  return (
    <div className="doings">
      {open && <Button onClick={() => onDo('layout')}>更改评分表</Button>}
      {open && (
        <Act act={() => send(takeFigures, { id: e.id, revision: e.revision })} done={again}>
          重新读取数字
        </Act>
      )}
      {open && <Button onClick={() => onDo('satisfaction')}>填写满意度</Button>}
      {officer && e.state === 'signed' && <Button onClick={() => onDo('reopen')}>重开评估</Button>}
      {e.result && <Act act={() => download(evaluationReport, { id: e.id })}>下载结果表</Act>}
      <LayoutFile layout={e.layout} />
    </div>
  );
}

export function EvaluationView({ id }: { id: string }) {
  const { change } = useAddress();
  const [doing, setDoing] = useState<Doing>(null);
  const client = useQueryClient();
  const actor = useActor();
  const answer = useQuery({ queryKey: ['acceptance.evaluation', id], queryFn: ({ signal }) => read(evaluation, { id }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const e = answer.data;
  const again = () => {
    setDoing(null);
    void client.invalidateQueries({ queryKey: ['acceptance.evaluation'] });
    void client.invalidateQueries({ queryKey: ['acceptance.evaluations'] });
  };
  const own = e.sheets.find(s => s.evaluator === actor.account);
  const scores = own && own.signed_at === null && refusal(may['acceptance.score'], actor, e) === null;
  return (
    <div className="page-block">
      <PageSentence>{sentence(e)}</PageSentence>
      <p className="hint">
        {e.title}；指标数字截至 {documentDay(e.as_of)}，以后的记录不影响得分，除非重新读取。
        {e.reason && `重开原因：${e.reason}。`}
      </p>
      <Doings e={e} again={again} onDo={setDoing} />
      {scores ? <ScoreForm key={own.revision} e={e} own={own} again={again} /> : <Table e={e} />}
      <Sheets e={e} />
      <Drawer
        title={doing ? TITLES[doing] : ''}
        open={doing !== null}
        size={doing === 'layout' ? 'large' : undefined}
        onClose={() => setDoing(null)}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        {doing === 'layout' && <LayoutEditor e={e} onDone={again} />}
        {doing === 'satisfaction' && <SatisfactionForm evaluation={e} onDone={again} />}
        {doing === 'reopen' && (
          <ReopenForm
            evaluation={e}
            onDone={next => {
              again();
              change({ evaluation: next });
            }}
          />
        )}
      </Drawer>
    </div>
  );
}
