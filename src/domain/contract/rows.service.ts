// The SQL of rows. Every evidence row of a measure is either counted or left out for the first reason that holds; counts and lists
// are made from the same composed statement, so that a figure is always the sum over its list (K1–K6c).
//
// A reason is a small number inside a statement (its place in `reasonsOf`), because 500,000 rows are grouped by it: grouping by the
// word, or joining staff to each row, takes two to three times as long.

import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Measure, Piece } from '#server/measures.ts';
import { askedOf, boundsOf, type Cell, type Counting, keyOf, reasonsOf } from './counting.ts';
import type { Filter, Plain } from './rule.ts';
import type { Frame } from './windows.ts';

export type Sql = RawBuilder<unknown>;
export const column = (alias: string, name: string): Sql => sql`${sql.ref(`${alias}.${name}`)}`;

/** A filter over alias `e`; unknown where the row has no value. Who has no value has none of those that are named. */
function holdsWhen(filter: Filter, measure: Measure): Sql {
  const value = column('e', filter.attribute);
  if (filter.is === 'in' || filter.is === 'not_in') {
    const list = measure.attributes[filter.attribute]!.kind === 'list';
    const among = list ? sql`${value} && ${filter.values}::text[]` : sql`${value} = any(${filter.values}::text[])`;
    return filter.is === 'in' ? among : sql`(${among}) is not true`;
  }
  if (filter.is === 'flag') return sql`${value} = ${filter.value}::boolean`;
  const bound = typeof filter.value === 'number' ? sql`${filter.value}::numeric` : sql`${filter.value}::date`;
  return filter.is === 'at_least' ? sql`${value} >= ${bound}` : sql`${value} <= ${bound}`;
}
/** All of them, as a boolean that is never unknown. */
export const allHold = (where: readonly Filter[], measure: Measure): Sql =>
  where.length
    ? sql`(${sql.join(
        where.map(f => sql`(${holdsWhen(f, measure)})`),
        sql` and `,
      )}) is true`
    : sql`true`;

export const step = (when: Sql, reason: number): Sql => sql`when ${when} then ${sql.lit(reason)}`;
export const placesOf = (c: Counting): Map<string, number> => new Map(reasonsOf(c).map((r, i) => [r.code, i]));

/** Days on which somebody, or a station, did not take part. Rolling days and what exists are not asked for the day. */
function* daysOff(c: Counting, places: ReadonlyMap<string, number>): Generator<Sql> {
  if (c.rule.window.kind === 'rolling' || c.measure.stock) return;
  const off = (who: Sql, { from, to }: { from: string; to: string }) =>
    sql`${who} and (e.occurred_on < ${from}::date or e.occurred_on > ${to}::date)`;
  const partial = <T extends { span: { from: string; to: string } }>(list: readonly T[]) =>
    list.filter(x => x.span.from > c.term.from || x.span.to < c.term.to);
  if (c.rule.unit === 'worker')
    for (const p of partial(c.posts)) yield step(off(sql`e.worker_id = ${p.worker}::uuid`, p.span), places.get('not_in_post')!);
  for (const s of partial(c.parts))
    yield step(off(sql`e.station_id = ${s.station}::int`, s.span), places.get('outside_stations')!);
  for (const { station, away } of c.parts)
    for (const { from, to } of away)
      yield step(
        sql`e.station_id = ${station}::int and e.occurred_on between ${from}::date and ${to}::date`,
        places.get('outside_stations')!,
      );
}

/** The part of the classification that a row shows by itself, over alias `e`. Who took part all the time needs no look at the day. */
function shown(c: Counting): Sql {
  const places = placesOf(c);
  const { from, to } = boundsOf(c);
  const early = from === null ? sql`` : sql`e.occurred_on < ${from}::date or`;
  const steps = [step(sql`${early} e.occurred_on > ${to}::date`, places.get('outside_term')!)];
  for (const x of c.measure.exclusions) if (places.has(x.code)) steps.push(step(x.when, places.get(x.code)!));
  for (const [i, filter] of c.rule.where.entries())
    steps.push(step(sql`(${holdsWhen(filter, c.measure)}) is not true`, places.get(`where_${i + 1}`)!));
  return sql`case ${sql.join([...steps, ...daysOff(c, places)], sql` `)} else 0 end`;
}

