// What of inspections and draws can be counted (M3). Only finished draws are evidence: until then nobody may see who was drawn.

import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Exclusion, Measure } from '#server/measures.ts';
import { AGREES, COMPLETE, CONFIRMED, TRUTH, UNREACHED, VISIT_KINDS, WAYS } from './inspections.ts';

const excluded = (code: string, title: string, when: RawBuilder<unknown>): Exclusion => ({ code, title, when });

const inspection: Measure = {
  name: 'inspections.inspection',
  title: '检查指导',
  unit: '次',
  clauses: ['M3'],
  opens: '/inspections/:id',
  attributes: {
    state: { title: '状态', kind: 'text', options: { recorded: '已登记', withdrawn: '已撤回' } },
    month: { title: '月份', kind: 'text', quiet: true },
    late: { title: '补录', kind: 'flag' },
    signed: { title: '站长签名', kind: 'flag' },
    findings: { title: '发现问题', kind: 'number' },
    open_findings: { title: '未整改问题', kind: 'number' },
    photos: { title: '照片', kind: 'number' },
  },
  exclusions: [excluded('withdrawn', '已撤回', sql`e.state = 'withdrawn'`)],
  evidence: county => {
    const found = (only: RawBuilder<unknown>) =>
      sql`(select count(*)::int from app.findings f where f.county_id = ${county} and f.inspection_id = i.id and ${only})`;
    return sql`select i.id, i.inspected_on as occurred_on, i.station_id, i.inspector_id as worker_id, null::uuid as client_id,
        i.state, to_char(i.inspected_on, 'YYYY-MM') as month, i.late, i.signature_hash is not null as signed,
        ${found(sql`f.state <> 'dropped'`)} as findings, ${found(sql`f.state in ('open', 'answered')`)} as open_findings,
        cardinality(i.photo_hashes) as photos
      from app.inspections i where i.county_id = ${county}`;
  },
};

const drawn = (county: number, kind: 'callback' | 'check', columns: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select i.id, (i.result->>'on')::date as occurred_on, i.station_id, v.worker_id, v.resident_id as client_id,
      v.kind as visit_kind, to_char((i.result->>'on')::date, 'YYYY-MM') as month, ${columns}
    from app.draw_items i
      join app.draws d on d.county_id = ${county} and d.id = i.draw_id
      join app.visits v on v.county_id = ${county} and v.id = i.visit_id
    where i.county_id = ${county} and d.kind = ${sql.lit(kind)} and d.state = 'finished' and i.result is not null`;

const visit_kind = { title: '抽到的服务', kind: 'text', options: VISIT_KINDS } as const;
const month = { title: '月份', kind: 'text', quiet: true } as const;

const callback: Measure = {
  name: 'inspections.callback',
  title: '随机回访',
  unit: '次',
  clauses: ['M3', 'K1'],
  opens: '/draws/item/:id',
  attributes: {
    visit_kind,
    month,
    reached: { title: '联系上', kind: 'flag' },
    unreached: { title: '未联系上的原因', kind: 'text', options: UNREACHED },
    way: { title: '回访方式', kind: 'text', options: WAYS },
    confirmed: { title: '服务确认', kind: 'text', options: CONFIRMED },
    agrees: { title: '内容与记录', kind: 'text', options: AGREES },
    satisfaction: { title: '满意度（1–5 分）', kind: 'number' },
  },
  exclusions: [excluded('unreached', '没有联系上，已替补', sql`not e.reached`)],
  evidence: county =>
    drawn(
      county,
      'callback',
      sql`(i.result->>'reached')::boolean as reached, i.result->>'why' as unreached, i.result->>'way' as way,
        i.result->>'confirmed' as confirmed, i.result->>'agrees' as agrees, (i.result->>'satisfaction')::int as satisfaction`,
    ),
};

const check: Measure = {
  name: 'inspections.check',
  title: '记录抽查',
  unit: '条',
  clauses: ['M3', 'K1'],
  opens: '/draws/item/:id',
  attributes: {
    visit_kind,
    month,
    complete: { title: '要件', kind: 'text', options: COMPLETE },
    truth: { title: '真实性', kind: 'text', options: TRUTH },
  },
  exclusions: [],
  evidence: county => drawn(county, 'check', sql`i.result->>'complete' as complete, i.result->>'true' as truth`),
};

export const measures: readonly Measure[] = [inspection, callback, check];
