// For tests: counting a second time, written another way. Rows are judged one after the other, windows are found by walking day by day,
// units are gathered in maps. Nothing of the engine is used but the shape of a rule.

import type { Condition, Filter, Plain, Rule } from './rule.ts';

export type PlainRow = {
  id: string;
  occurred_on: string;
  station_id: number;
  worker_id: string | null;
  client_id: string | null;
} & Record<string, unknown>;
export type PlainMeasure = {
  stock?: boolean;
  exclusions: readonly { code: string; holds: (row: PlainRow) => boolean }[];
  rows: readonly PlainRow[];
};
export type PlainWorld = {
  measures: Readonly<Record<string, PlainMeasure>>;
  term: { from: string; to: string };
  today: string;
  stations: ReadonlyMap<number, { from: string; to: string }>;
  posts: ReadonlyMap<string, { station: number; from: string; to: string }>;
};
export type PlainCell = { station?: number; worker?: string };

const next = (day: string): string => new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
const before = (day: string): string => new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** The corresponding day n months later as calendar text; it need not exist (2029-02-29). */
function corresponding(from: string, months: number): string {
  const [y, m, d] = from.split('-').map(Number) as [number, number, number];
  const count = y * 12 + m - 1 + months;
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** The windows of a rule, as lists of days in order. */
export function plainWindows({ window }: Rule, { term, today }: Pick<PlainWorld, 'term' | 'today'>): string[][] {
  if (window.kind === 'rolling') {
    const days = [today < term.to ? today : term.to];
    while (days.length < window.days) days.unshift(before(days[0]!));
    return [days];
  }
  const windows = new Map<string, string[]>();
  let nth = 0;
  for (let day = term.from; day <= term.to; day = next(day)) {
    if (window.kind === 'contract' && day >= corresponding(term.from, (nth + 1) * window.months)) nth++;
    const month = Number(day.slice(5, 7));
    const key =
      window.kind === 'term'
        ? ''
        : window.kind === 'contract'
          ? String(nth)
          : `${day.slice(0, 4)} ${Math.ceil(month / window.months)}`;
    windows.set(key, [...(windows.get(key) ?? []), day]);
  }
  return [...windows.values()];
}

function holds(filter: Filter, row: PlainRow): boolean {
  const value = row[filter.attribute];
  const values = (Array.isArray(value) ? value : value === null ? [] : [value]) as unknown[];
  if (filter.is === 'in') return values.some(v => filter.values.includes(String(v)));
  if (filter.is === 'not_in') return !values.some(v => filter.values.includes(String(v)));
  if (filter.is === 'flag') return value === filter.value;
  if (value === null) return false;
  const [a, b] = [value as number | string, filter.value];
  return filter.is === 'at_least' ? a >= b : a <= b;
}
export const plainHolds = (where: readonly Filter[], row: PlainRow): boolean => where.every(f => holds(f, row));
const round = (n: number): number => Math.round(n * 1000) / 1000;

function amount(count: Plain, rows: readonly PlainRow[]): number {
  if (count.how === 'rows') return rows.length;
  const values = rows.map(r => r[count.of]);
  if (count.how === 'sum') return round(values.reduce<number>((n, v) => n + ((v as number | null) ?? 0), 0));
  return new Set(values.filter(v => v !== null)).size;
}
function satisfies({ count, where, at, value }: Condition, rows: readonly PlainRow[]): boolean {
  const got = amount(
    count,
    rows.filter(r => plainHolds(where, r)),
  );
  return at === 'least' ? got >= value : got <= value;
}

type Judged = { row: PlainRow; window: number; reason: string; amount: number };
const inOrder = (rows: readonly PlainRow[]): PlainRow[] =>
  [...rows].sort((a, b) =>
    `${a.occurred_on} ${a.id} ${a.worker_id ?? '~'}` < `${b.occurred_on} ${b.id} ${b.worker_id ?? '~'}` ? -1 : 1,
  );

/** Every row of a rule's measure with its reason, its amount and its window from 0. */
export function plainJudged(rule: Rule, world: PlainWorld): Judged[] {
  const measure = world.measures[rule.measure]!;
  const windows = plainWindows(rule, world);
  const [first, last] = [windows[0]![0]!, windows.at(-1)!.at(-1)!];
  const cellOf = (row: PlainRow) => (rule.unit === 'worker' ? row.worker_id : rule.unit === 'station' ? row.station_id : 'all');
  const among = rule.count.how === 'units' && rule.count.among ? plainUnits(rule, world) : null;
  const judged = inOrder(measure.rows).map((row): Judged => {
    const found = measure.stock
      ? windows.findLastIndex(w => w[0]! <= row.occurred_on)
      : windows.findIndex(w => w.includes(row.occurred_on));
    return { row, window: found, reason: byItself(row), amount: 1 };
  });
  function byItself(row: PlainRow): string {
    if ((!measure.stock && row.occurred_on < first) || row.occurred_on > last) return 'outside_term';
    const excluded = measure.exclusions.find(x => !rule.without.includes(x.code) && x.holds(row));
    if (excluded) return excluded.code;
    const broken = rule.where.findIndex(f => !holds(f, row));
    if (broken >= 0) return `where_${broken + 1}`;
    const dayMatters = rule.window.kind !== 'rolling' && !measure.stock;
    const off = (span: { from: string; to: string }) => dayMatters && (row.occurred_on < span.from || row.occurred_on > span.to);
    const post = row.worker_id === null ? undefined : world.posts.get(row.worker_id);
    if (rule.unit === 'worker' && post && off(post)) return 'not_in_post';
    const station = world.stations.get(row.station_id);
    if (station && off(station)) return 'outside_stations';
    if (rule.unit === 'worker' && !post) return 'not_in_post';
    return station ? 'counted' : 'outside_stations';
  }
  const keyOf = (j: Judged, of: string) => `${cellOf(j.row)}|${measure.stock ? '' : j.window}|${j.row[of]}`;
  const { count } = rule;
  const plain = count.how === 'ratio' ? count.part : count;
  if (plain.how === 'distinct') {
    const seen = new Set<string>();
    for (const j of judged.filter(j => j.reason === 'counted')) {
      const key = keyOf(j, plain.of);
      j.reason = j.row[plain.of] === null ? 'unnamed' : seen.has(key) ? 'repeated' : 'counted';
      if (j.reason === 'counted') seen.add(key);
    }
  }
  if (plain.how === 'sum') for (const j of judged) j.amount = (j.row[plain.of] as number | null) ?? 0;
  if (count.how === 'units') {
    const units = Map.groupBy(
      judged.filter(j => j.reason === 'counted'),
      j => keyOf(j, count.by),
    );
    for (const rows of units.values()) {
      const [one] = rows as [Judged];
      const listed = among === null || among.has(`${cellOf(one.row)}|${one.row[count.by]}`);
      const ok = count.having.every(h =>
        satisfies(
          h,
          rows.map(j => j.row),
        ),
      );
      const reason = one.row[count.by] === null ? 'unnamed' : !listed ? 'not_among' : ok ? 'counted' : 'unit_short';
      for (const [i, j] of rows.entries()) Object.assign(j, { reason, amount: i === 0 ? 1 : 0 });
    }
  }
  return judged;
}

/** All the units there are, as `cell|unit`, each with the first day on which it is known. */
export function plainUnits(rule: Rule, world: PlainWorld): Map<string, string> {
  if (rule.count.how !== 'units' || !rule.count.among) return new Map();
  const { measure, by, where, without } = rule.count.among;
  const windows = plainWindows(rule, world);
  const kind = rule.window.kind === 'rolling' ? rule.window : ({ kind: 'term' } as const);
  const of: Rule = { ...rule, measure, where, without, window: kind, count: { how: 'rows' } };
  const units = new Map<string, string>();
  for (const { row, reason } of plainJudged(of, world)) {
    if (reason !== 'counted' || row[by] === null || row.occurred_on > windows.at(-1)!.at(-1)!) continue;
    const cell = rule.unit === 'worker' ? row.worker_id : rule.unit === 'station' ? row.station_id : 'all';
    if (!units.has(`${cell}|${row[by]}`)) units.set(`${cell}|${row[by]}`, row.occurred_on);
  }
  return units;
}
