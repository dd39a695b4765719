// 工作台: what is to be done next, in sentences that lead there. Each line is a question the person would ask in the morning.

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { clientsPolicy } from '#domain/clients/clients.policy.ts';
import { numbers } from '#domain/clients/clients.ts';
import { inspectionsPolicy } from '#domain/inspections/inspections.policy.ts';
import { draws, grid } from '#domain/inspections/inspections.ts';
import { findingsSay, monthSays } from '#domain/inspections/screens/shared/sentences.ts';
import { visitsPolicy } from '#domain/visits/visits.policy.ts';
import { KINDS, toReview, type VisitRow, list as visitList } from '#domain/visits/visits.ts';
import { listDay } from '#kernel/dates.ts';
import { type Actor, holds } from '#kernel/roles.ts';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { contractPolicy } from '../../contract.policy.ts';
import { list as contracts, mine, standing } from '../../contract.ts';
import './contract.css';
import { Progress } from './HomeProgress.tsx';

/** A card with one sentence, or the reason why it cannot be said. */
function Card<T>({
  title,
  to,
  answer,
  say,
  wide = false,
}: {
  title: string;
  to: string;
  answer: UseQueryResult<T>;
  say(data: T): ReactNode;
  wide?: boolean;
}) {
  return (
    <section className={wide ? 'workbench-card wide' : 'workbench-card'} aria-label={title}>
      <h2>
        <Link to={to}>{title}</Link>
      </h2>
      {answer.isError ? (
        <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <div role="status">{answer.data === undefined ? '正在读取…' : say(answer.data)}</div>
      )}
    </section>
  );
}

/** The first few waiting ones stand here; each opens its record. */
const SHOWN = 5;
const Few = ({ rows }: { rows: readonly VisitRow[] }) => (
  <ul className="workbench-list">
    {rows.slice(0, SHOWN).map(row => (
      <li key={row.id}>
        <Link to="/visits/$id" params={{ id: row.id }}>
          {listDay(row.visited_on)} {row.resident_name}
        </Link>
        <span>
          {KINDS[row.kind]} · {row.worker_name}
        </span>
      </li>
    ))}
  </ul>
);

function Reviews() {
  const answer = useQuery({
    queryKey: ['visits.to_review', 'sentence'],
    queryFn: ({ signal }) => read(toReview, { limit: 200 }, signal),
  });
  return (
    <Card
      title="待我审核"
      to="/visits/review"
      answer={answer}
      say={({ rows, next }) =>
        rows.length === 0 ? (
          '没有等待审核的记录。'
        ) : (
          <>
            <p>{`${rows.length}${next ? ' 条以上' : ' 条'}记录等待审核，最早一条是 ${listDay(rows[0]!.visited_on)} 的。`}</p>
            <Few rows={rows} />
          </>
        )
      }
    />
  );
}

/** What was sent back to this worker and still waits for her. */
function Returned({ worker }: { worker: string }) {
  const answer = useQuery({
    queryKey: ['visits.list', 'returned', worker],
    queryFn: ({ signal }) => read(visitList, { worker, state: 'returned', limit: 50 }, signal),
  });
  return (
    <Card
      title="退回我更正"
      to={`/visits?state=returned&worker=${worker}`}
      answer={answer}
      say={({ rows }) =>
        rows.length === 0 ? (
          '没有退回的记录。'
        ) : (
          <>
            <p>{rows.length} 条记录退回，请在手机外勤端更正后重新提交。</p>
            <Few rows={rows} />
          </>
        )
      }
    />
  );
}

/** The worker's own figures, and where her records are written. */
function Mine() {
  const answer = useQuery({ queryKey: ['contract.mine'], queryFn: ({ signal }) => read(mine, {}, signal) });
  return (
    <Card
      title="我的进度"
      to="/visits"
      answer={answer}
      say={({ rows }) => (
        <>
          {rows.map(row => (
            <p key={row.indicator}>
              {row.title}：{row.done}/{row.needed} {row.unit}。{row.say}
            </p>
          ))}
          <p>
            探访和电话问候在手机上记录，请用手机打开 <a href="/m/">{`${location.host}/m/`}</a>。
          </p>
        </>
      )}
    />
  );
}

