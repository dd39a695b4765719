// The demo year of one station as a plan (演示数据): whom each worker sees on which day, what arrives late, what the head of station
// sends back and approves. Pure; visits.demo.ts sends it. Most stations keep the contract's pace, one is ahead, two are behind: one
// because a storm closed its roads, one because a worker was ill.

import { demoId } from '#domain/org/people.demo.ts';
import { addDays, addMonths, ageOn, daysBetween } from '#kernel/dates.ts';
import { type About, homeVisit, welfareCall } from './content.demo.ts';

export type Person = { id: string; worker: string; born_on: string | null; monthly: boolean };
export type Station = { nth: number; id: number; head: string; workers: string[]; people: Person[] };
/** One command of the year. `at` sorts them; `by` is the account that sends it. */
export type Step = { at: string; by: string; command: string; input: object };

const NEEDED = 24;
const AHEAD = 1;
const ILL = 6;
const STORM = 7;
const daily = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();

/** How many home visits a worker has made by today. */
function paceOf(station: Station, w: number, elapsed: number): number {
  const due = Math.ceil((NEEDED * elapsed) / 365);
  if (station.nth === AHEAD) return NEEDED + 4 + w;
  if (station.nth === STORM) return Math.round(due * 0.75) + w;
  if (station.nth === ILL && w === 2) return Math.round(due * 0.6);
  return Math.min(due + 3 + ((station.nth + w * 2) % 3), NEEDED + 2);
}

const hash = (word: string): number => Number.parseInt(demoId(word).slice(0, 6), 16);

type Contact = Person & { seen: string; met: boolean };
/** Who has waited longest, measured by how often they should be seen. */
const longestWaiting = (people: Contact[], day: string): Contact =>
  people.reduce((a, b) => {
    const wait = (p: Contact) => daysBetween(p.seen, day) / (p.monthly ? 30 : 80);
    return wait(b) > wait(a) ? b : a;
  });

/** The days of a worker's home visits: evenly over the year but not on Sundays, nor in the weeks the station could not work. */
function visitDays(station: Station, w: number, from: string, today: string): string[] {
  const last = daysBetween(from, today) - 1;
  const pace = paceOf(station, w, last + 2);
  const shut = (n: number): boolean =>
    (station.nth === STORM && n > last - 75 && n < last - 25) ||
    (station.nth === ILL && w === 2 && n > last - 95 && n < last - 20);
  const open = Array.from({ length: last - 11 }, (_, i) => i + 12).filter(n => !shut(n) && daily(addDays(from, n)) !== 0);
  return Array.from({ length: pace }, (_, i) => addDays(from, open[Math.floor(((i + 0.3 + w * 0.2) * open.length) / pace)]!));
}

type Written = {
  id: string;
  kind: 'home_visit' | 'welfare_call';
  worker: string;
  partner: string | null;
  day: string;
  arrived: string;
  input: object;
  n: number;
};

/** What one worker writes in the year. */
function written(station: Station, w: number, from: string, today: string, due: string | null): Written[] {
  const worker = station.workers[w]!;
  const own: Contact[] = station.people
    .filter(p => p.worker === worker)
    .map(p => ({ ...p, seen: addDays(from, -(hash(p.id) % 25)), met: false }));
  const visits = new Set(visitDays(station, w, from, today));
  const records: Written[] = [];
  const add = (day: string, person: Contact, kind: 'visit' | 'call') => {
    const n = records.length + w * 5 + station.nth * 3;
    const who: About = { resident: person.id, age: person.born_on ? ageOn(person.born_on, day) : 60, monthly: person.monthly };
    // Two stations have something that the head should read first.
    const alarm = [5, 9].includes(station.nth) && day > addDays(today, -9);
    const content = kind === 'visit' ? homeVisit(n, who, day, !person.met, alarm) : welfareCall(n, day);
    const partner = kind === 'visit' && n % 6 === 4 ? station.workers[(w + 1) % station.workers.length]! : null;
    const storm = station.nth === STORM && day > addDays(today, -90) && day < addDays(today, -70);
    const late = storm ? 12 : n % 17 === 9 ? 6 : 0;
    const arrived = late && addDays(day, late) < today ? addDays(day, late) : day;
    const late_reason =
      arrived === day ? undefined : storm ? '台风后进村道路中断。路通后回站补录' : '当天转去处理急事。回站后补录';
    const id = demoId(`visit ${worker} ${day} ${person.id}`);
    const input = {
      id,
      resident: person.id,
      ...content,
      late_reason,
      co_workers: partner ? [partner] : [],
      recorded_at: `${arrived}T17:0${n % 10}:00+08:00`,
    };
    records.push({ id, kind: content.kind, worker, partner, day, arrived, input, n });
    if (content.outcome === 'success' || content.outcome === 'connected') Object.assign(person, { seen: day, met: true });
  };
  const dueAgain = due ? lastBefore(today) : null;
  for (let day = addDays(from, 12); day < today; day = addDays(day, 1)) {
    const rest = own.filter(p => p.id !== due || day < addDays(today, -50));
    if (rest.length === 0) return records;
    if (day === dueAgain) add(day, own.find(p => p.id === due)!, 'visit');
    else if (visits.has(day)) add(day, longestWaiting(rest, day), 'visit');
    else if (calls(station, day, today)) {
      const known = rest.filter(p => p.met && daysBetween(p.seen, day) > 18);
      if (known.length > 0) add(day, longestWaiting(known, day), 'call');
    }
  }
  return records;
}

