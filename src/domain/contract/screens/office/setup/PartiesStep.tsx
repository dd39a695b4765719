// Step 1: who contracts with whom, and for which days. The length of the term is free; the end is proposed from the months.

import { send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { correct } from '../../../contract.ts';
import type { Setup } from '../../../setup.ts';
import { useFresh } from './doing.tsx';
import { type Reasoned, ReasonField } from './ReasonField.tsx';
import { PartyFields, TermFields, type Terms } from './terms.tsx';

type Values = Omit<Terms, 'code'> & { months?: number } & Reasoned;

export function PartiesStep({ contract: c, changes }: { contract: Setup; changes: boolean }) {
  const fresh = useFresh();
  if (!changes)
    return (
      <p>
        采购人：{c.purchaser}；承接主体：{c.provider}；{c.signed_on} 签订；合同期 {c.from_on} 至 {c.to_on}。
      </p>
    );
  const { name, purchaser, provider, signed_on, from_on, to_on } = c;
  return (
    <div className="narrow">
      <CommandForm<Values>
        action="保存"
        initial={{ name, purchaser, provider, signed_on, from_on, to_on }}
        submit={async ({ months: _, ...fields }, id) => {
          await send(correct, { id: c.id, revision: c.revision, ...fields }, { id });
        }}
        onDone={() => void fresh()}
      >
        {c.state === 'running' && <p className="hint">更改合同期会立即改变计入的记录；每次更改都留在操作台账中。</p>}
        <PartyFields />
        <TermFields />
        <ReasonField contract={c} />
      </CommandForm>
    </div>
  );
}
