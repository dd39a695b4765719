// Deciding about a roster's rows, one command after the other: each must name the revision the one before it left. Serves K2.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { z } from 'zod';
import { ApiError, read, send } from '#web/api.ts';
import { type Batch, decideRows, type RosterRowView, rosterRows, VERDICTS } from '../../clients.ts';
import { rowPlace } from '../../roster/person.ts';

export type RosterRow = z.infer<typeof RosterRowView>;
export type Decided = NonNullable<z.input<typeof decideRows.input>['rows']>[number];
export type Wish = Pick<z.input<typeof decideRows.input>, 'rows' | 'all'>;

export const rowWords = (row: Pick<RosterRow, 'sheet' | 'row_number'>): string => rowPlace(row.sheet, row.row_number);

/** How one row stands now, for saying so after a decision. */
async function standing(id: string, place: number): Promise<string> {
  // The decision stands whether or not this second look succeeds.
  const row = await read(rosterRows, { id, cursor: String(place - 1), limit: 1 }).then(
    page => page.rows[0],
    () => undefined,
  );
  if (!row) return '已处理。';
  return `${rowWords(row)}：${row.decision === 'leave_out' ? '不导入' : row.decision ? '已判断' : `现为${VERDICTS[row.verdict]}`}。`;
}

export const wordsOf = (error: unknown): string => {
  if (!(error instanceof ApiError)) throw error;
  return [error.say, ...error.issues.map(issue => issue.message)].join(' ');
};

/** `decide(wish)` answers a sentence on how the row stands now. @throws ApiError from mutateAsync */
export function useDeciding(batch: Batch) {
  const client = useQueryClient();
  const revision = useRef(batch.revision);
  revision.current = Math.max(revision.current, batch.revision);
  const mutation = useMutation({
    // One at a time: the revision of the one before is the next one's.
    scope: { id: `roster ${batch.id}` },
    mutationFn: async (wish: Wish) => {
      const done = await send(decideRows, { id: batch.id, revision: revision.current, ...wish });
      revision.current = done.revision;
      const place = wish.rows?.length === 1 ? wish.rows[0]!.place : null;
      return place === null ? '已处理。' : standing(batch.id, place);
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['clients.roster', batch.id] }),
        client.invalidateQueries({ queryKey: ['clients.roster_rows'] }),
      ]),
  });
  return { decide: mutation.mutateAsync, busy: mutation.isPending };
}
