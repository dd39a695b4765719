// A form of a group as it is read: what was written in words, its reviews, and earlier revisions.

import { Image } from 'antd';
import type { ReactNode } from 'react';
import { ReviewPanel } from '#domain/records/screens/shared/ReviewPanel.tsx';
import { documentDay } from '#kernel/dates.ts';
import { VERDICTS } from '#kernel/review.ts';
import { fileUrl } from '#web/account.ts';
import {
  EVALUATIONS,
  type FormRead,
  type GroupFull,
  PlanContent,
  REACHED,
  SessionContent,
  SummaryContent,
} from '../../groups.ts';
import { RecordTag, useRefresh } from './parts.tsx';

const Part = ({ title, children }: { title: string; children: ReactNode }) =>
  children ? (
    <>
      <h4>{title}</h4>
      <div className="wrapped">{children}</div>
    </>
  ) : null;
const Lines = ({ items }: { items: readonly string[] }) =>
  items.length ? (
    <ul>
      {items.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  ) : null;

const nameIn = (group: GroupFull) => (id: string) => group.member_rows.find(m => m.id === id)?.name ?? '组员';
const goalIn = (group: GroupFull) => {
  const plan = PlanContent.safeParse(group.forms.findLast(f => f.kind === 'groups.plan')?.texts[0]?.content);
  return (key: string) => (plan.success && plan.data.goals.find(g => g.key === key)?.words) || key;
};

const PlanText = ({ c }: { c: PlanContent }) => (
  <>
    <Part title="背景与需求">{c.needs}</Part>
    <Part title="理念或理论">{c.theory}</Part>
    <Part title="具体目标">
      <Lines items={c.goals.map(g => `${g.words}（看：${g.sign}）`)} />
    </Part>
    <Part title="服务对象与条件">{c.target}</Part>
    <Part title="招募和筛选">{c.recruitment}</Part>
    <Part title="各节安排">
      <Lines
        items={c.sessions.map(s => `第 ${s.no} 节 ${s.planned_on} ${s.topic}：${s.goal}${s.program ? `。${s.program}` : ''}`)}
      />
    </Part>
    <Part title="困难和应对">{c.risks}</Part>
    <Part title="人手分工">{c.staffing}</Part>
    <Part title="经费预算">{c.budget_yuan === undefined ? null : `${c.budget_yuan} 元`}</Part>
    <Part title="评估方法">{c.evaluation.map(e => EVALUATIONS[e]).join('、')}</Part>
  </>
);

const SessionText = ({ c, group }: { c: SessionContent; group: GroupFull }) => (
  <>
    <Part title="过程">{c.process}</Part>
    <Part title="与计划不同的地方">{c.deviation}</Part>
    <Part title="关键事件">{c.events}</Part>
    <Part title="小组动力">{c.dynamics}</Part>
    <Part title="目标">
      <Lines
        items={c.goals.map(g => `${goalIn(group)(g.key)}：${g.score === undefined ? '' : `${g.score} 分 `}${g.words ?? ''}`)}
      />
    </Part>
    <Part title="组员表现">
      <Lines items={c.observations.map(o => `${nameIn(group)(o.member)}：${o.words}`)} />
    </Part>
    <Part title="评估与反思">{c.assessment}</Part>
    <Part title="下次安排和跟进">{c.next}</Part>
  </>
);

const scores = (g: SummaryContent['goals'][number]): string =>
  g.before === undefined && g.after === undefined ? '' : `开始 ${g.before ?? '未评'}，结束 ${g.after ?? '未评'}；`;
const SummaryText = ({ c, group }: { c: SummaryContent; group: GroupFull }) => (
  <>
    <Part title="目标达成">
      <Lines items={c.goals.map(g => `${goalIn(group)(g.key)}：${scores(g)}${REACHED[g.reached]}。${g.words}`)} />
    </Part>
    <Part title="过程回顾">{c.process}</Part>
    <Part title="招募和宣传">{c.recruitment}</Part>
    <Part title="组员的变化">
      <Lines items={c.members.map(o => `${nameIn(group)(o.member)}：${o.words}`)} />
    </Part>
    <Part title="满意度">{c.satisfaction && `调查 ${c.satisfaction.asked} 人，满意 ${c.satisfaction.satisfied} 人`}</Part>
    <Part title="困难与经验">{c.difficulties}</Part>
    <Part title="后续跟进">{c.next}</Part>
  </>
);

function Text({ kind, content, group }: { kind: string; content: unknown; group: GroupFull }) {
  if (kind === 'groups.plan') {
    const read = PlanContent.safeParse(content);
    return read.success ? <PlanText c={read.data} /> : null;
  }
  if (kind === 'groups.session') {
    const read = SessionContent.safeParse(content);
    return read.success ? <SessionText c={read.data} group={group} /> : null;
  }
  const { figures, ...written } = (content ?? {}) as Record<string, unknown> & { figures?: GroupFull['figures'] };
  const read = SummaryContent.safeParse(written);
  return read.success ? (
    <>
      {figures && (
        <Part title="出席">
          {figures.sessions} 节，{figures.attendances} 人次，{figures.people} 人
        </Part>
      )}
      <SummaryText c={read.data} group={group} />
    </>
  ) : null;
}

export function FormView({ form: f, group }: { form: FormRead; group: GroupFull }) {
  const [now, ...earlier] = f.texts;
  const refresh = useRefresh();
  if (!now) return null;
  return (
    <article className="form-view" aria-labelledby={`f-${f.id}`}>
      <h3 id={`f-${f.id}`}>
        {f.title} <RecordTag state={f.state} />
      </h3>
      <p className="hint">
        {documentDay(f.occurred_on)}，{now.written_by.name} 写{f.late && '（补录）'}
      </p>
      {f.reviews.map(r => (
        <p key={r.at} className={r.verdict === 'returned' ? 'note note-warn' : 'hint'}>
          {r.by.name} {VERDICTS[r.verdict]}
          {r.remark && `：${r.remark}`}
        </p>
      ))}
      <ReviewPanel what="groups" record={f} onDone={refresh} />
      <Text kind={f.kind} content={now.content} group={group} />
      {now.files.length > 0 && (
        <Image.PreviewGroup>
          {now.files.map((hash, i) => (
            <Image key={hash} src={fileUrl(hash, 'thumb')} preview={{ src: fileUrl(hash) }} width={96} alt={`照片 ${i + 1}`} />
          ))}
        </Image.PreviewGroup>
      )}
      {earlier.map(t => (
        <details key={t.revision}>
          <summary>
            第 {t.revision} 版，{t.written_by.name} 写
          </summary>
          <Text kind={f.kind} content={t.content} group={group} />
        </details>
      ))}
    </article>
  );
}
