// One reading of a roster as a row: its state, its counts, and who may touch it when. The work itself is done in the background.

import type { Selectable, Updateable } from 'kysely';
import { AppError } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import type { Actor } from '#kernel/roles.ts';
import { as } from '#server/command.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import type { Where } from './clients.policy.ts';
import type { BATCH_STATES, RosterCounts } from './roster.ts';
import { mustBeAllowed } from './rows.service.ts';

export type BatchRow = Selectable<DB['app.roster_batches']>;
export type BatchState = keyof typeof BATCH_STATES;

/** What is said of work that a crash or a restart cut short. */
export const INTERRUPTED = '系统在处理中途停止，没有写入任何人员；请重新读取名册。';
const BROKEN = '处理名册时系统出现问题，没有写入任何人员；请重新读取，如多次出现请联系系统管理员。';

/** The batch, or `not_found`. */
export async function batchRow(tx: Tx, id: string): Promise<BatchRow> {
  const row = await tx.first(
    q.selectFrom('app.roster_batches').selectAll().where('county_id', '=', tx.county).where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  return row;
}

/** The batch as its reader saw it, locked until the transaction ends, in one of the states. */
export async function seenBatch(
  tx: Tx,
  input: { id: string; revision: number },
  rule: Rule<Where>,
  states: readonly BatchState[],
): Promise<BatchRow> {
  const row = await tx.first(
    q.selectFrom('app.roster_batches').selectAll().where('county_id', '=', tx.county).where('id', '=', input.id).forUpdate(),
  );
  if (!row) throw new AppError('not_found');
  mustBeAllowed(tx, rule, row.station_id);
  if (row.revision !== input.revision) throw new AppError('stale', { current: { revision: row.revision } });
  if (!states.includes(row.state as BatchState)) throw new AppError('roster_state');
  return row;
}

/** Changes a batch; its revision grows, so whoever looked before must look again. */
export async function saveBatch(tx: Tx, id: string, set: Updateable<DB['app.roster_batches']>): Promise<void> {
  await tx.run(
    q
      .updateTable('app.roster_batches')
      .set({ ...set, revision: sql`revision + 1`, ...(tx.commandId && { changed_by: tx.commandId }) })
      .where('county_id', '=', tx.county)
      .where('id', '=', id),
  );
}

/** Says how far the work is, on a connection of its own so that everybody sees it at once. */
export const sayProgress = (
  house: House,
  actor: Actor,
  id: string,
  set: { rows_read?: number; rows_done?: number },
): Promise<number> =>
  as(house, { actor }, 'write', null, ({ tx }) =>
    tx.run(q.updateTable('app.roster_batches').set(set).where('county_id', '=', tx.county).where('id', '=', id)),
  );

/** How many rows there are of each kind; computed from the rows, kept on the batch. */
export async function countRows(tx: Tx, id: string): Promise<RosterCounts> {
  const rows = await tx.all(
    q
      .selectFrom('app.roster_rows')
      .select(['verdict', 'decision', e => e.fn.countAll<number>().as('n')])
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', id)
      .groupBy(['verdict', 'decision']),
  );
  const sum = (fits: (r: (typeof rows)[number]) => boolean): number => rows.filter(fits).reduce((n, r) => n + r.n, 0);
  const of = (verdict: string): number => sum(r => r.verdict === verdict);
  return {
    total: sum(() => true),
    new: of('new'),
    changed: of('changed'),
    same: of('same'),
    doubtful: of('doubtful'),
    wrong: of('wrong'),
    left_out: sum(r => r.decision === 'leave_out'),
    undecided: sum(r => r.decision === null && (r.verdict === 'doubtful' || r.verdict === 'wrong')),
  };
}

/** Ends a batch's work as failed, with a sentence; what was read so far is thrown away. */
export async function failBatch(tx: Tx, id: string, problem: string): Promise<void> {
  await tx.run(q.deleteFrom('app.roster_rows').where('county_id', '=', tx.county).where('batch_id', '=', id));
  await saveBatch(tx, id, { state: 'failed', problem, rows_done: 0, counts: '{}', finished_at: tx.now.toISOString() });
}

/** The sentence of an error; a fault of the program is logged and said in general words. */
export function sentenceOf(house: House, id: string, error: unknown): string {
  if (error instanceof AppError) return error.say;
  house.log('roster_failed', { id, error: error instanceof Error ? error.name : 'unknown' });
  return BROKEN;
}
