// Drawing: the frame as it is on that day, the seed, the sample; results, replacements, the end. Nothing is drawn twice. Serves M3, K1.

import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { dayOf, daysBetween } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { drawnOrder, frameOf, hashOfFrame } from './draw.ts';
import { type AboutDraw, inspectionsPolicy as may } from './inspections.policy.ts';
import type { abandonDraw, DrawInput, enterResult, finishDraw } from './inspections.ts';
import { type DrawState, isMissed, Result, resultProblems } from './results.ts';

export type DrawColumns = Selectable<DB['app.draws']>;
export type ItemColumns = Selectable<DB['app.draw_items']>;
const LONGEST_DAYS = 366;

/**
 * The records of the period by station. For call-backs one of each person served: the latest visit that met her; people who were merged
 * are one. For checks every record that was not withdrawn.
 */
async function framesOf(tx: Tx, input: DrawInput): Promise<Map<number, string[]>> {
  const person = sql`coalesce(r.merged_into, r.id)`;
  const kinds = sql`v.kind = any(${input.visit_kinds}::text[])`;
  const period = sql`v.visited_on between ${input.from}::date and ${input.to}::date`;
  const places = sql`v.station_id = any(${input.stations.map(s => s.station)}::int[])`;
  const found =
    input.kind === 'callback'
      ? sql<{ station_id: number; id: string }>`select distinct on (v.station_id, ${person}) v.station_id, v.id
          from app.visits v join app.residents r on r.county_id = ${tx.county} and r.id = v.resident_id
          where v.county_id = ${tx.county} and v.state <> 'withdrawn' and v.outcome in ('success', 'connected')
            and ${kinds} and ${period} and ${places}
          order by v.station_id, ${person}, v.visited_on desc, v.id desc`
      : sql<{ station_id: number; id: string }>`select v.station_id, v.id from app.visits v
          where v.county_id = ${tx.county} and v.state <> 'withdrawn' and ${kinds} and ${period} and ${places}`;
  const byStation = Map.groupBy(await tx.all(found.compile(q)), r => r.station_id);
  return new Map([...byStation].map(([station, rows]) => [station, frameOf(rows.map(r => r.id))]));
}

type Drawn = { station: number; size: number; frame: string[]; hash: string; sample: string[] };

async function drawAt(seed: string, station: number, size: number, frame: string[]): Promise<Drawn> {
  const [hash, order] = await Promise.all([hashOfFrame(station, frame), drawnOrder(seed, station, frame)]);
  return { station, size, frame, hash, sample: order.slice(0, size) };
}

const itemRow = (tx: Tx, draw: string, station: number, place: number, visit: string, replaces: number | null) => ({
  county_id: tx.county,
  draw_id: draw,
  station_id: station,
  place,
  id: newId(tx.now.getTime()),
  visit_id: visit,
  replaces,
  changed_by: tx.changedBy,
});

/** @throws AppError `not_found` for a station out of reach, `draw_empty` where nothing could be drawn */
async function drawAll(tx: Tx, input: DrawInput, seed: string): Promise<Drawn[]> {
  const reach = new Set(tx.actor.stations);
  if (input.stations.some(s => !reach.has(s.station))) throw new AppError('not_found');
  const days = daysBetween(input.from, input.to);
  if (days < 0 || days > LONGEST_DAYS || input.to > tx.today)
    throw new AppError('invalid', { issues: [{ path: 'to', message: '期间最长一年，截止日不晚于今天、不早于起始日' }] });
  const frames = await framesOf(tx, input);
  if (input.stations.some(s => !frames.has(s.station))) throw new AppError('draw_empty');
  return Promise.all(input.stations.map(s => drawAt(seed, s.station, s.size, frames.get(s.station)!)));
}

