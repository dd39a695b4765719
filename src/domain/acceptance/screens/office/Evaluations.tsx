// 评估: the evaluations of a contract, each with its state, result and sheets.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import { documentDay } from '#kernel/dates.ts';
import { holds } from '#kernel/roles.ts';
import { read } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { acceptancePolicy as may } from '../../acceptance.policy.ts';
import { type EvaluationHead, evaluations, KINDS, STATES } from '../../evaluation.ts';
import { BeginEvaluation } from './EvaluationForms.tsx';
import { EvaluationView } from './EvaluationView.tsx';
import { OfContract } from './parts.tsx';

const resultWords = (e: EvaluationHead): string => {
  if (e.total === null) return `${e.signed}/${e.evaluators} 名评估员已签定`;
  return `${e.total}/${e.full} 分${e.grade ? `，${e.grade}` : ''}`;
};

function List({ contract }: { contract: string }) {
  const { search, change } = useAddress();
  const [beginning, setBeginning] = useState(false);
  const client = useQueryClient();
  const mayBegin = holds(useActor(), ...may['acceptance.begin_evaluation'].roles);
  const answer = useQuery({
    queryKey: ['acceptance.evaluations', contract],
    queryFn: ({ signal }) => read(evaluations, { contract }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const { rows } = answer.data;
  const open = one(search.evaluation) ?? rows[0]?.id;
  const button = mayBegin && (
    <Button type={rows.length ? 'default' : 'primary'} onClick={() => setBeginning(true)}>
      开始评估
    </Button>
  );
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState icon="chart" title="还没有评估">
          <p>{mayBegin ? '选评分表和评估员，就可以开始中期或末期评估。' : '评估由县民政局开始；分派给您后在这里打分。'}</p>
          {button}
        </EmptyState>
      ) : (
        <>
          <div className="choice-list">
            {rows.map(e => (
              <button key={e.id} type="button" aria-pressed={e.id === open} onClick={() => change({ evaluation: e.id })}>
                <b>{KINDS[e.kind]}</b>
                {e.version > 1 && <span>第 {e.version} 版</span>}
                <span>{STATES[e.state]}</span>
                <span>{resultWords(e)}</span>
                <span>数字截至 {documentDay(e.as_of)}</span>
              </button>
            ))}
          </div>
          <p className="doings">{button}</p>
        </>
      )}
      {open && <EvaluationView key={open} id={open} />}
      <Drawer
        title="开始评估"
        open={beginning}
        onClose={() => setBeginning(false)}
        destroyOnHidden
        closable={{ 'aria-label': '关闭' }}
      >
        <BeginEvaluation
          contract={contract}
          onDone={id => {
            setBeginning(false);
            change({ evaluation: id });
            void client.invalidateQueries({ queryKey: ['acceptance.evaluations'] });
          }}
        />
      </Drawer>
    </>
  );
}

const Evaluations = () => <OfContract>{contract => <List contract={contract} />}</OfContract>;
export default Evaluations;
