// What of visits can be counted: one evidence row for each visit and worker who made it. Only columns that a rule asks for are read;
// the plain count of a year comes from the index `visits_counted` alone. Serves K1, C1.

import { CATEGORIES, CATEGORY_CODES, type Category } from '#domain/clients/clients.ts';
import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Exclusion, Measure, Piece } from '#server/measures.ts';
import { CALL_OUTCOMES, KINDS, STATES, VISIT_OUTCOMES, VISIT_TYPES, type VisitKind } from './visits.ts';

const PARTS = { lead: '主访', co: '陪访' } as const;
const categoryNames = Object.fromEntries(CATEGORY_CODES.map(code => [code, CATEGORIES[code].name]));
const FIRST = CATEGORY_CODES.filter(code => (CATEGORIES[code] satisfies Category).priority !== null);

const facts = sql`v.kind, v.type, v.outcome, v.state, v.late`;
const minutes = sql`case when f.ended_at is not null then extract(epoch from f.ended_at::time - f.started_at::time)::int / 60 end`;

/** The lead worker's rows, and a row for each colleague who went along. */
const made = (county: number, only: RawBuilder<unknown>): { lead: RawBuilder<unknown>; co: RawBuilder<unknown> } => ({
  lead: sql`select v.id, v.visited_on as occurred_on, v.station_id, v.worker_id, v.resident_id as client_id, 'lead' as part, ${facts}
    from app.visits v where v.county_id = ${county} ${only}`,
  co: sql`select v.id, v.visited_on as occurred_on, v.station_id, unnest(v.co_worker_ids) as worker_id, v.resident_id as client_id, 'co' as part, ${facts}
    from app.visits v where v.county_id = ${county} and v.co_worker_ids <> '{}' ${only}`,
});

/**
 * Rows with all their attributes. What stands outside the inner select is looked up for the rows that are shown, not for all that are
 * counted. Categories are those of the day of the visit, as they are on file now.
 */
function withFacts(county: number, rows: RawBuilder<unknown>, everywhere: ReadonlySet<string> = new Set()): RawBuilder<unknown> {
  const visit = (what: RawBuilder<unknown>) =>
    sql`(select ${what} from app.visits f where f.county_id = ${county} and f.id = u.id)`;
  const onFile = sql`from app.resident_categories c where c.county_id = ${county} and c.resident_id = u.client_id
    and (c.from_on is null or c.from_on <= u.occurred_on) and (c.to_on is null or c.to_on >= u.occurred_on)`;
  // Joined whole where a rule asks it of every visit of a year; otherwise the join would keep the index from answering alone.
  const joined = everywhere.has('priority');
  const first = sql`left join (select c.resident_id, range_agg(daterange(c.from_on, c.to_on, '[]')) as days from app.resident_categories c
    where c.county_id = ${county} and c.category = any(${FIRST}::text[]) group by c.resident_id) first on first.resident_id = u.client_id`;
  return sql`select u.*,
      to_char(u.occurred_on, 'YYYY-MM') as month,
      ${joined ? sql`coalesce(first.days @> u.occurred_on, false)` : sql`exists (select ${onFile} and c.category = any(${FIRST}::text[]))`} as priority,
      array(select c.category ${onFile} order by 1) as categories,
      (select r.household_id::text from app.residents r where r.county_id = ${county} and r.id = u.client_id) as household,
      ${visit(sql`1 + cardinality(f.present_ids)`)} as people,
      ${visit(sql`cardinality(f.photo_hashes)`)} as photos,
      ${visit(minutes)} as minutes
    from (${rows}) u ${joined ? first : sql``}`;
}

/** The index `visits_counted`, and what is the same in all these rows. */
const ALIKE: Piece['alike'] = {
  always: ['station_id', 'occurred_on', 'worker_id', 'kind', 'state', 'part'],
  further: ['outcome', 'late'],
};

/** The evidence whole and in its pieces. */
const evidenceOf = (only: RawBuilder<unknown>): Pick<Measure, 'evidence' | 'pieces'> => ({
  evidence: (county, _, everywhere) => {
    const { lead, co } = made(county, only);
    return withFacts(county, sql`${lead} union all ${co}`, everywhere);
  },
  pieces: (county, _, everywhere) => {
    const { lead, co } = made(county, only);
    return [{ rows: withFacts(county, lead, everywhere), alike: ALIKE }, { rows: withFacts(county, co, everywhere) }];
  },
});

const excluded = (code: string, title: string, when: RawBuilder<unknown>): Exclusion => ({ code, title, when });
const WITHDRAWN = excluded('withdrawn', '已撤回', sql`e.state = 'withdrawn'`);
const REST: readonly Exclusion[] = [
  excluded('submitted', '尚未审核', sql`e.state = 'submitted'`),
  excluded('returned', '已退回，更正后未通过审核', sql`e.state = 'returned'`),
  excluded('co_worker', '双人同访只计主访社工', sql`e.part = 'co'`),
];

/** The worker's own people whose last home visit is longest ago; who was never visited comes first. */
const longestAgo: NonNullable<Measure['suggest']> = (county, worker) =>
  sql`select r.id as client_id, r.name, r.station_id, (select max(v.visited_on) from app.visits v where v.county_id = ${county}
        and v.resident_id = r.id and v.kind = 'home_visit' and v.state <> 'withdrawn') as last_on
    from app.residents r where r.county_id = ${county} and r.worker_id = ${worker}::uuid and r.state = 'active'
    order by last_on nulls first, r.id limit 3`;

const attributes = (outcomes: Record<string, string>): Measure['attributes'] => ({
  part: { title: '主访或陪访', kind: 'text', options: PARTS },
  kind: { title: '方式', kind: 'text', options: KINDS },
  outcome: { title: '结果', kind: 'text', options: outcomes },
  state: { title: '审核', kind: 'text', options: STATES },
  late: { title: '补录', kind: 'flag' },
  priority: { title: '民政对象或特殊群体', kind: 'flag' },
  categories: { title: '对象类别', kind: 'list', options: categoryNames },
  month: { title: '月份', kind: 'text', quiet: true },
  minutes: { title: '时长（分钟）', kind: 'number' },
  people: { title: '见到人次', kind: 'number' },
  household: { title: '家庭', kind: 'text', quiet: true },
  photos: { title: '照片', kind: 'number' },
});

const measure = (
  kind: VisitKind,
  rest: Pick<Measure, 'clauses' | 'attributes' | 'exclusions' | 'evidence' | 'pieces' | 'suggest'>,
): Measure => ({
  name: `visits.${kind}`,
  title: KINDS[kind],
  unit: '次',
  opens: '/visits/:id',
  prints: 'visits.sheet',
  ...rest,
});

export const measures: readonly Measure[] = [
  measure('home_visit', {
    clauses: ['K1'],
    attributes: {
      type: { title: '探访类型', kind: 'text', options: VISIT_TYPES },
      ...attributes({ ...VISIT_OUTCOMES, ...CALL_OUTCOMES }),
    },
    exclusions: [WITHDRAWN, excluded('telephone', '电话问候不是入户探访', sql`e.kind = 'welfare_call'`), ...REST],
    ...evidenceOf(sql``),
    suggest: longestAgo,
  }),
  measure('welfare_call', {
    clauses: ['C1'],
    attributes: attributes(CALL_OUTCOMES),
    exclusions: [WITHDRAWN, ...REST],
    ...evidenceOf(sql`and v.kind = 'welfare_call'`),
  }),
];
