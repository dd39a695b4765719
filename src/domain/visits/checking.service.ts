// What a record is judged by that only the database knows: the person and her station, who was in post, what was sent, who was met. All of
// it is asked for in one round trip. Serves K1, E6.

import { CATEGORIES, CATEGORY_CODES } from '#domain/clients/clients.ts';
import { inPost } from '#domain/org/org.service.ts';
import { AppError, type Issue } from '#kernel/errors.ts';
import { shaped } from '#server/database/shapes.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { visitSettings } from './rows.service.ts';
import { type Person, problemsOf, type VisitSettings, type Written } from './visits.ts';

const CHILD_CATEGORIES = CATEGORY_CODES.filter(code => CATEGORIES[code].group === 'child' && code !== 'community_youth');

type Visited = { id: string; station: number; opened_on: string | null; person: Person };

/** The person visited, with the station; a merged row leads to the row that stands for it. Hidden or unknown people are `not_found`. */
async function personVisited(tx: Tx, id: string, merges = 0): Promise<Visited> {
  const row = await tx.first(
    shaped('visits.person', { county: tx.county, id }, v =>
      q
        .selectFrom('app.residents as r')
        .leftJoin('app.stations as s', j => j.on('s.county_id', '=', v.county).onRef('s.station_id', '=', 'r.station_id'))
        .select(['r.id', 'r.station_id as station', 'r.born_on', 'r.state', 'r.merged_into', 's.opened_on'])
        .where('r.county_id', '=', v.county)
        .where('r.id', '=', v.id),
    ),
  );
  if (!row || merges > 5) throw new AppError('not_found');
  if (row.state === 'merged' && row.merged_into) return personVisited(tx, row.merged_into, merges + 1);
  return {
    id: row.id,
    station: row.station,
    opened_on: row.opened_on,
    person: { born_on: row.born_on, ...(row.born_on === null && { child_category: await hasChildCategory(tx, row.id) }) },
  };
}

const hasChildCategory = async (tx: Tx, resident: string): Promise<boolean> =>
  (await tx.first(
    q
      .selectFrom('app.resident_categories')
      .select('id')
      .where('county_id', '=', tx.county)
      .where('resident_id', '=', resident)
      .where('category', 'in', CHILD_CATEGORIES)
      .where('to_on', 'is', null)
      .limit(1),
  )) !== undefined;

/** Which of the photos and the signature have been sent, by station. */
const filesSent = async (tx: Tx, w: Written): Promise<Map<string, number[]>> => {
  const hashes = [...w.photos, ...(w.signature ? [w.signature] : [])];
  if (hashes.length === 0) return new Map();
  const rows = await tx.all(
    q
      .selectFrom('app.files')
      .select(['hash', 'station_id'])
      .where('county_id', '=', tx.county)
      .where('use', 'in', ['photo', 'signature'])
      .where('hash', 'in', hashes),
  );
  return new Map([...Map.groupBy(rows, r => r.hash)].map(([hash, found]) => [hash, found.map(r => r.station_id)]));
};

/** The others who were met, as far as they are within reach. */
const othersMet = async (tx: Tx, w: Written): Promise<{ id: string; station: number }[]> =>
  w.present.length === 0
    ? []
    : tx.all(
        q
          .selectFrom('app.residents')
          .select(['id', 'station_id as station'])
          .where('county_id', '=', tx.county)
          .where('id', 'in', w.present),
      );

type Facts = {
  visited: Visited;
  settings: VisitSettings;
  posts: Awaited<ReturnType<typeof inPost>>;
  files: Map<string, number[]>;
  others: { id: string; station: number }[];
};
/** Everything a record is judged by, asked for in one round trip. */
export async function factsFor(tx: Tx, resident: string, worker: string, w: Written): Promise<Facts> {
  const [visited, settings, posts, files, others] = await Promise.all([
    personVisited(tx, resident),
    visitSettings(tx),
    inPost(tx, [worker, ...w.co_workers], w.visited_on),
    filesSent(tx, w),
    othersMet(tx, w),
  ]);
  return { visited, settings, posts, files, others };
}

/** The workers must have been in post that day; somebody recorded for must be a worker of this station; others met must be its people. */
function companyProblems(actor: string, worker: string, w: Written, { visited, posts, others }: Facts): Issue[] {
  const lead = posts.get(worker);
  const issues: Issue[] = [];
  if (!lead || (worker !== actor && lead.station !== visited.station))
    issues.push({ path: 'worker', message: '主访社工当天不在本站岗位上，请核对日期或人员。' });
  if (w.co_workers.includes(worker)) issues.push({ path: 'co_workers', message: '陪访人员中有主访社工本人，请去掉。' });
  if (w.co_workers.some(id => !posts.has(id)))
    issues.push({ path: 'co_workers', message: '有陪访人员当天不在岗位上，请核对日期或人员。' });
  const known = new Set(others.filter(p => p.station === visited.station && p.id !== visited.id).map(p => p.id));
  if (w.present.some(id => !known.has(id)))
    issues.push({ path: 'present', message: '同时见到的对象须是本站的其他服务对象，请重新选择。' });
  return issues;
}

/** Photos and signature must have been sent to this station before the record that names them. */
function mustHaveFiles(w: Written, { visited, files }: Facts): void {
  const here = (hash: string): boolean => files.get(hash)?.includes(visited.station) ?? false;
  const issues = [
    ...(w.photos.every(here) ? [] : [{ path: 'photos', message: '有照片还没有上传' }]),
    ...(!w.signature || here(w.signature) ? [] : [{ path: 'signature', message: '签名还没有上传' }]),
  ];
  if (issues.length) throw new AppError('file_not_sent', { issues });
}

/** Everything that must hold before a record is kept. `received_on` is the day it first arrived. */
export function mustHold(tx: Tx, worker: string, w: Written, facts: Facts, received_on: string): void {
  const { visited, settings } = facts;
  const own = problemsOf(w, {
    person: visited.person,
    today: tx.today,
    received_on,
    opened_on: visited.opened_on,
    late_days: settings.late_days,
  });
  const issues = [...own, ...companyProblems(tx.actor.account, worker, w, facts)];
  if (issues.length) throw new AppError('invalid', { issues });
  mustHaveFiles(w, facts);
}
