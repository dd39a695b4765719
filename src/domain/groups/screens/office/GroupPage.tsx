// One group: what is missing first, then its members, sessions, attendance and forms, by parts in the address.

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { corrects } from '#kernel/review.ts';
import { read, send } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { groupsPolicy as may } from '../../groups.policy.ts';
import { change, end, type Gap, GROUP_KINDS, type GroupFull, get, OPENNESS, reopen } from '../../groups.ts';
import { Attendance } from './Attendance.tsx';
import { formOf, SummaryForm } from './FormEditors.tsx';
import { FormView } from './FormView.tsx';
import { type Facts, FactsFields } from './GroupForm.tsx';
import { Members } from './Members.tsx';
import { PlanForm } from './PlanForm.tsx';
import { needed, StageTag, useRefresh } from './parts.tsx';
import { Sessions } from './Sessions.tsx';
import './groups.css';

const PARTS = {
  sessions: '各节',
  members: '组员',
  attendance: '出席',
  plan: '计划书',
  records: '过程记录',
  summary: '总结',
} as const;
type PartName = keyof typeof PARTS;
const GAP_PART: Record<Gap['at'], PartName> = { plan: 'plan', session: 'sessions', summary: 'summary', group: 'sessions' };

const Gaps = ({ group }: { group: GroupFull }) =>
  group.gaps.length === 0 ? (
    <p>档案完整：计划书、各节签到和过程记录、总结都已通过审核，并已归档。</p>
  ) : (
    <section aria-labelledby="gaps">
      <h2 id="gaps">档案还缺 {group.gaps.length} 项</h2>
      <ul className="gaps">
        {group.gaps.map(gap => (
          <li key={gap.say}>
            <Link to="/groups/$id" params={{ id: group.id }} search={{ part: GAP_PART[gap.at] }}>
              {gap.say}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );

const Head = ({ group: g }: { group: GroupFull }) => (
  <dl className="facts">
    <div>
      <dt>编号</dt>
      <dd>{g.no}</dd>
    </div>
    <div>
      <dt>社工站</dt>
      <dd>{g.station_name}</dd>
    </div>
    <div>
      <dt>类型</dt>
      <dd>
        {GROUP_KINDS[g.kind]}，{OPENNESS[g.openness]}
      </dd>
    </div>
    <div>
      <dt>带领</dt>
      <dd>{[g.lead_name, ...g.co_worker_names].join('、')}</dd>
    </div>
    <div>
      <dt>起止</dt>
      <dd>
        {documentDay(g.from_on)} 至 {documentDay(g.to_on)}
      </dd>
    </div>
    <div>
      <dt>地点</dt>
      <dd>{g.place}</dd>
    </div>
  </dl>
);

type Doing = 'change' | 'archived' | 'cancelled' | 'reopen' | null;
function Doings({ group: g, onDone }: { group: GroupFull; onDone(): void }) {
  const actor = useActor();
  const [doing, setDoing] = useState<Doing>(null);
  const about = {
    station: g.station,
    lead: g.lead,
    co_workers: g.co_workers,
    ended: g.stage === 'archived' || g.stage === 'cancelled' ? g.stage : null,
  };
  const works = refusal(may['groups.change'], actor, about) === null;
  const reopens = refusal(may['groups.reopen'], actor, about) === null;
  const seen = { id: g.id, revision: g.revision };
  const done = () => {
    setDoing(null);
    onDone();
  };
  if (!works && !reopens) return null;
  const { name, kind, openness, planned_sessions, planned_members, from_on, to_on, place, lead, co_workers } = g;
  return (
    <>
      <p className="bar">
        {works && <Button onClick={() => setDoing(doing === 'change' ? null : 'change')}>更改基本信息</Button>}
        {works && g.summary === 'approved' && <Button onClick={() => setDoing('archived')}>归档</Button>}
        {works && g.held === 0 && <Button onClick={() => setDoing('cancelled')}>取消小组</Button>}
        {reopens && <Button onClick={() => setDoing('reopen')}>重新打开</Button>}
      </p>
      {doing === 'change' && (
        <CommandForm<Facts>
          action="保存"
          initial={{ name, kind, openness, planned_sessions, planned_members, from_on, to_on, place, lead, co_workers }}
          submit={(facts, id) => send(change, { ...facts, ...seen }, { id })}
          onDone={done}
        >
          <FactsFields station={g.station} />
        </CommandForm>
      )}
      {(doing === 'archived' || doing === 'cancelled' || doing === 'reopen') && (
        <CommandForm<{ reason?: string }>
          action={{ archived: '确认归档', cancelled: '确认取消小组', reopen: '重新打开' }[doing]}
          danger={doing === 'cancelled'}
          submit={({ reason = '' }, id) =>
            doing === 'reopen'
              ? send(reopen, { ...seen, reason }, { id })
              : send(end, { ...seen, as: doing, ...(reason && { reason }) }, { id })
          }
          onDone={done}
        >
          {doing !== 'archived' && (
            <Form.Item name="reason" label="原因" rules={needed}>
              <Input maxLength={200} />
            </Form.Item>
          )}
        </CommandForm>
      )}
    </>
  );
}

function Paper({
  group,
  kind,
  mayWrite,
  onDone,
}: {
  group: GroupFull;
  kind: 'plan' | 'summary';
  mayWrite: boolean;
  onDone(): void;
}) {
  const actor = useActor();
  const form = formOf(group, `groups.${kind}`);
  const writes = mayWrite && (form ? corrects(actor, form.about) === null : kind === 'plan' || group.held > 0);
  const [editing, setEditing] = useState(form === null);
  const Editor = kind === 'plan' ? PlanForm : SummaryForm;
  const done = () => {
    setEditing(false);
    onDone();
  };
  return (
    <section aria-labelledby={kind}>
      <h2 id={kind}>{PARTS[kind]}</h2>
      {form && <FormView form={form} group={group} />}
      {!form && !writes && <p>{kind === 'plan' ? '还没有提交计划书。' : '开展过的小组才能写总结。'}</p>}
      {writes && form && <Button onClick={() => setEditing(!editing)}>{form.state === 'draft' ? '继续填写' : '修改'}</Button>}
      {writes && editing && <Editor key={form?.revision ?? 0} group={group} form={form} onDone={done} />}
    </section>
  );
}

const Records = ({ group }: { group: GroupFull }) => {
  const forms = group.forms.filter(f => f.kind === 'groups.session');
  return (
    <section aria-labelledby="records">
      <h2 id="records">过程记录</h2>
      {forms.length === 0 && <p>点名之后，在“各节”里写过程记录。</p>}
      {forms.map(f => (
        <FormView key={f.id} form={f} group={group} />
      ))}
    </section>
  );
};

function Page({ group }: { group: GroupFull }) {
  const { search, change: to } = useAddress();
  const actor = useActor();
  const refresh = useRefresh();
  const asked = one(search.part) as PartName | undefined;
  const part: PartName = asked && asked in PARTS ? asked : 'sessions';
  const ended = group.stage === 'archived' || group.stage === 'cancelled' ? group.stage : null;
  const about = { station: group.station, lead: group.lead, co_workers: group.co_workers, ended };
  const mayWrite = refusal(may['groups.enrol'], actor, about) === null;
  const { sessions, attendances, people } = group.figures;
  return (
    <div className="group-page">
      <PageSentence>
        {group.name}：已开展 {sessions} 节，{attendances} 人次，{people} 人。
      </PageSentence>
      <p>
        <StageTag stage={group.stage} /> {group.ended_reason}
      </p>
      <Head group={group} />
      <Doings group={group} onDone={refresh} />
      <Gaps group={group} />
      <nav className="parts" aria-label="小组的各部分">
        {(Object.keys(PARTS) as PartName[]).map(p => (
          <button key={p} type="button" aria-current={p === part ? 'page' : undefined} onClick={() => to({ part: p }, true)}>
            {PARTS[p]}
          </button>
        ))}
      </nav>
      {part === 'sessions' && <Sessions group={group} mayWrite={mayWrite} onDone={refresh} />}
      {part === 'members' && <Members group={group} mayWrite={mayWrite} onDone={refresh} />}
      {part === 'attendance' && <Attendance group={group} />}
      {part === 'plan' && <Paper key="plan" group={group} kind="plan" mayWrite={mayWrite} onDone={refresh} />}
      {part === 'records' && <Records group={group} />}
      {part === 'summary' && <Paper key="summary" group={group} kind="summary" mayWrite={mayWrite} onDone={refresh} />}
    </div>
  );
}

export default function GroupPage() {
  const { id = '' } = useParams({ strict: false });
  const answer = useQuery({ queryKey: ['groups.get', id], queryFn: ({ signal }) => read(get, { id }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  return answer.data ? <Page group={answer.data} /> : <p role="status">正在读取…</p>;
}
