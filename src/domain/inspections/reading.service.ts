// Reading inspections: the grid of stations and months, the list, one inspection with its history. Serves M3.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { presentFindings } from './findings.service.ts';
import { isOverdue } from './findings.ts';
import type { grid, InspectionFilters, InspectionFull, InspectionRow, list } from './inspections.ts';
import { cellState, monthsOf, runningYear } from './months.ts';
import { type InspectionColumns, loadInspection, namesOf, writtenOf } from './rows.service.ts';
import { tallyOf, Written } from './sheet.ts';

const stationsInReach = (tx: Tx) =>
  tx.all(
    q
      .selectFrom('app.stations')
      .select(['station_id', 'name', 'opened_on'])
      .where('county_id', '=', tx.county)
      .where('closed_on', 'is', null)
      .where('station_id', 'in', [...tx.actor.stations, -1])
      .orderBy('station_id'),
  );

const openFindings = (tx: Tx) =>
  tx.all(
    q
      .selectFrom('app.findings')
      .select(['inspection_id', 'station_id', 'deadline_on'])
      .where('county_id', '=', tx.county)
      .where('state', 'in', ['open', 'answered']),
  );

type Grid = z.input<typeof grid.answer>;

/** Stations × months. @param asked the term; without it the year under way since the first station was opened */
export async function readGrid(tx: Tx, asked: { from?: string; to?: string }): Promise<Grid> {
  const [stations, open] = await Promise.all([stationsInReach(tx), openFindings(tx)]);
  const opened = stations.flatMap(s => s.opened_on ?? []).sort()[0];
  const year = runningYear(opened && opened <= tx.today ? opened : `${tx.today.slice(0, 4)}-01-01`, tx.today);
  const from = asked.from ?? year.from;
  const to = asked.to ?? (asked.from ? runningYear(asked.from, asked.from).to : year.to);
  if (to < from) throw new AppError('unknown_parameter');
  const done = await tx.all(
    q
      .selectFrom('app.inspections')
      .select(['id', 'station_id', 'inspected_on'])
      .where('county_id', '=', tx.county)
      .where('state', '=', 'recorded')
      .where('inspected_on', '>=', from)
      .where('inspected_on', '<=', to)
      .orderBy('inspected_on')
      .orderBy('id'),
  );
  const months = monthsOf(from, to);
  const rows: Grid['rows'] = stations.map(s => {
    const own = done.filter(i => i.station_id === s.station_id);
    const owed = open.filter(f => f.station_id === s.station_id);
    const cells = months.map(month => {
      const inspected = own.filter(i => i.inspected_on >= month.from && i.inspected_on <= month.to);
      const state = cellState(
        month,
        inspected.map(i => i.inspected_on),
        tx.today,
        s.opened_on,
      );
      const ids = inspected.map(i => i.id);
      return { state, inspections: ids, open_findings: owed.filter(f => ids.includes(f.inspection_id)).length };
    });
    const overdue = owed.filter(f => isOverdue({ state: 'open', deadline_on: f.deadline_on }, tx.today)).length;
    return { station: s.station_id, name: s.name, open: owed.length, overdue, cells };
  });
  return { from, to, today: tx.today, months, rows };
}

const withFindings = (tx: Tx) =>
  q
    .selectFrom('app.inspections as i')
    .selectAll('i')
    .select([
      sql<number>`(select count(*) from app.findings f where f.county_id = ${tx.county} and f.inspection_id = i.id and f.state <> 'dropped')`.as(
        'findings',
      ),
      sql<number>`(select count(*) from app.findings f where f.county_id = ${tx.county} and f.inspection_id = i.id and f.state in ('open', 'answered'))`.as(
        'open_findings',
      ),
    ])
    .where('i.county_id', '=', tx.county);

type Found = InspectionColumns & { findings: number; open_findings: number };

function presentRow(r: Found, names: ReadonlyMap<string, string>): InspectionRow {
  const { met, partly, unmet } = tallyOf(writtenOf(r).answers);
  return {
    id: r.id,
    revision: r.revision,
    station: r.station_id,
    inspected_on: r.inspected_on,
    inspector: names.get(r.inspector_id) ?? '',
    met,
    partly,
    unmet,
    findings: r.findings,
    open_findings: r.open_findings,
    late: r.late,
    signed: r.signature_hash !== null,
    state: r.state as InspectionRow['state'],
    remark: r.remark,
    received_at: r.received_at,
  };
}

