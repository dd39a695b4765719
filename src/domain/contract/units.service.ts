// The SQL of units: rows gathered by client, case, group, activity …; a unit counts when every condition holds over its own rows (K3b,
// K4b, K4c, K5b). What is there and does not count is listed with what it lacks, and what has no row at all too.

import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { amongOf, type Cell, type Counting } from './counting.ts';
import {
  allHold,
  cellOf,
  classifiedRows,
  column,
  inCell,
  keyed,
  looked,
  OWN,
  placed,
  placesOf,
  type Sql,
  step,
  type Wanted,
  win,
} from './rows.service.ts';
import type { Condition } from './rule.ts';

type Units = Extract<Counting['rule']['count'], { how: 'units' }>;
const unitsOf = (c: Counting): Units => c.rule.count as Units;

/** For each condition whether a row takes part (`h_0` …) and what it adds or which one it is (`v_0` …). */
function conditionColumns(c: Counting): Sql[] {
  return unitsOf(c).having.flatMap(({ count, where }, i) => {
    const value = count.how === 'rows' ? sql`1` : count.how === 'sum' ? column('e', count.of) : sql`${keyed(count.of)}::text`;
    return [sql`${allHold(where, c.measure)} as ${sql.ref(`h_${i}`)}`, sql`${value} as ${sql.ref(`v_${i}`)}`];
  });
}
/** What a unit has come to under a condition, over its rows `p`. */
function reached({ count }: Condition, i: number): Sql {
  const when = sql`filter (where ${column('p', `h_${i}`)})`;
  if (count.how === 'rows') return sql`count(*) ${when}`;
  const value = column('p', `v_${i}`);
  return count.how === 'sum' ? sql`coalesce(sum(${value}) ${when}, 0)` : sql`count(distinct ${value}) ${when}`;
}
const satisfied = (having: readonly Condition[]): Sql =>
  sql.join(
    having.map((h, i) => sql`${reached(h, i)} ${h.at === 'least' ? sql`>=` : sql`<=`} ${h.value}::numeric`),
    sql` and `,
  );

/** `p`: every row with its unit as `who` and its reason so far as `placed`. */
function gathered(county: number, c: Counting, wanted: Partial<Wanted>): Sql {
  const count = unitsOf(c);
  const people =
    wanted.people || [count.by, ...count.having.map(h => (h.count.how === 'distinct' ? h.count.of : ''))].includes('client_id');
  const more = [...(wanted.more ?? []), sql`${keyed(count.by)}::text as who`, win(c), ...conditionColumns(c)];
  return sql`select x.*, ${placed(c)} as placed, ${cellOf('x', c)} as cell from (${looked(county, c, OWN, { ...wanted, more, people })}) x`;
}
/** `a`: the units there are, one for each cell. */
function listed(county: number, c: Counting, until: string | null, name: string | null): Sql {
  const among = amongOf(c)!;
  const label = name ? sql`, max(z.label)` : sql`, null::text`;
  const more = name ? [sql`${column('e', name)} as label`] : [];
  const by = sql`select ${cellOf('z', c)} as cell, z.who::text as who, min(z.station_id) as station_id, min(z.worker_id::text)::uuid as worker_id ${label} as label`;
  return sql`${by} from (${classifiedRows(county, among, { more })}) z where z.reason = 0 ${until ? sql`and z.occurred_on <= ${until}::date` : sql``} group by 1, 2`;
}

/**
 * Every evidence row with the number of its reason. The first row of a counted unit carries its 1, the others 0; so does the first row
 * of a unit that falls short, so that those can be numbered too.
 */
