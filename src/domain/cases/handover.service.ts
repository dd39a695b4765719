// Handing over one case or all cases of a worker in one action, with a protocol of who, when, which and why. The records stay with whoever wrote
// them; who reads them changes at once. Serves K3.

import type { z } from 'zod';
import { inPost } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { endAccess, openShelves } from './access.service.ts';
import { casesPolicy as may } from './cases.policy.ts';
import { followUpDue, type HandoverRow, type handOver } from './cases.ts';
import { caseRows, type FoundCase, factsOf } from './rows.service.ts';

/** Still something to do: under way, or a follow-up to come. */
const goesOn = (c: FoundCase): boolean => c.stage !== 'declined' && (c.closed_on === null || followUpDue(factsOf(c)) !== null);

/** Which of the worker's cases go: those named, or all that go on. */
function chosen(own: readonly FoundCase[], named: readonly string[] | undefined): FoundCase[] {
  const found = named ? own.filter(c => named.includes(c.id)) : own.filter(goesOn);
  if (found.length === 0 || (named && found.length !== new Set(named).size)) throw new AppError('nothing_to_hand_over');
  return found;
}

export async function handCasesOver(tx: Tx, input: z.output<typeof handOver.input>): Promise<{ cases: number }> {
  if (!tx.actor.stations.includes(input.station)) throw new AppError('not_found');
  const refused = refusal(may['cases.hand_over'], tx.actor, { station: input.station });
  if (refused) throw new AppError(refused);
  if (input.on > tx.today) throw new AppError('invalid', { issues: [{ path: 'on', message: '日期不能晚于今天。' }] });
  const [, own, posts] = await Promise.all([
    openShelves(tx),
    caseRows(tx, sql`and z.station_id = ${input.station}::int and z.worker_id = ${input.from}::uuid order by z.case_no`),
    inPost(tx, [input.to], tx.today),
  ]);
  if (posts.get(input.to)?.station !== input.station || input.to === input.from) throw new AppError('worker_elsewhere');
  const ids = chosen(own, input.cases).map(c => c.id);
  await tx.run(
    q
      .updateTable('app.cases')
      .set({ worker_id: input.to, revision: sql`revision + 1`, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', 'in', ids),
  );
  await Promise.all([endAccess(tx, ids, 'worker'), endAccess(tx, ids, 'supervisor', input.to)]);
  await giveAll(tx, ids, input);
  tx.later(
    q.insertInto('app.case_handovers').values({
      county_id: tx.county,
      id: input.id,
      station_id: input.station,
      from_worker_id: input.from,
      to_worker_id: input.to,
      handed_on: input.on,
      why: input.why,
      case_ids: ids,
      remark: input.remark ?? null,
      handed_by: tx.actor.account,
      handed_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
  return { cases: ids.length };
}

const giveAll = (tx: Tx, ids: readonly string[], { station, to }: { station: number; to: string }): Promise<number> =>
  tx.run(
    q.insertInto('app.case_accesses').values(
      ids.map(id => ({
        county_id: tx.county,
        id: newId(tx.now.getTime()),
        station_id: station,
        case_id: id,
        account_id: to,
        part: 'worker',
        from_at: tx.now.toISOString(),
        given_by: tx.actor.account,
        changed_by: tx.changedBy,
      })),
    ),
  );

const CURSOR = /^(\d{4}-\d\d-\d\d)\.([0-9a-f-]{36})$/;
type Wanted = { station?: number | undefined; cursor?: string | undefined; limit: number; id?: string };

/** Protocols, the newest first. */
export async function listHandovers(tx: Tx, w: Wanted): Promise<{ rows: HandoverRow[]; next: string | null }> {
  const [, day, id] = w.cursor === undefined ? [] : (CURSOR.exec(w.cursor) ?? []);
  if (w.cursor !== undefined && !id) throw new AppError('unknown_parameter');
  const rows = await tx.all(
    q
      .selectFrom('app.case_handovers as h')
      .leftJoin('app.stations as t', j => j.on('t.county_id', '=', tx.county).onRef('t.station_id', '=', 'h.station_id'))
      .leftJoin('app.staff as f', j => j.on('f.county_id', '=', tx.county).onRef('f.id', '=', 'h.from_worker_id'))
      .leftJoin('app.staff as g', j => j.on('g.county_id', '=', tx.county).onRef('g.id', '=', 'h.to_worker_id'))
      .leftJoin('app.accounts as b', j => j.on('b.county_id', '=', tx.county).onRef('b.id', '=', 'h.handed_by'))
      .selectAll('h')
      .select(['t.name as station_name', 'f.name as from_name', 'g.name as to_name', 'b.name as by_name'])
      .where('h.county_id', '=', tx.county)
      .$if(w.station !== undefined, b => b.where('h.station_id', '=', w.station!))
      .$if(w.id !== undefined, b => b.where('h.id', '=', w.id!))
      .$if(id !== undefined, b => b.where(sql<boolean>`(h.handed_on, h.id) < (${day}::date, ${id}::uuid)`))
      .orderBy('h.handed_on', 'desc')
      .orderBy('h.id', 'desc')
      .limit(w.limit + 1),
  );
  const page = rows.slice(0, w.limit);
  const all = page.flatMap(r => r.case_ids);
  const numbers =
    all.length === 0
      ? []
      : await tx.all(
          q
            .selectFrom('app.cases')
            .select(['id', 'case_no'])
            .where('county_id', '=', tx.county)
            .where('id', 'in', all)
            .orderBy('case_no'),
        );
  const last = page.at(-1);
  return {
    rows: page.map(r => ({
      id: r.id,
      station: r.station_id,
      station_name: r.station_name ?? '',
      from: { id: r.from_worker_id, name: r.from_name ?? '' },
      to: { id: r.to_worker_id, name: r.to_name ?? '' },
      on: r.handed_on,
      why: r.why as HandoverRow['why'],
      remark: r.remark,
      by: r.by_name ?? '',
      at: r.handed_at,
      cases: numbers.filter(n => r.case_ids.includes(n.id)),
    })),
    next: rows.length > w.limit && last ? `${last.handed_on}.${last.id}` : null,
  };
}
