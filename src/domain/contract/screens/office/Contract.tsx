// 合同履约: the answer in sentences, then clause by station, then worker by worker; behind every number its records (K1, P1, P2).

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Checkbox, Drawer, Segmented, Select } from 'antd';
import { useState } from 'react';
import { inspectionsPolicy } from '#domain/inspections/inspections.policy.ts';
import { documentDay } from '#kernel/dates.ts';
import { holds } from '#kernel/roles.ts';
import { read } from '#web/api.ts';
import { download } from '#web/office/download.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ExportButton } from '#web/office/kit/ledger-parts.tsx';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { contractPolicy } from '../../contract.policy.ts';
import { CONTRACT_STATES, type ContractHead, list, type Standing, standing, standingSheet } from '../../contract.ts';
import { setupPolicy } from '../../setup.policy.ts';
import { ClauseTable } from './ClauseTable.tsx';
import { CorrectForm, OpenForm } from './ContractForms.tsx';
import type { Asked } from './cells.tsx';
import { clockOf, FigureDrawer } from './FigureDrawer.tsx';
import { ScoreSaid } from './setup/ScoreSaid.tsx';
import { WorkerTable, workerRows } from './WorkerTable.tsx';
import './contract.css';

/** What the contract is, and the months of its term as the inspections see them. */
function Head({ contract, standing }: { contract: ContractHead; standing: Standing }) {
  const inspects = holds(useActor(), ...inspectionsPolicy['inspections.grid'].roles);
  const term = `${documentDay(contract.from_on)} 至 ${documentDay(contract.to_on)}`;
  return (
    <p className="hint">
      {contract.name}（{CONTRACT_STATES[contract.state]}），合同期 {term}
      ，已过 {contract.elapsed_days} 天，共 {contract.total_days} 天；经费 {contract.budget_yuan.toLocaleString('zh-CN')}{' '}
      元。数字截至 {standing.as_of} {clockOf(standing.computed_at)}。{' '}
      {inspects && (
        <Link to="/inspections" search={{ from: contract.from_on, to: contract.to_on } as never} className="underlined">
          看合同期内逐月的检查指导
        </Link>
      )}
    </p>
  );
}

/** Which figure the address has open. */
function useAsked(): { asked: Asked | null; ask(asked: Asked | null): void } {
  const { search, change } = useAddress();
  const figure = one(search.figure);
  const station = one(search.station);
  const revision = one(search.revision);
  return {
    asked: figure
      ? {
          figure,
          worker: one(search.worker),
          ...(station && { station: Number(station) }),
          ...(revision && { revision: Number(revision) }),
        }
      : null,
    ask: asked =>
      change({
        figure: asked?.figure,
        station: asked?.station?.toString(),
        worker: asked?.worker,
        revision: asked?.revision?.toString(),
      }),
  };
}

function Bar({ standing: s, mayChange, onCorrect }: { standing: Standing; mayChange: boolean; onCorrect(): void }) {
  const { search, change } = useAddress();
  const byWorker = workerRows(s).length > 0;
  const mayRead = holds(useActor(), ...setupPolicy['contract.setup'].roles);
  return (
    <div className="ledger-bar">
      <div className="filters">
        {byWorker && (
          <Segmented
            aria-label="怎么看"
            options={[
              { value: 'clauses', label: '按条款' },
              { value: 'workers', label: '按社工' },
            ]}
            value={one(search.view) ?? 'clauses'}
            onChange={view => change({ view: view === 'clauses' ? undefined : view })}
          />
        )}
        {one(search.view) !== 'workers' && (
          <Checkbox
            checked={one(search.connected) === 'true'}
            onChange={event => change({ connected: event.target.checked ? 'true' : undefined })}
          >
            只看已接入
          </Checkbox>
        )}
      </div>
      <div className="ledger-actions">
        {mayRead && (
          <Link to="/contract/manage/$id" params={{ id: s.contract.id }}>
            合同内容
          </Link>
        )}
        {mayChange && <Button onClick={onCorrect}>更正合同</Button>}
        <ExportButton onExport={() => download(standingSheet, { id: s.contract.id })} />
      </div>
    </div>
  );
}

