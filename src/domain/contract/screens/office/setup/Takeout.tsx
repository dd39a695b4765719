// Taking a clause or an indicator out: at once in a draft, with a reason when the contract runs.

import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { removeClause, removeIndicator, type Setup } from '../../../setup.ts';
import { useFresh } from './doing.tsx';
import { ReasonField } from './ReasonField.tsx';

type Clause = Setup['clauses'][number];

export function Takeout({
  contract: c,
  clause,
  indicator,
  onDone,
}: {
  contract: Setup;
  clause: Clause;
  indicator: Clause['indicators'][number] | null;
  onDone(): void;
}) {
  const fresh = useFresh();
  const submit = ({ reason = null }: { reason?: string | null }, id: string) =>
    indicator
      ? send(removeIndicator, { id: indicator.id, contract: c.id, revision: indicator.revision, reason }, { id })
      : send(removeClause, { contract: c.id, code: clause.code, revision: clause.revision, reason }, { id });
  return (
    <CommandForm<{ reason?: string }>
      action="确认删去"
      danger
      submit={submit}
      onDone={() => {
        void fresh();
        onDone();
      }}
    >
      <p>
        {indicator ? `删去指标“${indicator.title}”。` : `删去条款 ${clause.code} 和它的 ${clause.indicators.length} 个指标。`}
        {c.state === 'running' ? '履约情况里不再显示；历次规则和原因会保留。' : '草稿里的内容删去后不能恢复。'}
      </p>
      <ReasonField contract={c} />
    </CommandForm>
  );
}
