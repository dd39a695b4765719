// 工作台: what is to be done next, in sentences that lead there. Each line is a question the person would ask in the morning.

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { clientsPolicy } from '#domain/clients/clients.policy.ts';
import { numbers } from '#domain/clients/clients.ts';
import { visitsPolicy } from '#domain/visits/visits.policy.ts';
import { toReview, list as visitList } from '#domain/visits/visits.ts';
import { type Actor, holds } from '#kernel/roles.ts';
import { read } from '#web/api.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import { desk } from '#web/office/session.ts';
import { useSignal } from '#web/signal.ts';
import { contractPolicy } from '../../contract.policy.ts';
import { list as contracts, standing } from '../../contract.ts';
import './contract.css';

/** A card with one sentence, or the reason why it cannot be said. */
function Card<T>({ title, to, answer, say }: { title: string; to: string; answer: UseQueryResult<T>; say(data: T): ReactNode }) {
  return (
    <section className="workbench-card" aria-label={title}>
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
        rows.length === 0
          ? '没有等待审核的探访。'
          : `${rows.length}${next ? ' 条以上' : ' 条'}探访等待审核,最早一条是 ${rows[0]!.visited_on}。`
      }
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
        return `在册 ${people} 人,${unassigned === 0 ? '都有责任社工' : `${unassigned} 人还没有责任社工`},${unfiled} 人还没有建档。`;
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
          : `${rows.length}${next ? ' 条以上' : ' 条'}待审核的记录标有“有异常”,请先看。`
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
      answer={answer}
      say={data => (data === null ? '还没有登记合同。' : data.say.map(sentence => <p key={sentence}>{sentence}</p>))}
    />
  );
}

const may = (actor: Actor, rule: { roles: readonly Parameters<typeof holds>[1][] }): boolean => holds(actor, ...rule.roles);

export default function Home() {
  const state = useSignal(desk);
  if (state.phase !== 'in') return null;
  const { actor } = state.session;
  return (
    <div className="workbench">
      {may(actor, contractPolicy['contract.standing']) && <Standing />}
      {may(actor, visitsPolicy['visits.to_review']) && <Reviews />}
      {may(actor, visitsPolicy['visits.list']) && <Unusual />}
      {may(actor, clientsPolicy['clients.numbers']) && <People />}
      {actor.grants.every(grant => ['system_admin', 'security_admin', 'audit_admin'].includes(grant.role)) && (
        <section className="workbench-card" aria-label="系统管理">
          <h2>
            <Link to="/accounts">账号与岗位</Link>
          </h2>
          <p>管理员不查看服务对象的内容。请从左侧“系统”开始。</p>
        </section>
      )}
    </div>
  );
}
