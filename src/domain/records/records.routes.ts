// The commands that every record has alike: hand in a draft, take back, and its review.

import type { Tx } from '#server/database/tx.ts';
import { type BoundCommand, type BoundRead, bindCommand, bindRead, type Outcome } from '#server/module.ts';
import { approveSeen, type Reviewable, remarkOn, reopenSeen, returnSeen, type Standing } from '#server/reviewing.ts';
import { recordsPolicy as may } from './records.policy.ts';
import { submitRecord, withdrawRecord } from './records.service.ts';
import * as api from './records.ts';
import { approveRead, keepReading, reviewableOf, toReview } from './review.service.ts';

const saved = (s: Pick<Standing, 'id' | 'revision' | 'station'>): Outcome<{ id: string; revision: number }> => ({
  answer: { id: s.id, revision: s.revision },
  subject: s.id,
  station: s.station,
});
const savedRow = (row: { id: string; revision: number; station_id: number }) => saved({ ...row, station: row.station_id });

/** Opens what the modules hold back, as far as this actor may reach: a record of a case is a record too. */
async function reach(tx: Tx, all: readonly Reviewable[]): Promise<void> {
  for (const one of all) await one.prepare?.(tx);
}

/** @param all what of all modules can be reviewed */
export const commands = (all: readonly Reviewable[]): BoundCommand[] => [
  bindCommand(api.submit, may['records.submit'], async ({ tx }, input) => {
    await reach(tx, all);
    return savedRow(await submitRecord(tx, input));
  }),
  bindCommand(api.withdraw, may['records.withdraw'], async ({ tx }, input) => {
    await reach(tx, all);
    return savedRow(await withdrawRecord(tx, input));
  }),
  bindCommand(api.approve, may['records.approve'], async ({ tx }, input) => {
    const what = reviewableOf(all, input.what);
    return saved((await approveSeen(tx, may['records.approve'], what, [input], input.remark ?? null))[0]!);
  }),
  bindCommand(api.approveMany, may['records.approve_many'], async ({ tx }, { records }) => {
    const approved = await approveRead(tx, all, records);
    return {
      answer: { records: records.map(({ id, revision }) => ({ id, revision })) },
      subject: records.length === 1 ? records[0]!.id : `${records.length} records`,
      station: approved[0]!.station,
    };
  }),
  bindCommand(api.returnRecord, may['records.return'], async ({ tx }, input) =>
    saved((await returnSeen(tx, may['records.return'], reviewableOf(all, input.what), input, input.remark))[0]!),
  ),
  bindCommand(api.reopen, may['records.reopen'], async ({ tx }, input) =>
    saved((await reopenSeen(tx, may['records.reopen'], reviewableOf(all, input.what), input, input.reason))[0]!),
  ),
  bindCommand(api.remark, may['records.remark'], async ({ tx }, input) =>
    saved(await remarkOn(tx, may['records.remark'], reviewableOf(all, input.what), input, input.remark)),
  ),
  bindCommand(api.markRead, may['records.mark_read'], async ({ tx }, input) =>
    saved(await keepReading(tx, reviewableOf(all, input.what), input)),
  ),
];

export const reads = (all: readonly Reviewable[]): BoundRead[] => [
  bindRead(api.toReview, may['records.to_review'], ({ tx }, query) => toReview(tx, all, query)),
];