/** The last visit of the person who is due today: a month ago. */
function lastBefore(today: string): string {
  let day = addMonths(today, -1);
  while (addMonths(day, 1) < today) day = addDays(day, 1);
  return day;
}

/** Greetings by telephone: on two days a week lately, less often before. */
const calls = (station: Station, day: string, today: string): boolean =>
  day > addDays(today, -70) ? [2, 4, 5].includes(daily(day)) : daily(day) === 3 && (Number(day.slice(8)) + station.nth) % 2 === 0;

const REMARKS = ['请写清楚老人近期用药情况。', '请补充谁在照料、多久看望一次。', '需求栏选了“暂无”、与摘要不一致。请核对。'];

/** The review of what arrived: every nine days by the head, what concerns the head monthly by the manager. */
function reviews(station: Station, records: readonly Written[], from: string, today: string, manager: string): Step[] {
  const steps: Step[] = [];
  const reviewer = (r: Written): string => (r.worker === station.head || r.partner === station.head ? manager : station.head);
  for (const by of [station.head, manager]) {
    const every = by === manager ? 30 : 9;
    let waiting = records.filter(r => reviewer(r) === by).map(r => ({ ...r, revision: 1 }));
    const last = addDays(today, by === manager ? -11 : -4 - (station.nth % 3));
    const first = daysBetween(from, last) % every;
    for (let day = addDays(from, first + every); day <= last; day = addDays(day, every)) {
      const read = waiting.filter(r => r.arrived < day);
      const back = read.filter(r => r.revision === 1 && r.kind === 'home_visit' && r.n % 13 === 9);
      const good = read.filter(r => !back.includes(r));
      waiting = waiting.filter(r => !read.includes(r));
      for (const r of back) {
        const remark = REMARKS[r.n % REMARKS.length]!;
        steps.push({
          at: `${day}T09:10`,
          by,
          command: 'records.return',
          input: { what: 'visits', id: r.id, revision: 1, remark },
        });
        // Lately returned ones still wait for their worker, as do a few old ones.
        if (day > addDays(today, -16) || r.n % 4 === 1) continue;
        const {
          id: _,
          resident: __,
          recorded_at: ___,
          ...rest
        } = r.input as { id: string; resident: string; recorded_at: string };
        const on = addDays(day, 3);
        steps.push({
          at: `${on}T16:00`,
          by: r.worker,
          command: 'visits.correct',
          input: { id: r.id, revision: 1, reason: '按站长意见补充', ...supplemented(rest) },
        });
        waiting.push({ ...r, arrived: on, revision: 2 });
      }
      if (good.length > 0) {
        for (const { id, revision } of good)
          steps.push({ at: `${day}T09:30`, by, command: 'records.approve', input: { what: 'visits', id, revision } });
      }
    }
  }
  return steps;
}

/** The corrected text: what the head asked for stands at its end. */
function supplemented(input: object): object {
  const { content } = input as { content: { notes?: string } };
  return content.notes
    ? { ...input, content: { ...content, notes: `${content.notes}降压药每天早饭后服用。女儿每月回来两次。` } }
    : input;
}

/** @param due the person of this station who is to be due today */
export function yearOf(station: Station, from: string, today: string, manager: string, due: string | null): Step[] {
  const records = station.workers.flatMap((worker, w) => {
    const own = due !== null && station.people.some(p => p.id === due && p.worker === worker);
    return written(station, w, from, today, own ? due : null);
  });
  const sent = records.map(r => ({ at: `${r.arrived}T17:1${r.n % 10}`, by: r.worker, command: 'visits.record', input: r.input }));
  return [...sent, ...reviews(station, records, from, today, manager)];
}
