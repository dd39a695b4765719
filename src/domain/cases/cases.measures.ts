// What of cases can be counted: people taken in (K3), and each service to them (K3b). Figures read heads only, never what was said; the kinds of
// problems serve filters and are shown beside no row.

import { CATEGORIES, CATEGORY_CODES, type Category } from '#domain/clients/clients.ts';
import { RECORD_STATES } from '#kernel/review.ts';
import { sql } from '#server/database/tables.ts';
import type { Exclusion, Measure } from '#server/measures.ts';
import { CHANNELS, PROBLEMS, SOURCES, STAGES, URGENCIES } from './cases.ts';
import { casesWithFacts, stage } from './rows.service.ts';

const FIRST = CATEGORY_CODES.filter(code => (CATEGORIES[code] satisfies Category).priority !== null);
const excluded = (code: string, title: string, when: Exclusion['when']): Exclusion => ({ code, title, when });
const reviewed = (what: string): Exclusion[] => [
  excluded('withdrawn', '已撤回', sql`e.state in ('withdrawn', 'draft')`),
  excluded('submitted', `${what}尚未审核`, sql`e.state = 'submitted'`),
  excluded('returned', `${what}已退回，更正后未通过审核`, sql`e.state = 'returned'`),
];
const one: Measure['attributes'] = {
  case_id: { title: '个案', kind: 'text', quiet: true, named: 'case_no', opens: '/cases/:id' },
  case_no: { title: '案号', kind: 'text' },
  month: { title: '月份', kind: 'text', quiet: true },
};

const takenIn: Measure = {
  name: 'cases.case',
  title: '个案接案',
  unit: '人',
  clauses: ['K3'],
  attributes: {
    ...one,
    stage: { title: '阶段', kind: 'text', options: STAGES },
    source: { title: '来源', kind: 'text', options: SOURCES },
    problems: { title: '问题类型', kind: 'list', options: PROBLEMS, quiet: true },
    urgency: { title: '紧急程度', kind: 'text', options: URGENCIES },
    priority: { title: '民政对象或特殊群体', kind: 'flag' },
    closed: { title: '已结案', kind: 'flag' },
    state: { title: '接案记录', kind: 'text', options: RECORD_STATES },
  },
  exclusions: [excluded('declined', '评估后没有接案', sql`e.stage = 'declined'`), ...reviewed('接案记录')],
  evidence: county => sql`select c.id, c.opened_on as occurred_on, c.station_id, c.worker_id, c.resident_id as client_id,
      c.id::text as case_id, c.case_no, to_char(c.opened_on, 'YYYY-MM') as month, ${stage} as stage, c.source, c.problem_types as problems,
      c.urgency, f.closed_on is not null as closed,
      (select i.state from app.records i where i.county_id = ${county} and i.of_id = c.id and i.kind = 'cases.intake' order by i.id limit 1) as state,
      exists (select from app.resident_categories g where g.county_id = ${county} and g.resident_id = c.resident_id
        and (g.from_on is null or g.from_on <= c.opened_on) and (g.to_on is null or g.to_on >= c.opened_on)
        and g.category = any(${FIRST}::text[])) as priority
    from ${casesWithFacts(county)} where c.county_id = ${county}`,
  opens: '/cases/:id',
};

const services: Measure = {
  name: 'cases.service',
  title: '个案服务',
  unit: '次',
  clauses: ['K3b'],
  attributes: {
    ...one,
    kind: { title: '服务', kind: 'text', options: { session: '过程服务', follow_up: '结案回访' } },
    channel: { title: '方式', kind: 'text', options: CHANNELS },
    met: { title: '见到或联系上', kind: 'flag' },
    late: { title: '补录', kind: 'flag' },
    state: { title: '审核', kind: 'text', options: RECORD_STATES },
  },
  exclusions: [...reviewed('过程记录'), excluded('not_met', '没有见到或联系上对象', sql`not e.met`)],
  evidence:
    county => sql`select r.id, r.occurred_on, r.station_id, r.worker_id, v.resident_id as client_id, v.case_id::text as case_id, c.case_no,
      to_char(r.occurred_on, 'YYYY-MM') as month, split_part(r.kind, '.', 2) as kind, v.channel, v.met, r.late, r.state
    from app.case_services v
      join app.records r on r.county_id = ${county} and r.id = v.record_id
      join app.cases c on c.county_id = ${county} and c.id = v.case_id
    where v.county_id = ${county} and v.met is not null`,
  opens: '/cases/:id',
};

export const measures: readonly Measure[] = [takenIn, services];
