// The one queue over the records of all modules, and the readings before several are approved together. Serves K1–K5b.

import type { RawBuilder } from 'kysely';
import { headsOfStations } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { approveSeen, type Reviewable, type Seen, type Standing, seenBy } from '#server/reviewing.ts';
import { recordsPolicy as may } from './records.policy.ts';
import type { Queued } from './records.ts';

/** The module whose records are meant. */
export function reviewableOf(all: readonly Reviewable[], what: string): Reviewable {
  const found = all.find(r => r.name === what);
  if (!found) throw new AppError('not_found');
  return found;
}

/** Keeps that this reviewer has opened this revision, once. */
export async function keepReading(tx: Tx, what: Reviewable, seen: Seen): Promise<Standing> {
  const one = await seenBy(tx, may['records.mark_read'], what, seen);
  await tx.run(
    q
      .insertInto('app.review_readings')
      .values({
        county_id: tx.county,
        account_id: tx.actor.account,
        subject_id: seen.id,
        revision: seen.revision,
        station_id: one.station,
        read_at: tx.now.toISOString(),
        changed_by: tx.changedBy,
      })
      .onConflict(c => c.doNothing()),
  );
  return one;
}

/** Which of these revisions this reader has opened, as `id.revision`. */
async function readOf(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.all(
    q
      .selectFrom('app.review_readings')
      .select(['subject_id', 'revision'])
      .where('county_id', '=', tx.county)
      .where('account_id', '=', tx.actor.account)
      .where('subject_id', 'in', [...ids]),
  );
  return new Set(rows.map(r => `${r.subject_id}.${r.revision}`));
}

/**
 * Approves several, of whatever modules, all or none.
 * @throws AppError `record_not_read` when one of them was not opened
 */
export async function approveRead(
  tx: Tx,
  all: readonly Reviewable[],
  seen: readonly (Seen & { what: string })[],
): Promise<Standing[]> {
  const approved: Standing[] = [];
  for (const [what, some] of Map.groupBy(seen, s => s.what))
    approved.push(...(await approveSeen(tx, may['records.approve_many'], reviewableOf(all, what), some, null)));
  const read = await readOf(
    tx,
    seen.map(s => s.id),
  );
  if (!seen.every(s => read.has(`${s.id}.${s.revision}`))) throw new AppError('record_not_read');
  return approved;
}

type Waiting = {
  what: string;
  id: string;
  of_id: string;
  kind: string;
  revision: number;
  station_id: number;
  title: string;
  occurred_on: string;
  received_at: string;
  worker_id: string;
  worker_name: string | null;
  late: boolean;
};
const cursorOf = (row: Waiting): string => `${row.received_at}.${row.id}`;
function after(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\.([0-9a-f-]{36})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** Whose work it is to review: a head's stations without his own work, a project manager's heads, a supervisor's cases. */
async function mine(tx: Tx): Promise<RawBuilder<unknown>> {
  const { actor } = tx;
  const me = actor.account;
  const led = actor.grants.filter(g => g.role === 'station_lead').map(g => g.station!);
  const manages = actor.grants.some(g => g.role === 'project_manager');
  const heads = manages ? await headsOfStations(tx) : new Map<number, string[]>();
  const people = [...heads.values()].flat();
  const headless = actor.stations.filter(station => !heads.has(station));
  const managed = sql`w.supervisor_ids is null and (w.station_id = any(${headless}::int[]) or w.worker_id = any(${people}::uuid[])
    or w.written_by = any(${people}::uuid[]) or w.co_worker_ids && ${people}::uuid[])`;
  return sql`not (w.worker_id = ${me} or w.written_by = ${me} or ${me}::uuid = any(w.co_worker_ids))
    and (w.station_id = any(${led}::int[]) or ${me}::uuid = any(w.supervisor_ids) ${manages ? sql`or (${managed})` : sql``})`;
}

type Wish = { station?: number; what?: string; cursor?: string; limit: number };
/** What waits for this very reviewer, the longest waiting first. */
export async function toReview(tx: Tx, all: readonly Reviewable[], wish: Wish): Promise<{ rows: Queued[]; next: string | null }> {
  const asked = wish.what === undefined ? all : [reviewableOf(all, wish.what)];
  for (const one of asked) await one.prepare?.(tx);
  const waiting = asked.map(one => sql`select ${one.name}::text as what, x.* from (${one.waiting(tx.county)}) x`);
  const [received, id] = wish.cursor === undefined ? [] : after(wish.cursor);
  const found = await tx.all(
    sql<Waiting>`select w.*, s.name as worker_name from (${sql.join(waiting, sql` union all `)}) w
      left join app.staff s on s.county_id = ${tx.county} and s.id = w.worker_id
      where ${await mine(tx)}
        ${wish.station === undefined ? sql`` : sql`and w.station_id = ${wish.station}`}
        ${received === undefined ? sql`` : sql`and (w.received_at, w.id) > (${received}::timestamptz, ${id}::uuid)`}
      order by w.received_at, w.id limit ${sql.lit(wish.limit + 1)}`.compile(q),
  );
  const page = found.slice(0, wish.limit);
  return { rows: await presented(tx, all, page), next: found.length > wish.limit ? cursorOf(page.at(-1)!) : null };
}

async function presented(tx: Tx, all: readonly Reviewable[], page: readonly Waiting[]): Promise<Queued[]> {
  const subjects = new Map<string, string>();
  for (const [what, rows] of Map.groupBy(page, r => r.what)) {
    const ids = rows.map(r => r.id);
    for (const [id, name] of (await reviewableOf(all, what).subjects?.(tx, ids)) ?? []) subjects.set(id, name);
  }
  const read = await readOf(
    tx,
    page.map(r => r.id),
  );
  return page.map(r => {
    const one = reviewableOf(all, r.what);
    return {
      what: r.what,
      id: r.id,
      of: r.of_id,
      revision: r.revision,
      kind: r.kind,
      kind_title: one.kinds[r.kind] ?? one.title,
      title: r.title,
      subject: subjects.get(r.id) ?? null,
      station: r.station_id,
      occurred_on: r.occurred_on,
      received_at: r.received_at,
      worker: r.worker_id,
      worker_name: r.worker_name ?? '',
      late: r.late,
      read: read.has(`${r.id}.${r.revision}`),
      opens: (one.opens[r.kind] ?? '/').replace(':id', r.id).replace(':of', r.of_id),
    };
  });
}