/** Draws; the sample of a station is the whole frame where that is smaller. */
export async function makeDraw(tx: Tx, input: DrawInput): Promise<void> {
  const seed = input.seed ?? randomBytes(16).toString('hex');
  const drawn = await drawAll(tx, input, seed);
  await tx.run(
    q.insertInto('app.draws').values({
      county_id: tx.county,
      id: input.id,
      kind: input.kind,
      from_on: input.from,
      to_on: input.to,
      visit_kinds: input.visit_kinds,
      seed,
      seed_source: input.seed === undefined ? 'server' : 'given',
      remark: input.remark ?? null,
      state: 'open',
      drawn_by: tx.actor.account,
      drawn_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
  for (const d of drawn) {
    await tx.run(
      q.insertInto('app.draw_frames').values({
        county_id: tx.county,
        draw_id: input.id,
        station_id: d.station,
        size: d.size,
        visit_ids: d.frame,
        hash: d.hash,
        changed_by: tx.changedBy,
      }),
    );
    await tx.run(
      q.insertInto('app.draw_items').values(d.sample.map((visit, i) => itemRow(tx, input.id, d.station, i + 1, visit, null))),
    );
  }
}

/** A draw, held until the end of the transaction: results, replacements and the end come one after the other. */
async function holdDraw(tx: Tx, id: string): Promise<DrawColumns> {
  const row = await tx.first(
    q.selectFrom('app.draws').selectAll().where('county_id', '=', tx.county).where('id', '=', id).forUpdate(),
  );
  if (!row) throw new AppError('not_found');
  return row;
}

function mustBe(tx: Tx, rule: Rule<AboutDraw>, about: AboutDraw): void {
  const refused = refusal(rule, tx.actor, about);
  if (refused) throw new AppError(refused);
}

/** The next of the drawn order that was not drawn yet takes the place of one that could not be reached; none when the frame is used up. */
async function replace(tx: Tx, draw: DrawColumns, item: ItemColumns): Promise<void> {
  const [frame, last] = await Promise.all([
    tx.first(
      q
        .selectFrom('app.draw_frames')
        .select('visit_ids')
        .where('county_id', '=', tx.county)
        .where('draw_id', '=', draw.id)
        .where('station_id', '=', item.station_id),
    ),
    tx.first(
      q
        .selectFrom('app.draw_items')
        .select(e => e.fn.max('place').as('place'))
        .where('county_id', '=', tx.county)
        .where('draw_id', '=', draw.id)
        .where('station_id', '=', item.station_id),
    ),
  ]);
  const order = await drawnOrder(draw.seed, item.station_id, frame!.visit_ids);
  const place = last!.place + 1;
  const next = order[place - 1];
  if (next === undefined) return;
  await tx.run(q.insertInto('app.draw_items').values(itemRow(tx, draw.id, item.station_id, place, next, item.place)));
}

/** Enters (or corrects) what came of one that was drawn. */
export async function enterOne(tx: Tx, input: z.output<typeof enterResult.input>): Promise<{ station: number }> {
  const { id, revision, result } = input;
  const found = await tx.first(
    q.selectFrom('app.draw_items').selectAll().where('county_id', '=', tx.county).where('id', '=', id),
  );
  if (!found) throw new AppError('not_found');
  const draw = await holdDraw(tx, found.draw_id);
  mustBe(tx, may['inspections.enter_result'], { state: draw.state as DrawState });
  const item = (await tx.first(
    q.selectFrom('app.draw_items').selectAll().where('county_id', '=', tx.county).where('id', '=', id),
  ))!;
  const before = item.result === null ? null : Result.parse(item.result);
  mustBe(tx, may['inspections.enter_result'], { state: 'open', replaced: isMissed(before) });
  const issues = resultProblems(result, tx.today, dayOf(draw.drawn_at));
  if (result.kind !== draw.kind) issues.push({ path: 'result.kind', message: '结果与抽查种类不符，请刷新后重填' });
  if (issues.length > 0) throw new AppError('invalid', { issues });
  const history =
    item.result === null
      ? item.history
      : [...(item.history as unknown[]), { result: item.result, by: item.entered_by, at: item.entered_at }];
  const changed = await tx.run(
    q
      .updateTable('app.draw_items')
      .set({
        result: JSON.stringify(result),
        history: JSON.stringify(history),
        entered_by: tx.actor.account,
        entered_at: tx.now.toISOString(),
        revision: revision + 1,
        changed_by: tx.changedBy,
      })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: item.revision } });
  if (isMissed(result)) await replace(tx, draw, item);
  return { station: item.station_id };
}

async function close(
  tx: Tx,
  seen: { id: string; revision: number },
  to: { state: DrawState; state_reason: string | null; finished_at: string | null },
): Promise<void> {
  const changed = await tx.run(
    q
      .updateTable('app.draws')
      .set({ ...to, revision: seen.revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id)
      .where('revision', '=', seen.revision),
  );
  if (changed === 0) throw new AppError('stale');
}

/** Closes a draw whose results are all in; from now on the stations see it. */
export async function finish(tx: Tx, input: z.output<typeof finishDraw.input>): Promise<void> {
  const draw = await holdDraw(tx, input.id);
  const open = await tx.first(
    q
      .selectFrom('app.draw_items')
      .select(e => e.fn.countAll<number>().as('n'))
      .where('county_id', '=', tx.county)
      .where('draw_id', '=', input.id)
      .where('result', 'is', null),
  );
  mustBe(tx, may['inspections.finish_draw'], { state: draw.state as DrawState, pending: open!.n });
  await close(tx, input, { state: 'finished', state_reason: null, finished_at: tx.now.toISOString() });
}

/** Gives a draw up, with the reason. It stays in the list, so that nobody draws until he likes the sample. */
export async function abandon(tx: Tx, input: z.output<typeof abandonDraw.input>): Promise<void> {
  const draw = await holdDraw(tx, input.id);
  mustBe(tx, may['inspections.abandon_draw'], { state: draw.state as DrawState });
  await close(tx, input, { state: 'abandoned', state_reason: input.reason, finished_at: tx.now.toISOString() });
}
