// Staffing over time from the rows: presence by day, what expires, hours of training (M4, M5, U1).

import type { z } from 'zod';
import { addDays, addMonths, documentDay } from '#kernel/dates.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type EligibilityInput, eligibility, NATIONAL, REQUIREMENT_RULES } from './eligibility.ts';
import { ORGANISERS } from './org.ts';
import { type Held, type Member, outOfRule, type Presence, postsOf, presenceOf } from './presence.ts';
import type { hours, reminders, Staffing } from './staffing.ts';

type Loaded = Member & {
  station: number | null;
  station_name: string | null;
  post: Held['post'];
  left_on: string | null;
  record_checked_on: string | null;
};

/** Everybody who ever worked there, with certificates, trainings and posts over time. */
async function members(tx: Tx): Promise<Loaded[]> {
  const own = <T extends { staff_id: string }>(rows: readonly T[]): Map<string, T[]> => Map.groupBy(rows, r => r.staff_id);
  const [people, certificates, trainings, moves, checks] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.staff as p')
        .leftJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'p.station_id').on('s.county_id', '=', tx.county))
        .select([
          'p.id',
          'p.name',
          'p.station_id',
          'p.post',
          'p.born_on',
          'p.education',
          'p.major',
          'p.entered_on',
          'p.left_on',
          'p.record_checked_on',
        ])
        .select('s.name as station_name')
        .where('p.county_id', '=', tx.county)
        .orderBy('p.station_id')
        .orderBy('p.name')
        .orderBy('p.id'),
    ),
    tx.all(
      q
        .selectFrom('app.staff_certificates')
        .select(['staff_id', 'kind', 'issued_on', 'registered_until'])
        .where('county_id', '=', tx.county),
    ),
    tx.all(
      q
        .selectFrom('app.staff_trainings')
        .select(['staff_id', 'title', 'organiser_kind', 'hours', 'ended_on'])
        .where('county_id', '=', tx.county),
    ),
    tx.all(
      q
        .selectFrom('app.staff_moves')
        .select(['staff_id', 'from_on', 'station_before', 'post_before'])
        .where('county_id', '=', tx.county),
    ),
    tx.all(
      q
        .selectFrom('app.staff_record_checks')
        .select(e => ['staff_id', e.fn.max('checked_on').as('checked_on')])
        .where('county_id', '=', tx.county)
        .groupBy('staff_id'),
    ),
  ]);
  const [certificatesOf, trainingsOf, movesOf] = [own(certificates), own(trainings), own(moves)];
  const checked = new Map(checks.map(c => [c.staff_id, c.checked_on]));
  return people.map(p => {
    const post = p.post as Held['post'];
    const before = (movesOf.get(p.id) ?? []).map(m => ({ ...m, post_before: m.post_before as Held['post'] }));
    const latest = [p.record_checked_on, checked.get(p.id) ?? null]
      .filter(d => d !== null)
      .sort()
      .at(-1);
    return {
      ...p,
      post,
      station: p.station_id,
      certificates: certificatesOf.get(p.id) ?? [],
      trainings: trainingsOf.get(p.id) ?? [],
      posts: postsOf({ station: p.station_id, post, entered_on: p.entered_on, left_on: p.left_on }, before),
      record_checked_on: latest ?? null,
    };
  });
}

const dayCount = (spans: readonly Presence[], out: (p: Presence) => boolean): number =>
  spans.reduce((n, s) => n + (out(s) ? s.days : 0), 0);

/** Every station's presence from a day (otherwise the last year, or since anybody was there) to a day; days to come are nobody's yet. */
export async function staffingOf(tx: Tx, f: { from?: string; to?: string; station?: number }): Promise<Staffing> {
  const to = f.to && f.to < tx.today ? f.to : tx.today;
  const [stations, people] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.stations')
        .select(['station_id', 'name'])
        .where('county_id', '=', tx.county)
        .$if(f.station !== undefined, b => b.where('station_id', '=', f.station!))
        .orderBy('station_id'),
    ),
    members(tx),
  ]);
  const year = addDays(addMonths(to, -12), 1);
  const begun = people.flatMap(p => p.posts.map(h => h.from)).sort()[0] ?? year;
  const from = f.from ?? (begun > year && begun <= to ? begun : year);
  const rows = stations.map(({ station_id: station, name }) => {
    const spans = from <= to ? presenceOf(people, station, { from, to }) : [];
    return {
      station,
      name,
      days: dayCount(spans, () => true),
      days_short: dayCount(spans, s => !s.staffed),
      days_unled: dayCount(spans, s => !s.led),
      spans: spans.map(s => ({ ...s, say: outOfRule(s) })),
    };
  });
  return { from, to, rows };
}

