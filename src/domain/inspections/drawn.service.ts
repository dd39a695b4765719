// Reading draws: the list, one draw with who was drawn and the statement, the frame to draw again. Serves M3, K1.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { DrawColumns } from './draws.service.ts';
import { type AboutDraw, carriesOut, inspectionsPolicy as may, seesNames } from './inspections.policy.ts';
import type { DrawFull, DrawItem, DrawRow, draws, frame } from './inspections.ts';
import { type DrawState, isMissed, Result, statementOf } from './results.ts';
import { namesOf } from './rows.service.ts';

type Counts = { drawn: number; entered: number };
const presentDraw = (d: DrawColumns, counts: Counts, names: ReadonlyMap<string, string>): DrawRow => ({
  id: d.id,
  revision: d.revision,
  kind: d.kind as DrawRow['kind'],
  from_on: d.from_on,
  to_on: d.to_on,
  visit_kinds: d.visit_kinds as DrawRow['visit_kinds'],
  state: d.state as DrawState,
  state_reason: d.state_reason,
  remark: d.remark,
  drawn_by: names.get(d.drawn_by) ?? '',
  drawn_at: d.drawn_at,
  finished_at: d.finished_at,
  ...counts,
});

function after(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)\.([0-9a-f-]{36})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** A page of draws, the latest first. Open ones are for those who carry them out. */
export async function listDraws(tx: Tx, f: z.output<typeof draws.query>): Promise<z.input<typeof draws.answer>> {
  const from = f.cursor === undefined ? null : after(f.cursor);
  const count = (only: ReturnType<typeof sql>) =>
    sql<number>`(select count(*) from app.draw_items i where i.county_id = ${tx.county} and i.draw_id = d.id ${only})`;
  const rows = await tx.all(
    q
      .selectFrom('app.draws as d')
      .selectAll('d')
      .select([count(sql``).as('drawn'), count(sql`and i.result is not null`).as('entered')])
      .where('d.county_id', '=', tx.county)
      .$if(!carriesOut(tx.actor), b => b.where('d.state', '=', 'finished'))
      // A draw is as far within reach as one of its stations: row security decides about these.
      .where(sql<boolean>`exists (select from app.draw_frames f where f.county_id = ${tx.county} and f.draw_id = d.id)`)
      .$if(f.kind !== undefined, b => b.where('d.kind', 'in', f.kind!))
      .$if(f.state !== undefined, b => b.where('d.state', 'in', f.state!))
      .$if(from !== null, b => b.where(sql<boolean>`(d.drawn_at, d.id) < (${from?.[0]}::timestamptz, ${from?.[1]}::uuid)`))
      .orderBy('d.drawn_at', 'desc')
      .orderBy('d.id', 'desc')
      .limit(sql.lit(f.limit + 1)),
  );
  const names = await namesOf(
    tx,
    rows.map(r => r.drawn_by),
  );
  const page = rows.slice(0, f.limit);
  const last = page.at(-1);
  return {
    rows: page.map(r => presentDraw(r, { drawn: r.drawn, entered: r.entered }, names)),
    next: rows.length > f.limit && last ? `${last.drawn_at}.${last.id}` : null,
  };
}

/** A draw that this reader may see. @throws AppError `not_found` */
async function loadDraw(tx: Tx, id: string, rule: Rule<AboutDraw>): Promise<DrawColumns> {
  const row = await tx.first(q.selectFrom('app.draws').selectAll().where('county_id', '=', tx.county).where('id', '=', id));
  if (!row) throw new AppError('not_found');
  const refused = refusal(rule, tx.actor, { state: row.state as DrawState });
  if (refused) throw new AppError(refused);
  return row;
}

const itemRows = (tx: Tx) =>
  q
    .selectFrom('app.draw_items as i')
    .innerJoin('app.visits as v', j => j.on('v.county_id', '=', tx.county).onRef('v.id', '=', 'i.visit_id'))
    .leftJoin('app.residents as r', j => j.on('r.county_id', '=', tx.county).onRef('r.id', '=', 'v.resident_id'))
    .leftJoin('app.villages as g', j => j.on('g.county_id', '=', tx.county).onRef('g.village_code', '=', 'r.village_code'))
    .leftJoin('app.staff as s', j => j.on('s.county_id', '=', tx.county).onRef('s.id', '=', 'v.worker_id'))
    .selectAll('i')
    .select([
      'v.visited_on',
      'v.kind as visit_kind',
      'v.resident_id',
      'r.name as resident_name',
      'g.name as village',
      's.name as worker_name',
    ])
    .where('i.county_id', '=', tx.county)
    .orderBy('i.station_id')
    .orderBy('i.place');
