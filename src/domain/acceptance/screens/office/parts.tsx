// Parts that the pages of evaluation and acceptance share: which contract they are about, a button that is one command, a table that
// scrolls by keyboard too.

import { useQuery } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { list } from '#domain/contract/contract.ts';
import { ApiError, read } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { EmptyState, ErrorNote, PageSentence } from '#web/office/kit/words.tsx';
import './acceptance.css';

/** The page of one contract: the address's, else the one that runs. A choice stands above when there are several. */
export function OfContract({ children }: { children: (id: string) => ReactNode }) {
  const { search, change } = useAddress();
  const contracts = useQuery({ queryKey: ['contract.list'], queryFn: ({ signal }) => read(list, {}, signal) });
  if (contracts.isError) return <ErrorNote error={contracts.error} onRetry={() => void contracts.refetch()} />;
  if (contracts.isPending) return <PageSentence>正在读取…</PageSentence>;
  const { rows } = contracts.data;
  const id = one(search.contract) ?? rows.find(c => c.state === 'running')?.id ?? rows[0]?.id;
  if (!id)
    return (
      <EmptyState icon="contract" title="还没有建立合同">
        <p>县民政局建立合同后，才能评估和验收。</p>
      </EmptyState>
    );
  return (
    <>
      {rows.length > 1 && (
        <Select
          aria-label="合同"
          value={id}
          style={{ minWidth: 280, maxWidth: '100%' }}
          options={rows.map(c => ({ value: c.id, label: `${c.code} ${c.name}` }))}
          onChange={contract => change({ contract, evaluation: undefined, acceptance: undefined })}
        />
      )}
      {children(id)}
    </>
  );
}

/** A button that carries out one command (or a download) and says why it could not. */
export function Act({
  children,
  act,
  done,
  main = false,
  ask,
}: {
  children: string;
  act(): Promise<unknown>;
  done?(): void;
  main?: boolean;
  /** Asked before, when the deed is not easily undone. */
  ask?: string;
}) {
  const { message, modal } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    if (ask && !(await modal.confirm({ title: children, content: ask, okText: '确定', cancelText: '取消' }))) return;
    setBusy(true);
    try {
      await act();
      done?.();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      void message.error([error.say, ...error.issues.map(i => i.message)].join(' '), 8);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button type={main ? 'primary' : 'default'} loading={busy} onClick={() => void run()}>
      {children}
    </Button>
  );
}

/** A table wider than a phone, in a frame of its own that scrolls. */
export const Scroll = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the arrow keys
  <section className="scroll" aria-label={label} tabIndex={0}>
    {children}
  </section>
);
