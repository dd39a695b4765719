// The phone's part: a worker's own visits, and the last visits of the people he is responsible for. Whole the first time, then only
// what changed since the ledger number it knows (docs/decisions/0005). Serves K1, E6.

import type { z } from 'zod';
import { listColleagues } from '#domain/org/org.service.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { headOf } from '#server/ledger.ts';
import { presentRow, type VisitColumns, visitRows, visitSettings, WRITTEN_COLUMNS, writtenOf } from './rows.service.ts';
import type { FieldPerson, FieldVisit, field, Outcome, VisitKind, Written } from './visits.ts';

/** Own visits the phone keeps; older ones are read in the office. Returned ones always. */
const KEPT = 200;

async function ownVisits(tx: Tx, after: number): Promise<FieldVisit[]> {
  const rows = await tx.all(
    visitRows(tx)
      .select(WRITTEN_COLUMNS.map(c => `v.${c}` as const))
      .where('v.worker_id', '=', tx.actor.account)
      .$if(after > 0, b =>
        b.innerJoin('app.ledger as l', j =>
          j.on('l.county_id', '=', tx.county).onRef('l.id', '=', 'v.changed_by').on('l.seq', '>', after),
        ),
      )
      .orderBy(sql`v.state = 'returned'`, 'desc')
      .orderBy('v.visited_on', 'desc')
      .orderBy('v.id', 'desc')
      .limit(sql.lit(KEPT)),
  );
  return rows.map(r => ({ ...presentRow(tx.actor, r), written: writtenOf(r) }));
}

/** People of whom something changed since: their own row, or a visit to them. */
async function touchedPeople(tx: Tx, after: number): Promise<string[]> {
  const since = (table: 'app.visits' | 'app.residents', key: string) =>
    sql<{
      id: string;
    }>`select distinct t.${sql.ref(key)} as id from app.ledger l join ${sql.table(table)} t on t.county_id = ${tx.county} and t.changed_by = l.id
      where l.county_id = ${tx.county} and l.seq > ${after}`.compile(q);
  const [visited, changed] = await Promise.all([
    tx.all(since('app.visits', 'resident_id')),
    tx.all(since('app.residents', 'id')),
  ]);
  return [...new Set([...visited, ...changed].map(r => r.id))];
}

type LastRow = Pick<VisitColumns, (typeof WRITTEN_COLUMNS)[number] | 'id' | 'resident_id'>;

/** The last record of all and the last of each kind that met the person, of each of the worker's active people (of those in `only`). */
function lastVisits(tx: Tx, only: readonly string[] | null): Promise<LastRow[]> {
  const columns = sql.join(['id', ...WRITTEN_COLUMNS].map(c => sql.ref(`v.${c}`)));
  const last = (which: ReturnType<typeof sql>) =>
    sql`(select ${columns} from app.visits v where v.county_id = ${tx.county} and v.resident_id = any(m.ids) and v.state <> 'withdrawn' ${which} order by v.visited_on desc, v.id desc limit 1)`;
  return tx.all(
    sql<LastRow>`select r.id as resident_id, x.* from app.residents r
      cross join lateral (select array_append(array_agg(o.id), r.id) as ids from app.residents o where o.county_id = ${tx.county} and o.merged_into = r.id) m
      cross join lateral (
        ${last(sql``)} union all ${last(sql`and v.kind = 'home_visit' and v.outcome = 'success'`)} union all ${last(sql`and v.kind = 'welfare_call' and v.outcome = 'connected'`)}) x
      where r.county_id = ${tx.county} and r.worker_id = ${tx.actor.account} and r.state = 'active' ${only ? sql`and r.id = any(${[...only]}::uuid[])` : sql``}`.compile(
      q,
    ),
  );
}

/** For prefilling and comparing: without what belongs to that one visit alone. */
const bare = <W extends Written>({
  place: _,
  signature: __,
  signature_reason: ___,
  place_reason: ____,
  late_reason: _____,
  ...w
}: W) => ({ ...w, photos: [], present: [], co_workers: [] });

function peopleOf(rows: readonly LastRow[]): z.input<typeof FieldPerson>[] {
  const people = new Map<string, LastRow[]>();
  for (const row of rows) people.set(row.resident_id, [...(people.get(row.resident_id) ?? []), row]);
  return [...people].map(([resident, found]) => {
    const distinct = [...new Map(found.map(r => [r.id, r])).values()].sort((a, b) =>
      `${a.visited_on}${a.id}` < `${b.visited_on}${b.id}` ? 1 : -1,
    );
    const met = distinct.filter(r => r.outcome === 'success' || r.outcome === 'connected').map(writtenOf);
    const home = met.find(w => w.kind === 'home_visit');
    const call = met.find(w => w.kind === 'welfare_call');
    return {
      resident,
      visits: distinct.map(r => ({
        kind: r.kind as VisitKind,
        outcome: r.outcome as Outcome,
        visited_on: r.visited_on,
        next_on: r.next_on,
      })),
      home_visit: home ? bare(home) : null,
      welfare_call: call ? bare(call) : null,
    };
  });
}

/** Of the people touched since, those who were this worker's and are not any more. */
const goneOf = (tx: Tx, touched: readonly string[]): Promise<{ id: string }[]> =>
  tx.all(
    sql<{ id: string }>`select r.id from app.residents r where r.county_id = ${tx.county} and r.id = any(${[...touched]}::uuid[])
      and (r.worker_id is distinct from ${tx.actor.account} or r.state <> 'active')
      and exists (select from app.assignments a where a.county_id = ${tx.county} and a.resident_id = r.id and a.worker_id = ${tx.actor.account})`.compile(
      q,
    ),
  );

const openings = (tx: Tx) =>
  tx.all(
    q
      .selectFrom('app.stations')
      .select(['station_id as station', 'opened_on'])
      .where('county_id', '=', tx.county)
      .where('station_id', 'in', [...tx.actor.stations])
      .orderBy('station_id'),
  );

/** Everything (`after` 0), or what changed since that number. */
export async function fieldPart(tx: Tx, after: number): Promise<z.input<typeof field.answer>> {
  const touched = after > 0 ? await touchedPeople(tx, after) : null;
  const [head, settings, stations, colleagues, visits, last, gone] = await Promise.all([
    headOf(tx),
    visitSettings(tx),
    openings(tx),
    listColleagues(tx),
    ownVisits(tx, after),
    lastVisits(tx, touched),
    touched ? goneOf(tx, touched) : [],
  ]);
  return {
    head,
    whole: after === 0,
    settings,
    stations,
    colleagues: colleagues.map(({ id, name, station }) => ({ id, name, station })),
    visits,
    people: peopleOf(last),
    gone: gone.map(r => r.id),
  };
}
