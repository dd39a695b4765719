// Reading the plan and the summary, and what may be done with them: put right, hand in, take back; what the reviewer said (K5).

import { Button, Modal } from 'antd';
import { useState } from 'react';
import { submit as handIn, withdraw } from '#domain/records/records.ts';
import { ReviewPanel } from '#domain/records/screens/shared/ReviewPanel.tsx';
import { listDay } from '#kernel/dates.ts';
import { corrects, RECORD_STATES, VERDICTS, withdraws } from '#kernel/review.ts';
import { send } from '#web/api.ts';
import { useActor } from '#web/office/session.ts';
import { type MoneyLine, type Paper, PlanContent, replan, totalOf, yuan } from '../../activities.ts';
import { PlanForm, plannedOf } from './PlanForm.tsx';
import { Act, filled, Reason, useChanged, type WithActivity } from './parts.tsx';

export const Money = ({ title, lines }: { title: string; lines: readonly MoneyLine[] }) =>
  lines.length === 0 ? null : (
    <>
      <dt>{title}</dt>
      <dd>
        {lines.map(l => `${l.item} ${yuan(l.fen)} 元${l.note ? `（${l.note}）` : ''}`).join('；')}；合计 {yuan(totalOf(lines))} 元
      </dd>
    </>
  );
export const Line = ({ title, children }: { title: string; children: string | undefined }) =>
  children ? (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  ) : null;

/** State, remarks, and the actions all papers have alike. */
export function About({ paper }: { paper: Paper }) {
  const actor = useActor();
  const { record, about, reviews } = paper;
  const changed = useChanged();
  const seen = { id: record.id, revision: record.revision };
  return (
    <>
      <p>
        {RECORD_STATES[record.state]}，第 {record.revision} 稿{record.late && '，补录'}
      </p>
      {reviews.length > 0 && (
        <ul>
          {reviews.map(r => (
            <li key={`${r.at}${r.verdict}`}>
              {listDay(r.at.slice(0, 10))} {r.by.name} {VERDICTS[r.verdict]}
              {r.remark && `：${r.remark}`}
            </li>
          ))}
        </ul>
      )}
      <ReviewPanel what="activities" record={{ ...record, about }} onDone={changed} />
      <p className="activity-actions">
        {record.state === 'draft' && corrects(actor, about) === null && (
          <Act<object> label="提交审核" submit={(_, id) => send(handIn, seen, { id })}>
            <p>提交后由审核人查看；退回时可以再改。</p>
          </Act>
        )}
        {withdraws(actor, about) === null && (
          <Act<{ reason: string }> label="撤回" danger submit={({ reason }, id) => send(withdraw, { ...seen, reason }, { id })}>
            <Reason />
          </Act>
        )}
      </p>
    </>
  );
}

export function Plan({ activity: a }: WithActivity) {
  const actor = useActor();
  const changed = useChanged();
  const [open, setOpen] = useState(false);
  const { plan } = a;
  const content = PlanContent.parse(plan.texts[0]!.content);
  const { goals, budget, ...rest } = content;
  const head = filled({ name: a.name, themes: a.themes, planned_on: a.planned_on, place: a.place, expected: a.expected });
  const times = filled({ planned_start: a.planned_start ?? '', planned_end: a.planned_end ?? '', partners: a.partners ?? '' });
  return (
    <>
      <dl className="activity-facts">
        <Line title="背景与目的">{content.background}</Line>
        <Line title="目标">{goals.map((g, i) => `${i + 1}. ${g}`).join('；')}</Line>
        <Line title="对象">{content.audience}</Line>
        <Line title="流程">{content.program.map(p => [p.time, p.part, p.who].filter(Boolean).join(' ')).join('；')}</Line>
        <Line title="人手与志愿者">{content.staffing}</Line>
        <Line title="宣传方式">{content.publicity}</Line>
        <Line title="物资">{content.materials}</Line>
        <Money title="预算" lines={budget} />
        <Line title="风险与应急">{content.risks}</Line>
        <Line title="评估方法">{content.evaluation}</Line>
      </dl>
      <About paper={plan} />
      {corrects(actor, plan.about) === null && a.stage !== 'cancelled' && (
        <Button onClick={() => setOpen(true)}>修改计划书</Button>
      )}
      <Modal title="修改计划书" open={open} onCancel={() => setOpen(false)} footer={null} width={760} destroyOnHidden>
        <PlanForm
          station={a.station}
          again={plan.record.state !== 'draft'}
          initial={{
            ...rest,
            ...head,
            ...times,
            co_workers: a.co_workers.map(c => c.id),
            made_on: plan.record.occurred_on,
            goals: goals.map(text => ({ text })),
            budget: budget.map(({ fen, ...line }) => ({ ...line, yuan: fen / 100 })),
          }}
          submit={(v, id) =>
            send(
              replan,
              { ...plannedOf(v), id: a.id, revision: plan.record.revision, ...(v.reason && { reason: v.reason }) },
              { id },
            )
          }
          onDone={() => {
            setOpen(false);
            changed();
          }}
        />
      </Modal>
    </>
  );
}