const filtered = (tx: Tx, f: InspectionFilters) =>
  withFindings(tx)
    .$if(f.station !== undefined, b => b.where('i.station_id', '=', f.station!))
    .$if(f.from !== undefined, b => b.where('i.inspected_on', '>=', f.from!))
    .$if(f.to !== undefined, b => b.where('i.inspected_on', '<=', f.to!))
    .$if(!f.withdrawn, b => b.where('i.state', '=', 'recorded'))
    .orderBy('i.inspected_on', 'desc')
    .orderBy('i.id', 'desc');

function after(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** A page of inspections, the latest first. */
export async function listInspections(tx: Tx, query: z.output<typeof list.query>): Promise<z.input<typeof list.answer>> {
  const { cursor, limit, ...f } = query;
  const from = cursor === undefined ? null : after(cursor);
  const rows = await tx.all(
    filtered(tx, f)
      .$if(from !== null, b => b.where(sql<boolean>`(i.inspected_on, i.id) < (${from?.[0]}::date, ${from?.[1]}::uuid)`))
      .limit(sql.lit(limit + 1)),
  );
  const names = await namesOf(
    tx,
    rows.map(r => r.inspector_id),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(r => presentRow(r, names)),
    next: rows.length > limit && last ? `${last.inspected_on}.${last.id}` : null,
  };
}

/** All inspections under the list's filters with what was written, the oldest first: for the ledger. */
export async function ledgerRows(
  tx: Tx,
  f: InspectionFilters,
): Promise<{ row: InspectionRow; written: Written; name: string }[]> {
  if (f.station !== undefined && !tx.actor.stations.includes(f.station)) throw new AppError('not_found');
  const [rows, stations] = await Promise.all([
    tx.all(filtered(tx, f).clearOrderBy().orderBy('i.inspected_on').orderBy('i.id')),
    stationsInReach(tx),
  ]);
  const names = await namesOf(
    tx,
    rows.map(r => r.inspector_id),
  );
  const nameOf = new Map(stations.map(s => [s.station_id, s.name]));
  return rows.map(r => ({ row: presentRow(r, names), written: writtenOf(r), name: nameOf.get(r.station_id) ?? '' }));
}

const revisionsOf = (tx: Tx, id: string) =>
  tx.all(
    q
      .selectFrom('app.inspection_revisions')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('inspection_id', '=', id)
      .orderBy('revision'),
  );

/** One inspection with its findings and what it said before. */
export async function readInspection(tx: Tx, id: string): Promise<InspectionFull> {
  const row = await loadInspection(tx, id);
  const [stations, revisions, findings] = await Promise.all([
    stationsInReach(tx),
    revisionsOf(tx, id),
    tx.all(
      q
        .selectFrom('app.findings')
        .selectAll()
        .where('county_id', '=', tx.county)
        .where('inspection_id', '=', id)
        .orderBy('deadline_on')
        .orderBy('id'),
    ),
  ]);
  const [names, finding_rows] = await Promise.all([
    namesOf(tx, [row.inspector_id, ...row.present_ids, ...revisions.map(r => r.written_by)]),
    presentFindings(tx, findings),
  ]);
  const standing = findings.filter(f => f.state !== 'dropped');
  const open = findings.filter(f => f.state === 'open' || f.state === 'answered');
  return {
    ...presentRow({ ...row, findings: standing.length, open_findings: open.length }, names),
    station_name: stations.find(s => s.station_id === row.station_id)?.name ?? '',
    written: writtenOf(row),
    present: row.present_ids.map(person => ({ id: person, name: names.get(person) ?? '' })),
    corrected_at: row.corrected_at,
    finding_rows,
    revisions: revisions.map(r => ({
      revision: r.revision,
      reason: r.reason,
      written: Written.parse(r.written),
      by: names.get(r.written_by) ?? '',
      at: r.written_at,
    })),
  };
}
