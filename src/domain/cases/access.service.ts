// Who reaches into which case: opening the shelves for a transaction, the accesses of a case, supervisors. Serves K3; SEC-06, PRI-04.

import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { casesPolicy as may } from './cases.policy.ts';
import { type Access, GLASS_HOURS } from './cases.ts';

/**
 * Opens what this actor may reach, for the rest of the transaction: his own cases, those he supervises or has opened with a reason, and all of
 * the stations he heads. Called at the start of everything that reads or writes the text of a case, and again after a case was made.
 */
export async function openShelves(tx: Tx): Promise<void> {
  const led = tx.actor.grants.flatMap(g => (g.role === 'station_lead' && g.station !== null ? [g.station] : []));
  const at = tx.now.toISOString();
  await tx.run(
    sql`select app.open_shelves(${tx.county}::int, ${tx.actor.account}::uuid, ${led}::int[], ${at}::timestamptz)`.compile(q),
  );
}

/** The living supervisors of these cases. */
export async function supervisorsOf(tx: Tx, cases: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx.all(
    q
      .selectFrom('app.case_accesses')
      .select(['case_id', 'account_id'])
      .where('county_id', '=', tx.county)
      .where('case_id', 'in', [...cases])
      .where('part', '=', 'supervisor')
      .where('until_at', 'is', null),
  );
  return new Map([...Map.groupBy(rows, r => r.case_id)].map(([id, found]) => [id, found.map(r => r.account_id)]));
}

type NewAccess = { case: string; station: number; account: string; part: Access['part']; until?: string; reason?: string };
export const grantAccess = (tx: Tx, a: NewAccess): Promise<number> =>
  tx.run(
    q.insertInto('app.case_accesses').values({
      county_id: tx.county,
      id: newId(tx.now.getTime()),
      station_id: a.station,
      case_id: a.case,
      account_id: a.account,
      part: a.part,
      from_at: tx.now.toISOString(),
      until_at: a.until ?? null,
      reason: a.reason ?? null,
      given_by: tx.actor.account,
      changed_by: tx.changedBy,
    }),
  );

/** Ends the living accesses of one kind to these cases, of one account or of all. */
export const endAccess = (tx: Tx, cases: readonly string[], part: Access['part'], account?: string): Promise<number> =>
  tx.run(
    q
      .updateTable('app.case_accesses')
      .set({ until_at: tx.now.toISOString(), changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('case_id', 'in', [...cases])
      .where('part', '=', part)
      .where('until_at', 'is', null)
      .$if(account !== undefined, b => b.where('account_id', '=', account!)),
  );

/** Every access there was to a case, the newest first. */
export async function accessesOf(tx: Tx, id: string): Promise<Access[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.case_accesses as a')
      .leftJoin('app.accounts as w', j => j.on('w.county_id', '=', tx.county).onRef('w.id', '=', 'a.account_id'))
      .select(['a.id', 'a.part', 'a.account_id', 'a.from_at', 'a.until_at', 'a.reason', 'w.name'])
      .where('a.county_id', '=', tx.county)
      .where('a.case_id', '=', id)
      .orderBy('a.from_at', 'desc')
      .orderBy('a.id', 'desc'),
  );
  return rows.map(r => ({
    id: r.id,
    part: r.part as Access['part'],
    account: { id: r.account_id, name: r.name ?? '' },
    from_at: r.from_at,
    until_at: r.until_at,
    reason: r.reason,
  }));
}

type Head = { id: string; station_id: number; worker_id: string; open: boolean };
const headOf = async (tx: Tx, id: string): Promise<Head> => {
  const row = await tx.first(
    q
      .selectFrom('app.cases')
      .select(['id', 'station_id', 'worker_id', sql<boolean>`id = any(app.my_shelves())`.as('open')])
      .where('county_id', '=', tx.county)
      .where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  return row;
};

/** A supervisor is the project manager, or somebody else of the station; never the case's own worker. */
async function maySupervise(tx: Tx, account: string, of: Head): Promise<boolean> {
  if (account === of.worker_id) return false;
  const rows = await tx.all(
    q
      .selectFrom('app.role_grants')
      .select(['role', 'station_id'])
      .where('county_id', '=', tx.county)
      .where('account_id', '=', account)
      .where('from_on', '<=', tx.today)
      .where(e => e.or([e('to_on', 'is', null), e('to_on', '>=', tx.today)])),
  );
  return rows.some(
    r => r.role === 'project_manager' || (['station_lead', 'resident_worker'].includes(r.role) && r.station_id === of.station_id),
  );
}

/** Assigns a supervisor to a case, or ends that. */
export async function setSupervisor(
  tx: Tx,
  input: { case: string; supervisor: string; assigned: boolean },
): Promise<{ station: number }> {
  const head = await headOf(tx, input.case);
  const refused = refusal(may['cases.supervise'], tx.actor, { station: head.station_id });
  if (refused) throw new AppError(refused);
  if (!input.assigned) {
    if ((await endAccess(tx, [head.id], 'supervisor', input.supervisor)) === 0) throw new AppError('not_found');
    return { station: head.station_id };
  }
  const [fits, now] = await Promise.all([maySupervise(tx, input.supervisor, head), supervisorsOf(tx, [head.id])]);
  if (!fits) throw new AppError('not_supervisor');
  if (!now.get(head.id)?.includes(input.supervisor))
    await grantAccess(tx, { case: head.id, station: head.station_id, account: input.supervisor, part: 'supervisor' });
  return { station: head.station_id };
}

/** Breaks the glass: this reader reaches the case for a day. The reason stands where the head of station and the county read it. */
export async function breakGlass(tx: Tx, input: { case: string; reason: string }): Promise<{ station: number; until: string }> {
  const [, head] = await Promise.all([openShelves(tx), headOf(tx, input.case)]);
  if (head.open) throw new AppError('case_open_already');
  const until = new Date(tx.now.getTime() + GLASS_HOURS * 3_600_000).toISOString();
  const { station_id: station } = head;
  await grantAccess(tx, { case: head.id, station, account: tx.actor.account, part: 'glass', until, reason: input.reason });
  return { station, until };
}
