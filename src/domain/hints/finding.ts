// What a supervisor may want to look at among visits. Each finding names its reason and its records; none is a verdict, none is counted
// against anybody (experience of other systems: automatic verdicts teach people to write what passes). Pure; no clock, no database.

import { addDays } from '#kernel/dates.ts';

export const HINT_KINDS = {
  same_photo: '同一张照片用了两次',
  like_photo: '照片几乎相同',
  like_text: '文字几乎相同',
  same_time: '时间重叠',
  quarter_end: '集中在季末填写',
  not_living: '对象当时已去世或迁出',
} as const;
export type HintKind = keyof typeof HINT_KINDS;

/** A visit as far as hints need it. `times`: minutes of the day. `received_on`: the day the county got it. */
export type Trace = {
  id: string;
  station: number;
  worker: string;
  co_workers: readonly string[];
  resident: string;
  visited_on: string;
  received_on: string;
  times: { from: number; to: number } | null;
  text: string;
  photos: readonly { hash: string; look: string | null }[];
  /** Since when the person was dead or gone; null while living there. */
  gone: { on: string; how: 'died' | 'moved' } | null;
};
export type Finding = { kind: HintKind; station: number; worker: string | null; records: readonly string[]; say: string };

/** How many of 64 cells two photos differ in; null when one of them was never looked at. */
export function lookDistance(a: string | null, b: string | null): number | null {
  if (a === null || b === null) return null;
  let x = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  let n = 0;
  for (; x > 0n; x &= x - 1n) n++;
  return n;
}
/** Photos of the same moment differ in a cell or two when they are taken or cut anew; those of two rooms in about 30. */
const LIKE_PHOTO = 4;

function photos(traces: readonly Trace[]): Finding[] {
  const all = traces.flatMap(t => t.photos.map(p => ({ ...p, t })));
  const found: Finding[] = [];
  const told = new Set<string>();
  for (const [i, a] of all.entries())
    for (const b of all.slice(i + 1)) {
      const pair = `${a.t.id} ${b.t.id}`;
      if (a.t.id === b.t.id || told.has(pair)) continue;
      const same = a.hash === b.hash;
      const distance = same ? 0 : lookDistance(a.look, b.look);
      if (distance === null || distance > LIKE_PHOTO) continue;
      told.add(pair);
      found.push({
        kind: same ? 'same_photo' : 'like_photo',
        station: b.t.station,
        worker: b.t.worker,
        records: [a.t.id, b.t.id],
        say: `${a.t.visited_on} 与 ${b.t.visited_on} 的记录${same ? '附了同一张照片' : '照片几乎相同'}${a.t.resident === b.t.resident ? '' : '，对象不是同一人'}。`,
      });
    }
  return found;
}

/** Pairs of neighbouring characters, without blanks and punctuation. */
export function shingles(text: string): Set<string> {
  const plain = [...text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')];
  return new Set(plain.slice(1).map((c, i) => plain[i]! + c));
}
/** What two texts have in common of all they have: 0 … 1. */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  if (small.size === 0) return 0;
  let both = 0;
  for (const s of small) if (large.has(s)) both++;
  return both / (a.size + b.size - both);
}
const LIKE_TEXT = 0.85;
/** Shorter ones (“一切正常”) are alike by nature. */
const LEAST_PAIRS = 24;

function texts(traces: readonly Trace[]): Finding[] {
  const found: Finding[] = [];
  for (const own of Map.groupBy(traces, t => t.worker).values()) {
    const read = own.map(t => ({ t, set: shingles(t.text) })).filter(r => r.set.size >= LEAST_PAIRS);
    for (const [i, a] of read.entries())
      for (const b of read.slice(i + 1)) {
        // Sizes that differ much cannot be alike enough.
        if (Math.min(a.set.size, b.set.size) < LIKE_TEXT * Math.max(a.set.size, b.set.size)) continue;
        const share = likeness(a.set, b.set);
        if (share < LIKE_TEXT) continue;
        found.push({
          kind: 'like_text',
          station: b.t.station,
          worker: b.t.worker,
          records: [a.t.id, b.t.id],
          say: `${a.t.visited_on} 与 ${b.t.visited_on} 的文字有 ${Math.floor(share * 100)}% 相同${a.t.resident === b.t.resident ? '' : '，对象不是同一人'}。`,
        });
      }
  }
  return found;
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function times(traces: readonly Trace[]): Finding[] {
  const made = traces.flatMap(t => (t.times ? [t.worker, ...t.co_workers].map(who => ({ who, t, ...t.times! })) : []));
  const found: Finding[] = [];
  for (const day of Map.groupBy(made, m => `${m.who} ${m.t.visited_on}`).values()) {
    const sorted = day.sort((a, b) => a.from - b.from);
    for (const [i, a] of sorted.entries())
      for (const b of sorted.slice(i + 1)) {
        if (b.from >= a.to) break;
        found.push({
          kind: 'same_time',
          station: b.t.station,
          worker: b.who,
          records: [a.t.id, b.t.id],
          say: `${a.t.visited_on} 一处 ${clock(a.from)}–${clock(a.to)}，另一处 ${clock(b.from)}–${clock(b.to)}，是同一名社工。`,
        });
      }
  }
  return found;
}

/** The last day of the quarter a day is in. */
const quarterEnd = (day: string): string => {
  const [year, month] = day.split('-').map(Number) as [number, number];
  const last = Math.ceil(month / 3) * 3;
  const next = last === 12 ? `${year + 1}-01-01` : `${year}-${String(last + 1).padStart(2, '0')}-01`;
  return addDays(next, -1);
};
const LAST_DAYS = 5;
const BUNCH_LEAST = 8;
const BUNCH_SHARE = 0.4;

function bunches(traces: readonly Trace[]): Finding[] {
  const found: Finding[] = [];
  for (const own of Map.groupBy(traces, t => `${t.worker} ${quarterEnd(t.received_on)}`).values()) {
    const end = quarterEnd(own[0]!.received_on);
    const late = own.filter(t => t.received_on > addDays(end, -LAST_DAYS));
    if (late.length < BUNCH_LEAST || late.length < BUNCH_SHARE * own.length) continue;
    found.push({
      kind: 'quarter_end',
      station: late[0]!.station,
      worker: late[0]!.worker,
      records: late.map(t => t.id),
      say: `截至 ${end} 的一个季度共交来 ${own.length} 条，其中 ${late.length} 条在最后 ${LAST_DAYS} 天。`,
    });
  }
  return found;
}

const gone = (traces: readonly Trace[]): Finding[] =>
  traces.flatMap(t =>
    t.gone && t.gone.on < t.visited_on
      ? [
          {
            kind: 'not_living' as const,
            station: t.station,
            worker: t.worker,
            records: [t.id],
            say: `登记为 ${t.gone.on} ${t.gone.how === 'died' ? '去世' : '迁出'}，探访日期是 ${t.visited_on}。`,
          },
        ]
      : [],
  );

/** Everything worth a look among these visits, in a stable order. */
export const findingsOf = (traces: readonly Trace[]): Finding[] => {
  const ordered = [...traces].sort((a, b) => (`${a.visited_on} ${a.id}` < `${b.visited_on} ${b.id}` ? -1 : 1));
  return [...gone(ordered), ...photos(ordered), ...times(ordered), ...texts(ordered), ...bunches(ordered)];
};
