// Reading visits: the list (20 rows from half a million come off an index), one visit with its history, figures per worker and month.
// Serves K1, E6.

import type { z } from 'zod';
import { rowsOfPerson } from '#domain/clients/merges.service.ts';
import { headsOfStations } from '#domain/org/org.service.ts';
import { addDays, addMonths } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import type { Verdict } from '#kernel/review.ts';
import { shaped } from '#server/database/shapes.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { aboutVisit, type FoundRow, maskIn, presentRow, visitRows, WRITTEN_COLUMNS, writtenOf } from './rows.service.ts';
import { seesNames } from './visits.policy.ts';
import {
  corrections,
  differences,
  type Filters,
  hintsOf,
  type numbers,
  type VisitFull,
  type VisitRow,
  type Written,
} from './visits.ts';

/** Filters as the query needs them: a person is every row that was merged into hers. */
export type Sought = Omit<Filters, 'resident'> & { residents?: readonly string[] };
export async function soughtBy(tx: Tx, { resident, ...f }: Filters): Promise<Sought> {
  return resident === undefined ? f : { ...f, residents: (await rowsOfPerson(tx, resident)).rows };
}

/**
 * One of some codes, or a flag, written into the text: the schema knows them all, so the texts are few, and the database can see in each
 * which rows are rare. A plan made for any code would walk a whole station to find the two that were returned.
 */
const oneOf = (column: 'v.kind' | 'v.state' | 'v.outcome', codes: readonly string[]) =>
  sql<boolean>`${sql.ref(column)} in (${sql.join(codes.map(code => sql.lit(code)))})`;
const flagged = (column: 'v.unusual' | 'v.late', flag: boolean) => sql<boolean>`${sql.ref(column)} = ${sql.lit(flag)}`;

/** The list's query under its filters; the ledger uses the same, so both show the same rows. */
export const filtered = (tx: Pick<Tx, 'county'>, f: Sought) =>
  visitRows(tx)
    .$if(f.station !== undefined, b => b.where('v.station_id', '=', f.station!))
    .$if(f.worker !== undefined, b => b.where('v.worker_id', '=', f.worker!))
    .$if(f.residents !== undefined, b => b.where(sql<boolean>`v.resident_id = any(${f.residents as readonly string[]}::uuid[])`))
    .$if(f.kind !== undefined, b => b.where(oneOf('v.kind', f.kind!)))
    .$if(f.state !== undefined, b => b.where(oneOf('v.state', f.state!)))
    .$if(f.outcome !== undefined, b => b.where(oneOf('v.outcome', f.outcome!)))
    .$if(f.from !== undefined, b => b.where('v.visited_on', '>=', f.from!))
    .$if(f.to !== undefined, b => b.where('v.visited_on', '<=', f.to!))
    .$if(f.unusual !== undefined, b => b.where(flagged('v.unusual', f.unusual!)))
    .$if(f.late !== undefined, b => b.where(flagged('v.late', f.late!)))
    .orderBy('v.visited_on', 'desc')
    .orderBy('v.id', 'desc');

