// One acceptance: where it stands in a sentence, the steps in their order, and whether anything has changed since.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { documentDay } from '#kernel/dates.ts';
import { refusal } from '#kernel/policy.ts';
import { read, send } from '#web/api.ts';
import { ErrorNote, PageSentence, Progress } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { acceptancePolicy as may } from '../../acceptance.policy.ts';
import { type AcceptanceAnswer, CONCLUSIONS, freeze, get, PARTIES, type Party } from '../../acceptance.ts';
import { ChangesPart } from './Changes.tsx';
import { Decisions } from './Decisions.tsx';
import { Downloads } from './Downloads.tsx';
import { Opinions } from './Opinions.tsx';
import { Act } from './parts.tsx';
import { Signing } from './Signing.tsx';

const POLL_MS = 1_500;

function sentence(a: AcceptanceAnswer): string {
  if (a.state === 'open') return '还没有固定证据。固定后，每个数字后面的记录就定下来，以后的改动看得见。';
  if (a.state === 'signed')
    return `${a.conclusion ? CONCLUSIONS[a.conclusion] : ''}，${a.signed_on ? documentDay(a.signed_on) : ''} 签署完成。`;
  const missing = (['purchaser', 'provider'] as Party[]).filter(p => !a.signatures.some(s => s.party === p));
  if (!a.conclusion) return '证据已固定。下一步：逐条填写验收意见和结论。';
  return `结论：${CONCLUSIONS[a.conclusion]}。等${missing.map(p => PARTIES[p]).join('、')}签署。`;
}

function Freezing({ a, again }: { a: AcceptanceAnswer; again(): void }) {
  const mayFreeze = refusal(may['acceptance.freeze'], useActor(), a) === null;
  const counted = a.frozen?.clauses.reduce((n, c) => n + c.lines, 0) ?? 0;
  return (
    <section className="page-block" aria-labelledby="freezing">
      <h2 id="freezing">一、固定证据</h2>
      {a.freezing_since && <Progress label="正在固定证据…" done={0} total={null} />}
      {a.frozen && (
        <p>
          {documentDay(a.frozen.as_of)} 固定，共 {counted.toLocaleString('zh-CN')} 行证据。总校验值{' '}
          <span className="hash">{a.hash}</span>
        </p>
      )}
      {mayFreeze && !a.freezing_since && (
        <div className="doings">
          <Act
            main={!a.frozen}
            act={() => send(freeze, { id: a.id, revision: a.revision })}
            done={again}
            ask={a.signatures.length ? '已有一方签署；重新固定后，各方须重新签署。' : undefined}
          >
            {a.frozen ? '重新固定' : '固定证据'}
          </Act>
        </div>
      )}
    </section>
  );
}

export function AcceptanceView({ id }: { id: string }) {
  const client = useQueryClient();
  const answer = useQuery({
    queryKey: ['acceptance.get', id],
    queryFn: ({ signal }) => read(get, { id }, signal),
    refetchInterval: query => (query.state.data?.freezing_since ? POLL_MS : false),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const a = answer.data;
  const again = () => {
    void client.invalidateQueries({ queryKey: ['acceptance.get', id] });
    void client.invalidateQueries({ queryKey: ['acceptance.list'] });
    void client.invalidateQueries({ queryKey: ['contract.list'] });
  };
  return (
    <div className="page-block">
      <PageSentence>{sentence(a)}</PageSentence>
      <p className="hint">
        {a.contract_name}，{a.title}
      </p>
      <Freezing a={a} again={again} />
      {a.frozen && (
        <>
          <ChangesPart id={a.id} hash={a.hash!} />
          <Decisions key={`d${a.revision}`} a={a} frozen={a.frozen} again={again} />
          <Opinions a={a} again={again} />
          <Signing a={a} again={again} />
          <Downloads a={a} />
        </>
      )}
    </div>
  );
}