function StandingOf({ id }: { id: string }) {
  const { search } = useAddress();
  const { asked, ask } = useAsked();
  const [correcting, setCorrecting] = useState(false);
  const client = useQueryClient();
  const actor = useActor();
  const answer = useQuery({ queryKey: ['contract.standing', id], queryFn: ({ signal }) => read(standing, { id }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const s = answer.data;
  const mayChange = holds(actor, ...contractPolicy['contract.correct'].roles) && s.contract.state === 'running';
  const [first, ...rest] = s.say;
  const indicator = s.clauses.flatMap(c => c.indicators).find(i => i.id === asked?.figure);
  return (
    <>
      <PageSentence>{first}</PageSentence>
      {rest.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      <ScoreSaid contract={s.contract.id} />
      <Head contract={s.contract} standing={s} />
      <Bar standing={s} mayChange={mayChange} onCorrect={() => setCorrecting(true)} />
      {one(search.view) === 'workers' ? (
        <WorkerTable standing={s} onOpen={ask} />
      ) : (
        <ClauseTable standing={s} connectedOnly={one(search.connected) === 'true'} onOpen={ask} />
      )}
      {asked && <FigureDrawer asked={asked} indicator={indicator} onOpen={ask} onClose={() => ask(null)} />}
      <Drawer
        title="更正合同"
        open={correcting}
        onClose={() => setCorrecting(false)}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        <CorrectForm
          contract={s.contract}
          onDone={() => {
            setCorrecting(false);
            void client.invalidateQueries({ queryKey: ['contract.standing'] });
            void client.invalidateQueries({ queryKey: ['contract.list'] });
          }}
        />
      </Drawer>
    </>
  );
}

/** No contract yet: whoever may opens one, the others are told who does. */
function Nothing({ onOpen }: { onOpen: (() => void) | null }) {
  return (
    <EmptyState icon="contract" title="还没有建立合同">
      <p>{onOpen ? '建立合同后，各站的探访记录会自动计入对应条款。' : '合同由县民政局建立；建立后在这里看履约情况。'}</p>
      {onOpen && (
        <Button type="primary" onClick={onOpen}>
          建立合同
        </Button>
      )}
    </EmptyState>
  );
}

export default function Contract() {
  const { search, change } = useAddress();
  const [opening, setOpening] = useState(false);
  const client = useQueryClient();
  const mayOpen = holds(useActor(), ...contractPolicy['contract.open'].roles);
  const contracts = useQuery({ queryKey: ['contract.list'], queryFn: ({ signal }) => read(list, {}, signal) });
  if (contracts.isError) return <ErrorNote error={contracts.error} onRetry={() => void contracts.refetch()} />;
  if (contracts.isPending) return <PageSentence>正在读取…</PageSentence>;
  const { rows } = contracts.data;
  const id = one(search.contract) ?? rows.find(c => c.state === 'running')?.id ?? rows[0]?.id;
  return (
    <>
      {rows.length > 1 && (
        <Select
          aria-label="合同"
          value={id}
          style={{ minWidth: 320 }}
          options={rows.map(c => ({ value: c.id, label: `${c.code} ${c.name}` }))}
          onChange={contract => change({ contract, figure: undefined, station: undefined, worker: undefined })}
        />
      )}
      {id ? <StandingOf id={id} /> : <Nothing onOpen={mayOpen ? () => setOpening(true) : null} />}
      <Drawer
        title="建立合同"
        open={opening}
        onClose={() => setOpening(false)}
        size="large"
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        <OpenForm
          onDone={() => {
            setOpening(false);
            void client.invalidateQueries({ queryKey: ['contract.list'] });
          }}
        />
      </Drawer>
    </>
  );
}
