// A page about one contract: the running one, unless another is chosen.

import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { read } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import { list } from '../../../contract.ts';
import { type Setup, setup } from '../../../setup.ts';

function Chosen({ id, children }: { id: string; children(contract: Setup): ReactNode }) {
  const answer = useQuery({ queryKey: ['contract.setup', id], queryFn: ({ signal }) => read(setup, { id }, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  return children(answer.data);
}

export function WithContract({ children }: { children(contract: Setup): ReactNode }) {
  const { search, change } = useAddress();
  const answer = useQuery({ queryKey: ['contract.list'], queryFn: ({ signal }) => read(list, {}, signal) });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <PageSentence>正在读取…</PageSentence>;
  const { rows } = answer.data;
  const id = one(search.contract) ?? rows.find(c => c.state === 'running')?.id ?? rows[0]?.id;
  if (id === undefined) return <EmptyState icon="contract" title="还没有合同" />;
  return (
    <>
      {rows.length > 1 && (
        <Select
          aria-label="合同"
          value={id}
          style={{ width: 'min(420px, 100%)' }}
          options={rows.map(c => ({ value: c.id, label: `${c.code} ${c.name}` }))}
          onChange={contract => change({ contract, open: undefined })}
        />
      )}
      <Chosen id={id}>{children}</Chosen>
    </>
  );
}