/** The rest of it, which depends on station and worker only: asked of a group as of a row, over alias `x` with the part before as `shown`. */
export function placed(c: Counting): Sql {
  const places = placesOf(c);
  const unknown = sql`x.worker_id is null or x.worker_id <> all(${c.posts.map(p => p.worker)}::uuid[])`;
  const worker = c.rule.unit === 'worker' ? step(unknown, places.get('not_in_post')!) : sql``;
  return sql`case when x.shown <> 0 then x.shown ${worker} ${step(sql`x.station_id <> all(${[...c.stations]}::int[])`, places.get('outside_stations')!)} else 0 end`;
}

/** The way rows are added up one by one; gathered units are not. */
export const plainOf = ({ rule: { count } }: Counting): Plain =>
  count.how === 'ratio' ? count.part : count.how === 'units' ? { how: 'rows' } : count;
export const addedBy = (count: Plain): Sql => (count.how === 'sum' ? sql`coalesce(${column('e', count.of)}, 0)` : sql`1`);

/** What tells rows apart: a person whose file was merged into another's is that other person. */
export const keyed = (name: string): Sql =>
  name === 'client_id' ? sql`coalesce(merged.merged_into, e.client_id)` : column('e', name);
const everywhereOf = (c: Counting, { marks = [], carried = [] }: Partial<Wanted>): Set<string> =>
  new Set([...askedOf(c.rule), ...marks.flatMap(m => m.asks), ...carried.map(x => x.attribute)]);
/** The measure's rows as `e`, with the merged people where they are told apart. */
function source(county: number, c: Counting, wanted: Partial<Wanted>): Sql {
  const merged = sql`left join (select r.id, r.merged_into from app.residents r where r.county_id = ${county} and r.merged_into is not null) merged on merged.id = e.client_id`;
  return sql`(${c.measure.evidence(county, c.today, everywhereOf(c, wanted))}) e ${wanted.people ? merged : sql``}`;
}

/** A row counts in the window whose first day is the last one not after it: 1 is the first, 0 is before it. */
const slot = (frames: readonly Frame[]): Sql =>
  frames.length === 1 ? sql`1` : sql`width_bucket(e.occurred_on, ${frames.map(f => f.from)}::date[])`;
export const manyWindows = (c: Counting): boolean => c.frames.length > 1 && !c.measure.stock;

/** A yes or no of each row that is told beside its amount: how much (`amount`) or how many rows (`rows`) of those counted have it. */
export type Mark = { when: Sql; of: 'amount' | 'rows'; asks: readonly string[] };
/** First every value of `cover` in order, then each of `beside` where it is asked for: that may need a look at every row. */
export function marksOf({ rule, measure }: Counting, beside: boolean): Mark[] {
  const has = (attribute: string, value: string): Sql =>
    measure.attributes[attribute]!.kind === 'list'
      ? sql`${value} = any(${column('e', attribute)})`
      : sql`${column('e', attribute)} = ${value}::text`;
  const covered = rule.cover.flatMap(c => c.values.map((v): Mark => ({ when: has(c.attribute, v), of: 'rows', asks: [] })));
  return beside
    ? [
        ...covered,
        ...rule.beside.map((b): Mark => ({ when: allHold(b.where, measure), of: 'amount', asks: b.where.map(f => f.attribute) })),
      ]
    : covered;
}
/** An attribute or column of a row that comes out beside its reason, under this name. */
export type Carried = { name: string; attribute: string };
export type Wanted = {
  marks: readonly Mark[];
  /** The windows the answer is told by, when not the rule's own. */
  slots: readonly Frame[];
  /** Further columns over alias `e`. */
  more: readonly Sql[];
  /** Whether one of them needs the merged people. */
  people: boolean;
  /** Whether the person of each row is given as `client`. */
  client: boolean;
  /** What else of each row comes out as it is. */
  carried: readonly Carried[];
};