const cursorOf = (row: FoundRow): string => `${row.visited_on}.${row.id}`;
/** The day and id a cursor names. @throws AppError `unknown_parameter` */
export function afterRow(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** A page of the list, newest first. */
export async function listVisits(
  tx: Tx,
  { cursor, limit, ...f }: Filters & { cursor?: string; limit: number },
): Promise<{ rows: VisitRow[]; next: string | null }> {
  const [day, id] = cursor === undefined ? [] : afterRow(cursor);
  const { kind, state, outcome, unusual, late, ...sought } = await soughtBy(tx, f);
  const inText = { kind, state, outcome, unusual, late };
  const rows = await tx.all(
    shaped(`visits.list ${limit} ${JSON.stringify(inText)}`, { ...sought, county: tx.county, day, id }, v =>
      filtered(v, { ...v, ...inText })
        .$if(day !== undefined, b => b.where(sql<boolean>`(v.visited_on, v.id) < (${v.day}::date, ${v.id}::uuid)`))
        // Written into the text: with a limit it does not know, the database would plan this statement anew each time.
        .limit(sql.lit(limit + 1)),
    ),
  );
  const page = rows.slice(0, limit);
  return { rows: page.map(r => presentRow(tx.actor, r)), next: rows.length > limit ? cursorOf(page.at(-1)!) : null };
}

/** What a reader who may not know the person sees of what was written: no picture, no signature, no place, the name masked in every text. */
export function maskedWritten(written: Written, name: string | null): Written {
  const { place: _, signature: __, ...rest } = written;
  const plain: unknown = name
    ? JSON.parse(JSON.stringify(rest).replaceAll(JSON.stringify(name).slice(1, -1), maskName(name)))
    : rest;
  return { ...(plain as Written), photos: [] };
}

const visitById = (tx: Tx, id: string) =>
  visitRows(tx)
    .select(WRITTEN_COLUMNS.map(c => `v.${c}` as const))
    .where('v.id', '=', id);

const historyOf = (tx: Tx, id: string) =>
  Promise.all([
    tx.all(
      q
        .selectFrom('app.visit_revisions')
        .select(['revision', 'written', 'reason', 'written_by', 'received_at'])
        .where('county_id', '=', tx.county)
        .where('visit_id', '=', id)
        .orderBy('revision'),
    ),
    tx.all(
      q
        .selectFrom('app.reviews as w')
        .innerJoin('app.ledger as l', j => j.on('l.county_id', '=', tx.county).onRef('l.id', '=', 'w.changed_by'))
        .select(['w.revision', 'w.verdict', 'w.remark', 'w.reviewed_by', 'w.reviewed_at'])
        .where('w.county_id', '=', tx.county)
        .where('w.subject_id', '=', id)
        .orderBy('l.seq'),
    ),
  ]);

type Before = { resident_id: string; resident_name: string | null; kind: string; visited_on: string; id: string };
/** The visit of the same kind before this one that met the person. */
async function previousOf(tx: Tx, row: Before) {
  const rows = row.resident_name === null ? [row.resident_id] : (await rowsOfPerson(tx, row.resident_id)).rows;
  return tx.first(
    q
      .selectFrom('app.visits as v')
      .select(['v.id', ...WRITTEN_COLUMNS.map(c => `v.${c}` as const)])
      .where('v.county_id', '=', tx.county)
      .where(sql<boolean>`v.resident_id = any(${rows}::uuid[])`)
      .where('v.kind', '=', row.kind)
      .where('v.outcome', 'in', ['success', 'connected'])
      .where('v.state', '<>', 'withdrawn')
      .where(sql<boolean>`(v.visited_on, v.id) < (${row.visited_on}::date, ${row.id}::uuid)`)
      .orderBy('v.visited_on', 'desc')
      .orderBy('v.id', 'desc')
      .limit(1),
  );
}

const namesOf = async (tx: Tx, staff: readonly string[]): Promise<Map<string, string>> => {
  if (staff.length === 0) return new Map();
  const [people, accounts] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.staff')
        .select(['id', 'name'])
        .where('county_id', '=', tx.county)
        .where('id', 'in', [...staff]),
    ),
    tx.all(
      q
        .selectFrom('app.accounts')
        .select(['id', 'name'])
        .where('county_id', '=', tx.county)
        .where('id', 'in', [...staff]),
    ),
  ]);
  return new Map([...accounts, ...people].map(p => [p.id, p.name]));
};

const presentNamesOf = async (tx: Tx, ids: readonly string[]): Promise<string[]> =>
  ids.length === 0
    ? []
    : (
        await tx.all(
          q
            .selectFrom('app.residents')
            .select('name')
            .where('county_id', '=', tx.county)
            .where('id', 'in', [...ids])
            .orderBy('name'),
        )
      ).map(r => r.name);

