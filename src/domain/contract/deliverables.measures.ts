// Deliverables as evidence: one row for each that was handed in (U2, I1). A contract counts its own only.

import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';
import { DELIVERABLE_KINDS } from './deliverables.ts';

const rows = (county: number, only: RawBuilder<unknown>): RawBuilder<unknown> => sql`select d.id, d.delivered_on as occurred_on,
    d.station_id, null::uuid as worker_id, null::uuid as client_id, d.kind, d.clause_code as clause, d.state, d.pieces, d.title,
    to_char(d.delivered_on, 'YYYY-MM') as month
  from app.deliverables d where d.county_id = ${county} ${only}`;

export const deliverableMeasure: Measure = {
  name: 'contract.deliverable',
  title: '成果材料',
  unit: '份',
  clauses: ['U2', 'I1'],
  attributes: {
    kind: { title: '材料种类', kind: 'text', options: DELIVERABLE_KINDS },
    clause: { title: '对应条款', kind: 'text' },
    pieces: { title: '件数', kind: 'number' },
    title: { title: '名称', kind: 'text' },
    month: { title: '月份', kind: 'text', quiet: true },
  },
  exclusions: [
    { code: 'withdrawn', title: '已撤回', when: sql`e.state = 'withdrawn'` },
    { code: 'returned', title: '已退回，还没有重新提交', when: sql`e.state = 'returned'` },
    { code: 'unchecked', title: '县民政局还没有审核', when: sql`e.state = 'handed_in'` },
  ],
  evidence: county => rows(county, sql``),
  within: contract => ({ evidence: county => rows(county, sql`and d.contract_id = ${contract}::uuid`) }),
  opens: '/contract/deliverables?open=:id',
};
