// Carrying out one command from a button: busy while it runs, its refusal said, everything about the contract read anew afterwards.

import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { ApiError } from '#web/api.ts';

/** What a changed contract makes stale on this page and on the others. */
const STALE = [
  'contract.setup',
  'contract.list',
  'contract.standing',
  'contract.milestones',
  'contract.changes',
  'contract.deliverables',
  'contract.library',
];

/** Reads the contract anew. */
export function useFresh(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      [...STALE, 'contract.score', 'contract.versions'].map(key => client.invalidateQueries({ queryKey: [key] })),
    );
  };
}

/** `run(work)` carries a command out; answers whether it was done. */
export function useDoing(): { busy: boolean; run(work: () => Promise<unknown>, said?: string): Promise<boolean> } {
  const { message } = App.useApp();
  const fresh = useFresh();
  const [busy, setBusy] = useState(false);
  return {
    busy,
    run: async (work, said) => {
      setBusy(true);
      try {
        await work();
        await fresh();
        if (said) void message.success(said);
        return true;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        void message.error([error.say, ...error.issues.map(i => i.message)].join(' '));
        // Somebody else was faster: what stands now is shown.
        if (error.code === 'stale') await fresh();
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