/** The columns of a row with its amount and what it shows by itself. */
function columnsOf(c: Counting, columns: Sql, wanted: Partial<Wanted>): Sql {
  const { marks = [], slots = c.frames, more = [], client = false, carried = [] } = wanted;
  const values = [
    columns,
    ...more,
    ...(client ? [sql`e.client_id as client`] : []),
    sql`${addedBy(plainOf(c))} as amount`,
    sql`${shown(c)} as shown`,
    sql`${slot(slots)} as slot`,
    ...marks.map((m, i) => sql`${m.when} as ${sql.ref(`m_${i}`)}`),
    ...carried.map(x => sql`${column('e', x.attribute)} as ${sql.ref(x.name)}`),
  ];
  return sql.join(values);
}
/** Every evidence row of the county. */
export function looked(county: number, c: Counting, columns: Sql, wanted: Partial<Wanted>): Sql {
  return sql`select ${columnsOf(c, columns, wanted)} from ${source(county, c, wanted)}`;
}
/** The pieces of the evidence, each with how many records a row of it stands for as `n`: rows that are alike in all that is asked are one. */
export function lookedInPieces(county: number, c: Counting, columns: Sql, wanted: Partial<Wanted>): Sql[] {
  const asked = everywhereOf(c, wanted);
  const pieces: readonly Piece[] = c.measure.pieces?.(county, c.today, asked) ?? [
    { rows: c.measure.evidence(county, c.today, asked) },
  ];
  return pieces.map(({ rows, alike }) => {
    const last = alike ? Math.max(...[...asked].map(a => alike.further.indexOf(a))) : -1;
    const whole = !alike || [...asked].some(a => !alike.always.includes(a) && !alike.further.includes(a));
    if (whole) return sql`select ${columnsOf(c, columns, wanted)}, 1::bigint as n from (${rows}) e`;
    const by = sql.join([...alike.always, ...alike.further.slice(0, last + 1)].map(name => column('e', name)));
    const gathered = sql`select ${by}, count(*) as n from (${rows}) e group by ${by}`;
    return sql`select ${columnsOf(c, columns, wanted)}, e.n from (${gathered}) e`;
  });
}

export const OWN = sql`e.id, e.occurred_on, e.station_id, e.worker_id`;
export const win = (c: Counting): Sql => sql`${slot(manyWindows(c) ? c.frames : c.frames.slice(0, 1))} as win`;
export const cellOf = (alias: string, c: Counting): Sql =>
  ({ project: sql`0`, station: column(alias, 'station_id'), worker: column(alias, 'worker_id') })[c.rule.unit];

/** Every evidence row with the number of its reason, where rows are not gathered; 0 is counted. */
export function classifiedRows(county: number, c: Counting, wanted: Partial<Wanted> = {}): Sql {
  const key = keyOf(c.rule);
  if (key === null) return sql`select x.*, ${placed(c)} as reason from (${looked(county, c, OWN, wanted)}) x`;
  const places = placesOf(c);
  const more = [...(wanted.more ?? []), sql`${keyed(key)} as who`, win(c)];
  // The first record of each is counted; the same one again is listed as repeated.
  const nth = sql`row_number() over (partition by ${cellOf('y', c)}, y.win, y.who, y.placed = 0 order by y.occurred_on, y.id, y.worker_id)`;
  const people = wanted.people || key === 'client_id';
  const rows = sql`select x.*, ${placed(c)} as placed from (${looked(county, c, OWN, { ...wanted, more, people })}) x`;
  return sql`select y.*, case when y.placed <> 0 then y.placed ${step(sql`y.who is null`, places.get('unnamed')!)} ${step(sql`${nth} > 1`, places.get('repeated')!)} else 0 end as reason
    from (${rows}) y`;
}

export const inCell = (alias: string, { station, worker }: Cell): Sql => {
  if (worker !== null) return sql`${column(alias, 'worker_id')} = ${worker}::uuid`;
  return station === null ? sql`true` : sql`${column(alias, 'station_id')} = ${station}::int`;
};