/** One visit in full. @throws AppError `not_found` when there is none within reach */
export async function readVisit(tx: Tx, id: string): Promise<VisitFull> {
  const [row, [revisions, reviews], heads] = await Promise.all([
    tx.first(visitById(tx, id)),
    historyOf(tx, id),
    headsOfStations(tx),
  ]);
  if (!row) throw new AppError('not_found');
  const masked = !seesNames(tx.actor, row.station_id);
  const [previous, names, present] = await Promise.all([
    previousOf(tx, row),
    namesOf(tx, [...new Set([...row.co_worker_ids, ...revisions.map(r => r.written_by), ...reviews.map(r => r.reviewed_by)])]),
    presentNamesOf(tx, row.present_ids),
  ]);
  const mask = (w: Written): Written => (masked ? maskedWritten(w, row.resident_name) : w);
  const plain = (text: string | null): string | null => (masked ? maskIn(text, row.resident_name) : text);
  const now = mask(writtenOf(row));
  const before = previous ? mask(writtenOf(previous)) : null;
  const person = (who: string) => ({ id: who, name: names.get(who) ?? '' });
  const texts = [...revisions.map(r => mask(r.written as Written)), now];
  return {
    ...presentRow(tx.actor, row),
    written: now,
    co_worker_names: row.co_worker_ids.map(who => names.get(who) ?? ''),
    present_names: present.map(name => (masked ? maskName(name) : name)),
    masked,
    about: aboutVisit(row, heads),
    reviews: reviews.map(r => ({
      revision: r.revision,
      verdict: r.verdict as Verdict,
      remark: plain(r.remark),
      by: person(r.reviewed_by),
      at: r.reviewed_at,
    })),
    revisions: revisions.map((r, i) => ({
      revision: r.revision,
      written: texts[i]!,
      written_by: person(r.written_by),
      received_at: r.received_at,
      reason: plain(r.reason),
      changes: corrections(texts[i]!, texts[i + 1]!),
    })),
    previous: previous ? { id: previous.id, visited_on: previous.visited_on } : null,
    differences: before ? differences(before, now) : [],
    hints: hintsOf(now, before),
  };
}

type Numbers = z.input<typeof numbers.answer>;
/** Visits per lead worker and month of one station, twelve months from the month of `from`; counted from the index alone. */
export async function countVisits(tx: Tx, { station, from }: { station: number; from: string }): Promise<Numbers> {
  const to = addDays(addMonths(from, 12), -1);
  const month = sql<string>`to_char(v.visited_on, 'YYYY-MM')`;
  const [groups, staff] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.visits as v')
        .select(['v.worker_id', 'v.kind', 'v.state', month.as('month'), sql<number>`count(*)::int`.as('n')])
        .where('v.county_id', '=', tx.county)
        .where('v.station_id', '=', station)
        .where('v.visited_on', '>=', from)
        .where('v.visited_on', '<=', to)
        .where('v.state', '<>', 'withdrawn')
        .groupBy(['v.worker_id', 'v.kind', 'v.state', month]),
    ),
    tx.all(q.selectFrom('app.staff').select(['id', 'name']).where('county_id', '=', tx.county)),
  ]);
  const names = new Map(staff.map(s => [s.id, s.name]));
  const rows = new Map<string, Numbers['rows'][number]>();
  for (const g of groups) {
    const key = `${g.worker_id} ${g.month}`;
    const row = rows.get(key) ?? {
      worker: g.worker_id,
      worker_name: names.get(g.worker_id) ?? '',
      month: g.month,
      home_visits: 0,
      approved: 0,
      submitted: 0,
      returned: 0,
      calls: 0,
    };
    rows.set(key, row);
    if (g.kind === 'welfare_call') row.calls += g.n;
    else {
      row.home_visits += g.n;
      row[g.state as 'approved' | 'submitted' | 'returned'] += g.n;
    }
  }
  return { from, to, rows: [...rows.values()].sort((a, b) => (`${a.worker} ${a.month}` < `${b.worker} ${b.month}` ? -1 : 1)) };
}