type FoundItem = Awaited<ReturnType<typeof itemsOf>>[number];
const itemsOf = (tx: Tx, draw: string) => tx.all(itemRows(tx).where('i.draw_id', '=', draw));

const GONE = '已转出本站';
function presentItem(tx: Tx, r: FoundItem, names: ReadonlyMap<string, string>): DrawItem {
  const result = r.result === null ? null : Result.parse(r.result);
  const name = r.resident_name;
  return {
    id: r.id,
    draw: r.draw_id,
    revision: r.revision,
    station: r.station_id,
    place: r.place,
    replaces: r.replaces,
    visit: r.visit_id,
    visited_on: r.visited_on,
    visit_kind: r.visit_kind as DrawItem['visit_kind'],
    resident: r.resident_id,
    resident_name: name === null ? GONE : seesNames(tx.actor, r.station_id) ? name : maskName(name),
    village: r.village ?? '',
    worker_name: r.worker_name ?? '',
    result: result === null ? null : masked(tx, r, result),
    entered_by: r.entered_by === null ? null : (names.get(r.entered_by) ?? ''),
    entered_at: r.entered_at,
    replaced: isMissed(result),
  };
}

/** The remark may name the person: whoever sees people masked reads the masked name there. */
const masked = (tx: Tx, r: FoundItem, result: Result): Result =>
  result.remark && r.resident_name && !seesNames(tx.actor, r.station_id)
    ? { ...result, remark: result.remark.replaceAll(r.resident_name, maskName(r.resident_name)) }
    : result;

/** One draw with everything that came of it. A station reads its own part. */
export async function readDraw(tx: Tx, id: string, rule: Rule<AboutDraw> = may['inspections.drawn']): Promise<DrawFull> {
  const draw = await loadDraw(tx, id, rule);
  const [frames, found] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.draw_frames as f')
        .innerJoin('app.stations as s', j => j.on('s.county_id', '=', tx.county).onRef('s.station_id', '=', 'f.station_id'))
        .select(['f.station_id as station', 's.name', 'f.size', 'f.hash', sql<number>`cardinality(f.visit_ids)`.as('frame')])
        .where('f.county_id', '=', tx.county)
        .where('f.draw_id', '=', id)
        .orderBy('f.station_id'),
    ),
    itemsOf(tx, id),
  ]);
  if (frames.length === 0) throw new AppError('not_found');
  const names = await namesOf(tx, [draw.drawn_by, ...found.map(i => i.entered_by)]);
  const items = found.map(i => presentItem(tx, i, names));
  const sum = (of: 'frame' | 'size') => frames.reduce((n, f) => n + f[of], 0);
  return {
    ...presentDraw(draw, { drawn: items.length, entered: items.filter(i => i.result !== null).length }, names),
    seed: draw.seed,
    seed_source: draw.seed_source as DrawFull['seed_source'],
    frames,
    items,
    statement: frames.map(f =>
      statementOf(
        f.station,
        { frame: f.frame, size: f.size },
        items.filter(i => i.station === f.station),
      ),
    ),
    total: statementOf(0, { frame: sum('frame'), size: sum('size') }, items),
  };
}

/** One that was drawn. */
export async function readItem(tx: Tx, id: string): Promise<DrawItem> {
  const found = await tx.first(itemRows(tx).where('i.id', '=', id));
  if (!found) throw new AppError('not_found');
  await loadDraw(tx, found.draw_id, may['inspections.drawn_item']);
  return presentItem(tx, found, await namesOf(tx, [found.entered_by]));
}

/** The frame of a station, as it was listed when it was drawn from. */
export async function readFrame(tx: Tx, wanted: z.output<typeof frame.query>): Promise<z.input<typeof frame.answer>> {
  await loadDraw(tx, wanted.id, may['inspections.frame']);
  const row = await tx.first(
    q
      .selectFrom('app.draw_frames')
      .select(['station_id as station', 'hash', 'visit_ids as ids'])
      .where('county_id', '=', tx.county)
      .where('draw_id', '=', wanted.id)
      .where('station_id', '=', wanted.station),
  );
  if (!row) throw new AppError('not_found');
  return row;
}