export function classifiedUnits(county: number, c: Counting, wanted: Partial<Wanted>): Sql {
  const places = placesOf(c);
  const among = amongOf(c) !== null;
  const steps = [
    step(sql`p.who is null`, places.get('unnamed')!),
    ...(among ? [step(sql`a.who is null`, places.get('not_among')!)] : []),
    step(sql`not u.ok`, places.get('unit_short')!),
  ];
  const nth = sql`row_number() over (partition by y.cell, y.win, y.who, y.reason order by y.occurred_on, y.id, y.worker_id)`;
  const given = [
    'id',
    'occurred_on',
    'station_id',
    'worker_id',
    'slot',
    'reason',
    ...(wanted.marks ?? []).map((_, i) => `m_${i}`),
    ...(wanted.client ? ['client'] : []),
    ...(wanted.carried ?? []).map(x => x.name),
  ];
  return sql`with p as materialized (${gathered(county, c, wanted)}),
    ${among ? sql`a as materialized (${listed(county, c, null, null)}),` : sql``}
    u as (select p.cell, p.win, p.who, (${satisfied(unitsOf(c).having)}) as ok from p where p.placed = 0 and p.who is not null group by 1, 2, 3)
    select ${sql.join(given.map(name => column('y', name)))}, case when ${nth} = 1 then 1 else 0 end as amount
    from (select p.*, case when p.placed <> 0 then p.placed ${sql.join(steps, sql` `)} else 0 end as reason
      from p left join u on u.cell = p.cell and u.win = p.win and u.who = p.who ${among ? sql`left join a on a.cell = p.cell and a.who = p.who` : sql``}) y`;
}

/** A unit that does not count: what it has come to under each condition, null when it has no row that counts. */
export type Short = { who: string; label: string | null; station_id: number; worker_id: string | null; reached: number[] | null };

/** Station, unit and worker of the last row, as JSON. */
const Cursor = z
  .string()
  .regex(/^\[\d+,"(?:[^"\\]|\\.)*","[0-9a-f-]*"\]$/)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not a cursor');
      return z.NEVER;
    }
  })
  .pipe(z.tuple([z.int(), z.string(), z.string()]));
function afterCursor(cursor: string): Sql {
  const given = Cursor.safeParse(cursor);
  if (!given.success) throw new AppError('unknown_parameter');
  const [station, who, worker] = given.data;
  return sql`and (s.station_id, s.who, coalesce(s.worker_id::text, '')) > (${station}::int, ${who}::text, ${worker}::text)`;
}

/** One page of the units of a cell that do not satisfy the conditions in the window of this place, by station and unit. */
export async function shortUnits(
  tx: Tx,
  c: Counting,
  cell: Cell,
  page: { window: number; cursor?: string; limit: number },
): Promise<{ rows: Short[]; next: string | null }> {
  const { having, by, among } = unitsOf(c);
  const frame = c.frames[page.window];
  if (!frame) throw new AppError('unknown_parameter');
  const named = c.measure.attributes[by]?.named ?? null;
  const more = named ? [sql`${column('e', named)} as label`] : [];
  const inWindow = c.frames.length > 1 && !c.measure.stock ? sql`and p.win = ${page.window + 1}::int` : sql``;
  const label = named ? sql`max(p.label)` : sql`null::text`;
  const u = sql`select p.cell, p.who, min(p.station_id) as station_id, min(p.worker_id::text)::uuid as worker_id, ${label} as label,
      (${satisfied(having)}) as ok, jsonb_build_array(${sql.join(having.map(reached))}) as reached
    from p where p.placed = 0 and p.who is not null ${inWindow} group by p.cell, p.who`;
  const all = among
    ? sql`a as materialized (${listed(tx.county, c, frame.to, c.other!.attributes[among.by]?.named ?? null)}),`
    : sql``;
  const short = among
    ? sql`select a.who, coalesce(a.label, u.label) as label, a.station_id, a.worker_id, u.reached from a left join u on u.cell = a.cell and u.who = a.who where u.ok is not true`
    : sql`select u.who, u.label, u.station_id, u.worker_id, u.reached from u where not u.ok`;
  const after = page.cursor ? afterCursor(page.cursor) : sql``;
  const rows = await tx.all(
    sql<Short>`with p as materialized (${gathered(tx.county, c, { more })}), ${all} u as (${u})
      select s.* from (${short}) s where ${inCell('s', cell)} ${after} order by s.station_id, s.who, coalesce(s.worker_id::text, '') limit ${page.limit + 1}`.compile(
      q,
    ),
  );
  const last = rows.length > page.limit ? rows[page.limit - 1]! : null;
  return { rows: rows.slice(0, page.limit), next: last && JSON.stringify([last.station_id, last.who, last.worker_id ?? '']) };
}
