// A year's activities and themes by station, and what a worker's phone keeps. Serves K5.

import type { z } from 'zod';
import { addDays, addMonths } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type field, stageOf, type Theme, USUAL_LEAST, type YearRow } from './activities.ts';
import { filtered, type Listed, nameOf, presentRow, signedRows } from './read.service.ts';
import { aboutOf, stageSql } from './rows.service.ts';

/** Each station's activities of a year and which themes they cover. */
export async function yearOfStations(
  tx: Tx,
  asked: { station?: number | undefined; from?: string | undefined },
): Promise<{ from: string; to: string; rows: YearRow[] }> {
  const from = asked.from ?? `${tx.today.slice(0, 4)}-01-01`;
  const to = addDays(addMonths(from, 12), -1);
  if (asked.station !== undefined && !tx.actor.stations.includes(asked.station)) throw new AppError('not_found');
  const [stations, found] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.stations')
        .select(['station_id', 'name'])
        .where('county_id', '=', tx.county)
        .where('closed_on', 'is', null)
        .where('station_id', 'in', asked.station === undefined ? [...tx.actor.stations, -1] : [asked.station])
        .orderBy('station_id'),
    ),
    tx.all(filtered(tx, { from, to, ...(asked.station !== undefined && { station: asked.station }) })) as Promise<Listed[]>,
  ]);
  return {
    from,
    to,
    rows: stations.map(s => {
      const own = found.filter(r => r.station_id === s.station_id && stageOf(r) !== 'cancelled');
      const held = own.filter(r => r.held_on !== null);
      const themes: Partial<Record<Theme, number>> = {};
      for (const theme of held.flatMap(r => r.themes as Theme[])) themes[theme] = (themes[theme] ?? 0) + 1;
      const enough = held.filter(r => r.named + r.counted >= USUAL_LEAST).length;
      return { station: s.station_id, name: s.name, held: held.length, planned: own.length - held.length, enough, themes };
    }),
  };
}

/** What a worker's phone keeps: the activities of her stations from two months ago on. */
export async function fieldActivities(tx: Tx): Promise<z.input<typeof field.answer>> {
  const found = (await tx.all(
    filtered(tx, { from: addDays(tx.today, -60) })
      .where('a.station_id', 'in', [...tx.actor.stations, -1])
      .where(sql<boolean>`${stageSql} <> 'cancelled'`)
      .orderBy('a.planned_on')
      .orderBy('a.id')
      .limit(60),
  )) as Listed[];
  const ids = found.map(r => r.id);
  const [signed, photos, villages] = await Promise.all([
    signedRows(tx, ids),
    ids.length === 0
      ? []
      : tx.all(
          q
            .selectFrom('app.activity_photos')
            .select(['activity_id', sql<number>`count(*)::int`.as('n')])
            .where('county_id', '=', tx.county)
            .where('activity_id', 'in', ids)
            .where('removed_because', 'is', null)
            .groupBy('activity_id'),
        ),
    tx.all(
      q
        .selectFrom('app.villages')
        .select(['village_code as code', 'name', 'station_id as station'])
        .where('county_id', '=', tx.county)
        .where('station_id', 'in', [...tx.actor.stations, -1])
        .orderBy('village_code'),
    ),
  ]);
  return {
    today: tx.today,
    villages,
    activities: found.map(r => {
      const about = aboutOf(r);
      return {
        ...presentRow(r),
        planned_start: r.planned_start,
        planned_end: r.planned_end,
        held_start: r.held_start,
        held_end: r.held_end,
        mine: [r.worker_id, ...r.co_worker_ids].includes(tx.actor.account),
        about,
        attendance: signed
          .filter(t => t.activity_id === r.id && t.struck_because === null)
          .map(t => ({
            id: t.id,
            resident: t.resident_id,
            name: nameOf(t),
            how: t.how as 'qr' | 'list' | 'count',
            people: t.people,
          })),
        photos: photos.find(p => p.activity_id === r.id)?.n ?? 0,
      };
    }),
  };
}
