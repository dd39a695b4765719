// Reviewing: approve, return, reopen. Each names the revision that was read; whoever wrote it or took part cannot (visits.policy.ts).
// Serves K1, E6.

import { headsOfStations } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type FoundRow, loadVisits, presentRow, type VisitColumns, visitRows } from './rows.service.ts';
import { visitsPolicy } from './visits.policy.ts';
import { overtaken, refusedOver } from './visits.service.ts';
import type { About, Verdict, VisitRow, VisitState } from './visits.ts';

type Seen = { id: string; revision: number };
type Step = { rule: Rule<About>; from: VisitState; to: VisitState; verdict: Verdict; remark: string | null };

const now = (tx: Tx): string => tx.now.toISOString();

/** The rows as they were seen, or the first refusal: nothing is decided unless all can be. */
async function asSeen(tx: Tx, seen: readonly Seen[], rule: Rule<About>): Promise<VisitColumns[]> {
  const found = await loadVisits(
    tx,
    seen.map(s => s.id),
  );
  return found.map(({ row, about }, i) => {
    const code = refusal(rule, tx.actor, about);
    if (code) throw refusedOver(tx, row, code);
    if (row.revision !== seen[i]!.revision) throw refusedOver(tx, row, 'stale');
    return row;
  });
}

async function step(tx: Tx, seen: readonly Seen[], s: Step): Promise<{ station: number }> {
  const rows = await asSeen(tx, seen, s.rule);
  const updates = rows.map(row =>
    tx.run(
      q
        .updateTable('app.visits')
        .set({ state: s.to, remark: s.remark, changed_by: tx.changedBy })
        .where('county_id', '=', tx.county)
        .where('id', '=', row.id)
        .where('revision', '=', row.revision)
        .where('state', '=', s.from),
    ),
  );
  const reviews = rows.map(row =>
    tx.run(
      q.insertInto('app.visit_reviews').values({
        county_id: tx.county,
        id: newId(tx.now.getTime()),
        station_id: row.station_id,
        visit_id: row.id,
        revision: row.revision,
        verdict: s.verdict,
        remark: s.remark,
        reviewed_by: tx.actor.account,
        reviewed_at: now(tx),
        changed_by: tx.changedBy,
      }),
    ),
  );
  const [changed] = await Promise.all([Promise.all(updates), Promise.all(reviews)]);
  const missed = changed.indexOf(0);
  if (missed >= 0) throw await overtaken(tx, rows[missed]!.id, s.rule);
  return { station: rows[0]!.station_id };
}

/** Approves what was read. */
export const approveVisits = (tx: Tx, seen: readonly Seen[], remark?: string) =>
  step(tx, seen, {
    rule: visitsPolicy['visits.approve'],
    from: 'submitted',
    to: 'approved',
    verdict: 'approved',
    remark: remark ?? null,
  });
/** Sends it back to its author with a remark. */
export const returnVisit = (tx: Tx, seen: Seen, remark: string) =>
  step(tx, [seen], { rule: visitsPolicy['visits.return'], from: 'submitted', to: 'returned', verdict: 'returned', remark });
/** Opens an approved record again: it goes back to its author and is not counted until it is approved once more. */
export const reopenVisit = (tx: Tx, seen: Seen, reason: string) =>
  step(tx, [seen], {
    rule: visitsPolicy['visits.reopen'],
    from: 'approved',
    to: 'returned',
    verdict: 'reopened',
    remark: reason,
  });

const cursorOf = (row: FoundRow): string => `${row.received_at}.${row.id}`;
function after(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\.([0-9a-f-]{36})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** What waits for this very reviewer, the longest waiting first: a head's stations without his own work, a project manager's heads. */
export async function toReview(
  tx: Tx,
  wish: { station?: number; cursor?: string; limit: number },
): Promise<{ rows: VisitRow[]; next: string | null }> {
  const { actor } = tx;
  const led = actor.grants.filter(g => g.role === 'station_lead').map(g => g.station!);
  const manages = actor.grants.some(g => g.role === 'project_manager');
  const heads = manages ? await headsOfStations(tx) : new Map<number, string[]>();
  const people = [...heads.values()].flat();
  const headless = actor.stations.filter(station => !heads.has(station));
  const me = actor.account;
  const rows = await tx.all(
    visitRows(tx)
      .where('v.state', '=', 'submitted')
      .where(e =>
        e.not(e.or([e('v.worker_id', '=', me), e('v.written_by', '=', me), sql<boolean>`${me}::uuid = any(v.co_worker_ids)`])),
      )
      .where(e =>
        e.or([
          sql<boolean>`v.station_id = any(${led}::int[])`,
          ...(manages
            ? [
                sql<boolean>`v.station_id = any(${headless}::int[])`,
                sql<boolean>`v.worker_id = any(${people}::uuid[])`,
                sql<boolean>`v.written_by = any(${people}::uuid[])`,
                sql<boolean>`v.co_worker_ids && ${people}::uuid[]`,
              ]
            : []),
        ]),
      )
      .$if(wish.station !== undefined, b => b.where('v.station_id', '=', wish.station!))
      .$if(wish.cursor !== undefined, b =>
        b.where(sql<boolean>`(v.received_at, v.id) > (${after(wish.cursor!)[0]}::timestamptz, ${after(wish.cursor!)[1]}::uuid)`),
      )
      .orderBy('v.received_at')
      .orderBy('v.id')
      .limit(sql.lit(wish.limit + 1)),
  );
  const page = rows.slice(0, wish.limit);
  return { rows: page.map(r => presentRow(actor, r)), next: rows.length > wish.limit ? cursorOf(page.at(-1)!) : null };
}