function People() {
  const answer = useQuery({ queryKey: ['clients.numbers'], queryFn: ({ signal }) => read(numbers, {}, signal) });
  return (
    <Card
      title="服务对象"
      to="/people"
      answer={answer}
      say={({ stations }) => {
        const people = stations.reduce((sum, s) => sum + s.people, 0);
        const unassigned = stations.reduce((sum, s) => sum + s.unassigned, 0);
        const unfiled = stations.reduce((sum, s) => sum + s.files.none, 0);
        return `在册 ${people} 人，${unassigned === 0 ? '都有责任社工' : `${unassigned} 人还没有责任社工`}，${unfiled} 人还没有建档。`;
      }}
    />
  );
}

function Unusual() {
  const answer = useQuery({
    queryKey: ['visits.list', 'unusual'],
    queryFn: ({ signal }) => read(visitList, { unusual: 'true', state: 'submitted', limit: 50 }, signal),
  });
  return (
    <Card
      title="发现异常"
      to="/visits?unusual=true"
      answer={answer}
      say={({ rows, next }) =>
        rows.length === 0
          ? '没有待处理的异常记录。'
          : `${rows.length}${next ? ' 条以上' : ' 条'}待审核的记录标有“有异常”，请先看。`
      }
    />
  );
}

function Inspections() {
  const answer = useQuery({ queryKey: ['inspections.grid', {}], queryFn: ({ signal }) => read(grid, {}, signal) });
  return (
    <>
      <Card title="检查指导" to="/inspections" answer={answer} say={monthSays} />
      <Card title="问题整改" to="/inspections/findings" answer={answer} say={findingsSay} />
    </>
  );
}

function Draws() {
  const answer = useQuery({
    queryKey: ['inspections.draws', 'open'],
    queryFn: ({ signal }) => read(draws, { state: 'open', limit: 50 }, signal),
  });
  return (
    <Card
      title="抽查回访"
      to="/draws"
      answer={answer}
      say={({ rows }) =>
        rows.length === 0
          ? '没有进行中的抽查。'
          : `${rows.length} 次抽查在进行，还有 ${rows.reduce((sum, d) => sum + d.drawn - d.entered, 0)} 条没有登记结果。`
      }
    />
  );
}

function Standing() {
  const answer = useQuery({
    queryKey: ['contract.standing', 'home'],
    queryFn: async ({ signal }) => {
      const { rows } = await read(contracts, {}, signal);
      const first = rows.find(c => c.state === 'running') ?? rows.find(c => c.state !== 'draft');
      return first ? read(standing, { id: first.id }, signal) : null;
    },
  });
  return (
    <Card
      title="合同履约"
      to="/contract"
      wide
      answer={answer}
      say={data =>
        data === null ? (
          '还没有登记合同。'
        ) : (
          <>
            {data.say.map(sentence => (
              <p key={sentence}>{sentence}</p>
            ))}
            <Progress data={data} />
          </>
        )
      }
    />
  );
}

const may = (actor: Actor, rule: { roles: readonly Parameters<typeof holds>[1][] }): boolean => holds(actor, ...rule.roles);

/** What each of the three administrators is here for; none of them sees clients (SEC-06). */
const ADMIN_CARDS = [
  {
    role: 'system_admin',
    title: '账号与岗位',
    to: '/accounts',
    say: '建立账号，发送设置密码的一次性链接，解除验证器绑定，停用离岗人员的账号。岗位由安全管理员授予。',
  },
  { role: 'security_admin', title: '账号与岗位', to: '/accounts', say: '授予和结束岗位。账号由系统管理员建立。' },
  { role: 'audit_admin', title: '操作台账', to: '/audit', say: '查看谁在何时做了什么，核验台账是否完整。' },
] as const;

export default function Home() {
  const state = useSignal(desk);
  if (state.phase !== 'in') return null;
  const { actor } = state.session;
  return (
    <div className="workbench">
      {may(actor, contractPolicy['contract.standing']) && <Standing />}
      {holds(actor, 'resident_worker') && <Mine />}
      {may(actor, visitsPolicy['visits.to_review']) && <Reviews />}
      {holds(actor, 'resident_worker') && <Returned worker={actor.account} />}
      {may(actor, inspectionsPolicy['inspections.grid']) && <Inspections />}
      {may(actor, inspectionsPolicy['inspections.draw']) && <Draws />}
      {may(actor, visitsPolicy['visits.list']) && <Unusual />}
      {may(actor, clientsPolicy['clients.numbers']) && <People />}
      {ADMIN_CARDS.filter(card => holds(actor, card.role)).map(card => (
        <section key={card.role} className="workbench-card" aria-label={card.title}>
          <h2>
            <Link to={card.to}>{card.title}</Link>
          </h2>
          <p>{card.say}</p>
        </section>
      ))}
    </div>
  );
}
