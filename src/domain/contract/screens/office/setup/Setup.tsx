// One contract as it is set up, step by step; what is still missing stands on top (P1, P2).

import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { holds } from '#kernel/roles.ts';
import { read, send } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ExportButton } from '#web/office/kit/ledger-parts.tsx';
import { ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { CONTRACT_STATES } from '../../../contract.ts';
import { milestonesPolicy } from '../../../milestones.policy.ts';
import type { Countables } from '../../../rule-check.ts';
import { setupPolicy } from '../../../setup.policy.ts';
import { exportContract, type Missing, type Setup, setup, start } from '../../../setup.ts';
import { ChangesLog } from './ChangesLog.tsx';
import { ClausesStep } from './ClausesStep.tsx';
import { Discard } from './Discard.tsx';
import { useDoing } from './doing.tsx';
import { MilestonesStep } from './MilestonesStep.tsx';
import { MoneyStep } from './MoneyStep.tsx';
import { useMeasures } from './measures.ts';
import { PartiesStep } from './PartiesStep.tsx';
import './setup.css';

const STEPS = { parties: '双方和期限', stations: '社工站和经费', clauses: '条款和指标', milestones: '付款节点' } as const;
type Step = keyof typeof STEPS;
const stepIn = (word: string | undefined): Step => (word && Object.hasOwn(STEPS, word) ? (word as Step) : 'parties');

function Steps({
  steps,
  now,
  missing,
  go,
}: {
  steps: readonly Step[];
  now: Step;
  missing: readonly Missing[];
  go(step: Step): void;
}) {
  return (
    <nav aria-label="步骤" className="steps">
      {steps.map((step, i) => {
        const open = missing.filter(m => m.must && m.step === step).length;
        return (
          <button key={step} type="button" aria-current={step === now ? 'step' : undefined} onClick={() => go(step)}>
            {i + 1}. {STEPS[step]}
            {open > 0 && <span className="steps-open">还差 {open} 项</span>}
          </button>
        );
      })}
    </nav>
  );
}

/** The button that begins a draft. */
function StartButton({ contract: c }: { contract: Setup }) {
  const { busy, run } = useDoing();
  const must = c.missing.filter(m => m.must);
  return (
    <Popconfirm
      title="启用后，更改条款和指标都须写明原因。"
      okText="启用"
      disabled={must.length > 0}
      onConfirm={() => void run(() => send(start, { id: c.id, revision: c.revision }), '合同已启用')}
    >
      <Button type="primary" disabled={must.length > 0} loading={busy}>
        启用合同
      </Button>
    </Popconfirm>
  );
}

/** A draft: what is missing. */
function Begin({ contract: c }: { contract: Setup }) {
  const must = c.missing.filter(m => m.must);
  return (
    <>
      <PageSentence>
        {must.length ? `草稿，还差 ${must.length} 项才能启用。` : '草稿已经齐备，可以启用；启用后各站的记录开始计入。'}
      </PageSentence>
      {c.missing.length > 0 && (
        <ul>
          {c.missing.map(m => (
            <li key={m.say}>
              {m.must ? '须补齐：' : '提示：'}
              {m.say}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const Head = ({ contract: c, writes }: { contract: Setup; writes: boolean }) => (
  <>
    <p className="hint">
      {writes && (
        <>
          <Link to="/contract/manage">合同管理</Link> /{' '}
        </>
      )}
      {c.code} {c.name}（{CONTRACT_STATES[c.state]}），{c.from_on} 至 {c.to_on}
    </p>
    {c.state === 'draft' && <Begin contract={c} />}
    {c.state === 'running' && (
      <PageSentence>
        {writes ? '合同正在履行；更改须写明原因，原来的内容会保留。' : '合同正在履行；条款和指标由县民政局设定，这里可以查看。'}
      </PageSentence>
    )}
    {c.state === 'discarded' && <PageSentence>草稿已废弃，不能再更改；废弃的原因见“更改记录”。</PageSentence>}
    {(c.state === 'accepted' || c.state === 'closed') && (
      <PageSentence>合同{CONTRACT_STATES[c.state]}，内容不能再更改。</PageSentence>
    )}
  </>
);

function Whole({ contract, measures }: { contract: Setup; measures: Countables }) {
  const { search, change } = useAddress();
  const actor = useActor();
  const writes = holds(actor, ...setupPolicy['contract.set_clause'].roles);
  // Payments are not for the heads of stations.
  const steps = (Object.keys(STEPS) as Step[]).filter(
    s => s !== 'milestones' || holds(actor, ...milestonesPolicy['contract.milestones'].roles),
  );
  const asked = stepIn(one(search.step));
  const step = steps.includes(asked) ? asked : 'parties';
  const changes = writes && (contract.state === 'draft' || contract.state === 'running');
  return (
    <>
      <Head contract={contract} writes={writes} />
      <div className="row-actions">
        {contract.state === 'draft' && writes && <StartButton contract={contract} />}
        {contract.state === 'draft' && writes && <Discard contract={contract} />}
        <ExportButton onExport={() => download(exportContract, { id: contract.id })} />
        {contract.state !== 'draft' && contract.state !== 'discarded' && (
          <Link to="/contract" search={{ contract: contract.id } as never}>
            看履约情况
          </Link>
        )}
      </div>
      <Steps
        steps={steps}
        now={step}
        missing={contract.state === 'draft' ? contract.missing : []}
        go={next => change({ step: next })}
      />
      <section aria-label={STEPS[step]} className="step">
        {step === 'parties' && <PartiesStep key={contract.revision} contract={contract} changes={changes} />}
        {step === 'stations' && <MoneyStep contract={contract} changes={changes} />}
        {step === 'clauses' && <ClausesStep contract={contract} measures={measures} changes={changes} />}
        {step === 'milestones' && (
          <MilestonesStep contract={contract} changes={changes} pays={writes && contract.state !== 'draft'} />
        )}
      </section>
      <ChangesLog contract={contract.id} />
    </>
  );
}

export default function SetupPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const answer = useQuery({ queryKey: ['contract.setup', id], queryFn: ({ signal }) => read(setup, { id }, signal) });
  const measures = useMeasures();
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (measures.isError) return <ErrorNote error={measures.error} onRetry={() => void measures.refetch()} />;
  if (!answer.data || !measures.data) return <PageSentence>正在读取…</PageSentence>;
  return <Whole contract={answer.data} measures={measures.data} />;
}
