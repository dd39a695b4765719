// The SQL of counting. Every evidence row of a measure is either counted or left out for the first reason that holds; counts and
// lists are made from the same composed statement, so that a figure is always the length of its list (K1).
//
// A reason is a small number inside a statement (its place in `reasonsOf`), because 500,000 rows are grouped by it: grouping by the
// word, or joining staff to each row, takes two to three times as long.

import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import { q, type RawBuilder, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Attribute, Measure } from '#server/measures.ts';
import { seesNames } from './contract.policy.ts';
import type { EvidenceRow } from './contract.ts';
import { type Filter, filterWords, type Rule } from './rule.ts';
import type { Span } from './term.ts';

/** A worker's days in post within the term, at a station of the contract. */
export type Post = { worker: string; name: string; station: number; span: Span };
/** What is counted: a rule over its measure, for the stations and workers of a contract. */
export type Counting = { rule: Rule; measure: Measure; term: Span; stations: readonly number[]; posts: readonly Post[] };
export type Reason = { code: string; title: string };
/** Which evidence rows: a worker's, a station's, or all (both null). */
export type Cell = { station: number | null; worker: string | null };

/** Why a row is or is not counted, in the order in which it is asked; the first that holds is given. `reasons[0]` is counted. */
export function reasonsOf({ rule, measure, term }: Counting): Reason[] {
  const excluded = measure.exclusions.filter(x => !rule.without.includes(x.code)).map(({ code, title }) => ({ code, title }));
  return [
    { code: 'counted', title: '计入' },
    { code: 'outside_term', title: `不在合同期内(${term.from} 至 ${term.to})` },
    ...excluded,
    ...rule.where.map((filter, i) => ({ code: `where_${i + 1}`, title: `不符合条件:${filterWords(filter, measure)}` })),
    { code: 'not_in_post', title: '当日不是本合同的在岗驻站社工' },
    { code: 'outside_stations', title: '社工站不在本合同内' },
    { code: 'unnamed', title: '没有写明是谁,无法去重' },
    { code: 'repeated', title: '同一人已经计过' },
  ];
}

const column = (alias: string, name: string): RawBuilder<unknown> => sql`${sql.ref(`${alias}.${name}`)}`;

function holdsWhen(filter: Filter, measure: Measure): RawBuilder<unknown> {
  const value = column('e', filter.attribute);
  if (filter.is === 'in')
    return measure.attributes[filter.attribute]!.kind === 'list'
      ? sql`${value} && ${filter.values}::text[]`
      : sql`${value} = any(${filter.values}::text[])`;
  if (filter.is === 'flag') return sql`${value} = ${filter.value}::boolean`;
  const bound = typeof filter.value === 'number' ? sql`${filter.value}::numeric` : sql`${filter.value}::date`;
  return filter.is === 'at_least' ? sql`${value} >= ${bound}` : sql`${value} <= ${bound}`;
}

const step = (when: RawBuilder<unknown>, reason: number): RawBuilder<unknown> => sql`when ${when} then ${sql.lit(reason)}`;

/** The part of the classification that a row shows by itself, over alias `e`. Who was in post all the time needs no look at the day. */
function shown(c: Counting): RawBuilder<unknown> {
  const places = new Map(reasonsOf(c).map((r, i) => [r.code, i]));
  const steps = [
    step(sql`e.occurred_on < ${c.term.from}::date or e.occurred_on > ${c.term.to}::date`, places.get('outside_term')!),
  ];
  for (const x of c.measure.exclusions) if (places.has(x.code)) steps.push(step(x.when, places.get(x.code)!));
  for (const [i, filter] of c.rule.where.entries())
    steps.push(step(sql`(${holdsWhen(filter, c.measure)}) is not true`, places.get(`where_${i + 1}`)!));
  if (c.rule.unit === 'worker') {
    const part = c.posts.filter(p => p.span.from > c.term.from || p.span.to < c.term.to);
    for (const p of part)
      steps.push(
        step(
          sql`e.worker_id = ${p.worker}::uuid and (e.occurred_on < ${p.span.from}::date or e.occurred_on > ${p.span.to}::date)`,
          places.get('not_in_post')!,
        ),
      );
  }
  return sql`case ${sql.join(steps, sql` `)} else 0 end`;
}

