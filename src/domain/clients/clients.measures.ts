// What of people can be counted: service files opened, and everybody on file, the latter to compare what was done with whom it was
// owed to. Columns that a rule does not ask for are not computed. Serves K2, E1, K3b (as all there are).

import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';
import { CATEGORIES, CATEGORY_CODES, comesFirst } from './categories.ts';
import { FILE_STATES, RESIDENT_STATES } from './residents.ts';

const FIRST = CATEGORY_CODES.filter(code => comesFirst([code]));
const categoryNames = Object.fromEntries(CATEGORY_CODES.map(code => [code, CATEGORIES[code].name]));

/** A row for each row of people; categories and priority are those of `day` as they are on file now. */
const people = (county: number, since: RawBuilder<unknown>, day: RawBuilder<unknown>, only: RawBuilder<unknown>) => {
  const held = sql`from app.resident_categories c where c.county_id = ${county} and c.resident_id = u.client_id
    and (c.from_on is null or c.from_on <= u.seen_on) and (c.to_on is null or c.to_on >= u.seen_on)`;
  return sql`select u.*, array(select c.category ${held} order by 1) as categories,
      exists (select ${held} and c.category = any(${FIRST}::text[])) as priority
    from (select r.id, ${since} as occurred_on, r.station_id, r.worker_id, r.id as client_id, r.state, r.file_state,
        r.file_no, r.household_id::text as household, r.sex, r.born_on, r.merged_into is not null as merged, ${day} as seen_on
      from app.residents r where r.county_id = ${county} ${only}) u`;
};

/** The earliest day on which a person is known to have been on file; whoever has none was there from the beginning. */
const knownSince = (county: number): RawBuilder<unknown> =>
  sql`coalesce(least(r.filed_on, (select min(a.from_on) from app.assignments a where a.county_id = ${county} and a.resident_id = r.id),
    (select min(c.from_on) from app.resident_categories c where c.county_id = ${county} and c.resident_id = r.id)), date '2000-01-01')`;

const attributes: Measure['attributes'] = {
  file_state: { title: '服务档案', kind: 'text', options: FILE_STATES },
  file_no: { title: '档案编号', kind: 'text' },
  state: { title: '人员状态', kind: 'text', options: RESIDENT_STATES },
  priority: { title: '民政对象或特殊群体', kind: 'flag' },
  categories: { title: '对象类别', kind: 'list', options: categoryNames },
  household: { title: '家庭', kind: 'text', quiet: true },
  sex: { title: '性别', kind: 'text', options: { '1': '男', '2': '女' }, quiet: true },
  born_on: { title: '出生日期', kind: 'day', quiet: true },
};
const MERGED = { code: 'merged', title: '档案已并入他人档案', when: sql`e.merged` };

export const measures: readonly Measure[] = [
  {
    name: 'clients.file',
    title: '服务建档',
    unit: '份',
    clauses: ['K2'],
    attributes,
    exclusions: [MERGED, { code: 'incomplete', title: '建档中，必填内容还不齐', when: sql`e.file_state = 'open'` }],
    // The day of a file is the day it was opened; who was responsible then is not asked, so nobody in particular made it.
    evidence: county => people(county, sql`r.filed_on`, sql`r.filed_on`, sql`and r.filed_on is not null`),
    each: 'client_id',
    opens: '/people/:id',
  },
  {
    name: 'clients.register',
    title: '在册服务对象',
    unit: '人',
    clauses: ['E1'],
    attributes,
    exclusions: [MERGED, { code: 'gone', title: '已迁出、去世或结束服务', when: sql`e.state in ('moved', 'died', 'closed')` }],
    evidence: (county, today) => people(county, knownSince(county), sql`${today}::date`, sql``),
    stock: true,
    each: 'client_id',
    opens: '/people/:id',
  },
];