/** Presence of all stations as plain rows, one per span, for counting days; from the first post on. */
export async function presenceRows(
  tx: Tx,
): Promise<
  { station_id: number; from_on: string; to_on: string; present: number; eligible: number; staffed: boolean; led: boolean }[]
> {
  const people = await members(tx);
  const stations = new Set(people.flatMap(p => p.posts.map(h => h.station)).filter(s => s !== null));
  return [...stations].flatMap(station => {
    const from = people.flatMap(p => p.posts.filter(h => h.station === station).map(h => h.from)).sort()[0]!;
    if (from > tx.today) return [];
    return presenceOf(people, station, { from, to: tx.today }).map(s => ({
      station_id: station,
      from_on: s.from,
      to_on: s.to,
      present: s.present,
      eligible: s.eligible,
      staffed: s.staffed,
      led: s.led,
    }));
  });
}

type Reminder = z.output<typeof reminders.answer>['rows'][number];
const SOON_DAYS = 90;

function registrationOf(m: Loaded, today: string): Pick<Reminder, 'on' | 'say'> | null {
  const held = m.certificates
    .filter(c => NATIONAL.includes(c.kind) && c.issued_on <= today)
    .sort((a, b) => (a.issued_on < b.issued_on ? 1 : -1))[0];
  if (!held) return null;
  const on = held.registered_until ?? addMonths(held.issued_on, 12);
  if (on > addDays(today, SOON_DAYS)) return null;
  return {
    on,
    say: held.registered_until
      ? '社会工作者职业资格证书登记到期，请办理再登记。'
      : '社会工作者职业资格证书尚未登记，请在取得后一年内办理。',
  };
}

function recordCheckOf(m: Loaded, today: string): Pick<Reminder, 'on' | 'say'> | null {
  if (!m.record_checked_on)
    return { on: m.entered_on ?? today, say: '没有违法犯罪记录查询的登记；接触未成年人的人员，入职前和每年都要查询。' };
  const on = addMonths(m.record_checked_on, 12);
  return on > addDays(today, SOON_DAYS) ? null : { on, say: `上次查询是 ${documentDay(m.record_checked_on)}，每年须查询一次。` };
}

/** Somebody who qualifies by hours alone: when so many of them are older than five years that too few are left. */
function hoursOf(m: Loaded, today: string): Pick<Reminder, 'on' | 'say'> | null {
  const asked: EligibilityInput = { ...m, post: 'resident_worker' };
  const qualifies = (day: string) => eligibility(asked, day).checks.some(c => c.code === 'qualification' && c.met);
  if (m.certificates.length || !qualifies(today)) return null;
  for (let day = today; day <= addDays(today, SOON_DAYS); day = addDays(day, 1))
    if (!qualifies(day))
      return { on: day, say: `培训学时到这一天将有一部分超过 5 年，余下不足 ${REQUIREMENT_RULES.hours} 小时。` };
  return null;
}

/** What falls due for people in post. */
export async function remindersOf(tx: Tx): Promise<{ rows: Reminder[] }> {
  const people = (await members(tx)).filter(m => m.left_on === null || m.left_on >= tx.today);
  const asked = [
    ['registration', registrationOf],
    ['record_check', recordCheckOf],
    ['hours', hoursOf],
  ] as const;
  const rows = people.flatMap(m =>
    asked.flatMap(([kind, of]): Reminder[] => {
      const due = of(m, tx.today);
      return due ? [{ staff: m.id, name: m.name, station_name: m.station_name, kind, ...due, overdue: due.on <= tx.today }] : [];
    }),
  );
  return { rows: rows.sort((a, b) => (a.on < b.on ? -1 : 1)) };
}

/** Hours of the last five years by organiser. */
export async function hoursByOrganiser(tx: Tx): Promise<z.input<typeof hours.answer>> {
  const { windowYears, hours: needed, organisers } = REQUIREMENT_RULES;
  const from = addMonths(tx.today, -12 * windowYears);
  const people = (await members(tx)).filter(m => m.left_on === null || m.left_on >= tx.today);
  const rows = people.map(m => {
    const within = m.trainings.filter(t => t.ended_on >= from && t.ended_on <= tx.today);
    const by = (Object.keys(ORGANISERS) as (keyof typeof ORGANISERS)[]).flatMap(organiser_kind => {
      const sum = within.reduce((n, t) => n + (t.organiser_kind === organiser_kind ? Math.round(t.hours * 10) : 0), 0) / 10;
      return sum ? [{ organiser_kind, hours: sum, counts: organisers.includes(organiser_kind) }] : [];
    });
    const counted = by.reduce((n, b) => n + (b.counts ? Math.round(b.hours * 10) : 0), 0) / 10;
    return { staff: m.id, name: m.name, station_name: m.station_name, counted, by };
  });
  return { from, to: tx.today, needed, rows };
}