/** The rest of it, which depends on station and worker only: asked of a group as of a row, over alias `x` with the part before as `shown`. */
function placed(c: Counting): RawBuilder<unknown> {
  const places = new Map(reasonsOf(c).map((r, i) => [r.code, i]));
  const known = sql`x.worker_id is null or x.worker_id <> all(${c.posts.map(p => p.worker)}::uuid[])`;
  const worker = c.rule.unit === 'worker' ? step(known, places.get('not_in_post')!) : sql``;
  return sql`case when x.shown <> 0 then x.shown ${worker} ${step(sql`x.station_id <> all(${[...c.stations]}::int[])`, places.get('outside_stations')!)} else 0 end`;
}

const amountOf = ({ rule }: Counting): RawBuilder<unknown> =>
  rule.count.how === 'sum' ? sql`coalesce(${column('e', rule.count.of)}, 0)` : sql`1`;

/** Every evidence row of the county with its amount and what it shows by itself. */
function looked(county: number, c: Counting, columns: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select ${columns}, ${amountOf(c)} as amount, ${shown(c)} as shown from (${c.measure.evidence(county)}) e`;
}

/** Every evidence row with the number of its reason; 0 is counted. */
function classified(county: number, c: Counting): RawBuilder<unknown> {
  const { count } = c.rule;
  const own = sql`e.id, e.occurred_on, e.station_id, e.worker_id`;
  if (count.how !== 'distinct') return sql`select x.*, ${placed(c)} as reason from (${looked(county, c, own)}) x`;
  const places = new Map(reasonsOf(c).map((r, i) => [r.code, i]));
  const unit = { project: sql`true`, station: sql`y.station_id`, worker: sql`y.worker_id` }[c.rule.unit];
  // The first record of each is counted; the same one again is listed as repeated.
  const nth = sql`row_number() over (partition by ${unit}, y.who, y.placed = 0 order by y.occurred_on, y.id, y.worker_id)`;
  const placedRows = sql`select x.*, ${placed(c)} as placed from (${looked(county, c, sql`${own}, ${column('e', count.of)} as who`)}) x`;
  return sql`select y.*, case when y.placed <> 0 then y.placed ${step(sql`y.who is null`, places.get('unnamed')!)} ${step(sql`${nth} > 1`, places.get('repeated')!)} else 0 end as reason
    from (${placedRows}) y`;
}

export type Count = { station_id: number; worker_id: string | null; reason: number; rows: number; amount: number };

/** Whether a count belongs to a cell. */
export const belongs = (count: Pick<Count, 'station_id' | 'worker_id'>, { station, worker }: Cell): boolean =>
  worker !== null ? count.worker_id === worker : station === null || count.station_id === station;
const inCell = (alias: string, { station, worker }: Cell): RawBuilder<unknown> => {
  if (worker !== null) return sql`${column(alias, 'worker_id')} = ${worker}::uuid`;
  return station === null ? sql`true` : sql`${column(alias, 'station_id')} = ${station}::int`;
};
/** The rows that decide a cell's standing: a station's also through its workers. */
function around(alias: string, { station, worker }: Cell, posts: readonly Post[]): RawBuilder<unknown> {
  if (worker !== null || station === null) return inCell(alias, { station, worker });
  return sql`(${inCell(alias, { station, worker })} or ${column(alias, 'worker_id')} = any(${posts.filter(p => p.station === station).map(p => p.worker)}::uuid[]))`;
}

/** How many rows, and how much, by station, worker and reason, in one statement. */
export function countOf(tx: Tx, c: Counting, cell: Cell = { station: null, worker: null }): Promise<Count[]> {
  if (c.rule.count.how === 'distinct') {
    const rows = sql`select z.station_id, z.worker_id, z.reason, count(*) as rows, sum(z.amount) as amount from (${classified(tx.county, c)}) z
      where ${around('z', cell, c.posts)} group by z.station_id, z.worker_id, z.reason`;
    return tx.all(sql<Count>`${rows}`.compile(q));
  }
  const groups = sql`select b.station_id, b.worker_id, b.shown, count(*) as rows, sum(b.amount) as amount
    from (${looked(tx.county, c, sql`e.station_id, e.worker_id`)}) b where ${around('b', cell, c.posts)} group by b.station_id, b.worker_id, b.shown`;
  return tx.all(
    sql<Count>`select x.station_id, x.worker_id, ${placed(c)} as reason, x.rows, x.amount from (${groups}) x`.compile(q),
  );
}

/** How many records the counted rows of a cell come from: two workers credited for one visit are two rows of one record. */
export async function recordsOf(tx: Tx, c: Counting, cell: Cell): Promise<number> {
  const counted = sql`select distinct z.id from (${classified(tx.county, c)}) z where ${inCell('z', cell)} and z.reason = 0`;
  const row = await tx.first(sql<{ n: number }>`select count(*) as n from (${counted}) d`.compile(q));
  return row!.n;
}

type Key = { id: string; occurred_on: string; station_id: number; worker_id: string | null; amount: number };
type Facts = {
  id: string;
  worker_id: string | null;
  client_id: string | null;
  station_name: string | null;
  worker_name: string | null;
  client_name: string | null;
} & Record<string, unknown>;

const NOBODY = '00000000-0000-0000-0000-000000000000';
const cursorOf = (row: Key): string => `${row.occurred_on}_${row.id}_${row.worker_id ?? NOBODY}`;
function afterCursor(cursor: string): RawBuilder<unknown> {
  const parts = /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})_([0-9a-f-]{36})$/.exec(cursor);
  if (!parts) throw new AppError('unknown_parameter');
  return sql`and (z.occurred_on, z.id, coalesce(z.worker_id, ${NOBODY}::uuid)) < (${parts[1]}::date, ${parts[2]}::uuid, ${parts[3]}::uuid)`;
}

function wordOf(attribute: Attribute, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '是' : null;
  const words = (Array.isArray(value) ? value : [value]).map(v => attribute.options?.[String(v)] ?? String(v));
  return words.length ? words.join('、') : null;
}

const shownOf = (c: Counting): [string, Attribute][] =>
  Object.entries(c.measure.attributes).filter(([, attribute]) => !attribute.quiet);

/** What is shown of these rows; asked for the rows of a page only, because facts may need other tables. */
function factsOf(tx: Tx, c: Counting, keys: readonly Key[]): Promise<Facts[]> {
  const facts = shownOf(c).map(([name]) => sql`${column('e', name)} as ${sql.ref(`fact_${name}`)}`);
  return tx.all(
    sql<Facts>`select p.*, s.name as station_name, w.name as worker_name, r.name as client_name
      from (select ${sql.join([sql`e.id, e.worker_id, e.client_id, e.station_id`, ...facts])} from (${c.measure.evidence(tx.county)}) e where e.id = any(${keys.map(k => k.id)}::uuid[])) p
      left join (select station_id, name from app.stations where county_id = ${tx.county}) s on s.station_id = p.station_id
      left join (select id, name from app.staff where county_id = ${tx.county}) w on w.id = p.worker_id
      left join (select id, name from app.residents where county_id = ${tx.county}) r on r.id = p.client_id`.compile(q),
  );
}

function presentRow(tx: Tx, c: Counting, key: Key, facts: Facts, reason: string | null): EvidenceRow {
  return {
    record: key.id,
    occurred_on: key.occurred_on,
    station: key.station_id,
    station_name: facts.station_name ?? String(key.station_id),
    worker: key.worker_id,
    worker_name: facts.worker_name,
    client: facts.client_id,
    client_name: facts.client_name && !seesNames(tx.actor, key.station_id) ? maskName(facts.client_name) : facts.client_name,
    amount: key.amount,
    facts: shownOf(c).flatMap(([name, attribute]) => {
      const value = wordOf(attribute, facts[`fact_${name}`]);
      return value === null ? [] : [{ title: attribute.title, value }];
    }),
    reason,
    opens: c.measure.opens.replace(':id', key.id),
  };
}

/** One page of the rows behind a cell that have this reason, newest first. */
export async function evidenceOf(
  tx: Tx,
  c: Counting,
  cell: Cell,
  page: { reason: string; cursor?: string; limit: number },
): Promise<{ rows: EvidenceRow[]; next: string | null }> {
  const reasons = reasonsOf(c);
  const reason = reasons.findIndex(r => r.code === page.reason);
  if (reason < 0) throw new AppError('unknown_parameter');
  const keys = await tx.all(
    sql<Key>`select z.id, z.occurred_on, z.station_id, z.worker_id, z.amount from (${classified(tx.county, c)}) z
      where ${inCell('z', cell)} and z.reason = ${sql.lit(reason)} ${page.cursor ? afterCursor(page.cursor) : sql``}
      order by z.occurred_on desc, z.id desc, coalesce(z.worker_id, ${NOBODY}::uuid) desc limit ${page.limit + 1}`.compile(q),
  );
  const shownKeys = keys.slice(0, page.limit);
  const facts = new Map((shownKeys.length ? await factsOf(tx, c, shownKeys) : []).map(f => [`${f.id} ${f.worker_id}`, f]));
  return {
    rows: shownKeys.map(key =>
      presentRow(tx, c, key, facts.get(`${key.id} ${key.worker_id}`)!, reason === 0 ? null : reasons[reason]!.title),
    ),
    next: keys.length > page.limit ? cursorOf(shownKeys.at(-1)!) : null,
  };
}
