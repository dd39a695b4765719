// What of assessments can be counted: one row for each valid assessment. First or repeated is by person and instrument. Serves K3, E1, C2.

import { sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';
import { FOR_KINDS, INFORMANTS, OCCASIONS } from './assessments.ts';
import { SEEDED } from './instruments/seeded.ts';

const TURNS = { first: '首次', again: '复评' } as const;
const titles = Object.fromEntries(SEEDED.map(s => [s.code, s.body.title]));

export const measures: readonly Measure[] = [
  {
    name: 'assessments.assessment',
    title: '量表评估',
    unit: '次',
    clauses: ['K3', 'E1', 'C2', 'S1'],
    attributes: {
      instrument: { title: '量表', kind: 'text', options: titles },
      grade: { title: '等级', kind: 'text' },
      graded: { title: '得出等级或总分', kind: 'flag' },
      attention: { title: '需要关注', kind: 'flag' },
      turn: { title: '首次或复评', kind: 'text', options: TURNS },
      occasion: { title: '评估原因', kind: 'text', options: OCCASIONS },
      informant: { title: '信息来源', kind: 'text', options: INFORMANTS },
      purpose: { title: '用于', kind: 'text', options: FOR_KINDS },
      late: { title: '补录', kind: 'flag' },
      total: { title: '总分', kind: 'number' },
    },
    exclusions: [{ code: 'withdrawn', title: '已撤回', when: sql`e.state = 'withdrawn'` }],
    evidence: county => sql`select a.id, a.assessed_on as occurred_on, a.station_id, a.worker_id, a.resident_id as client_id,
        a.instrument, a.grade, (a.total is not null or a.grade is not null) as graded, a.attention, a.occasion, a.informant,
        a.for_kind as purpose, a.late, a.total, a.state,
        case when exists (select from app.assessments b where b.county_id = ${county} and b.resident_id = a.resident_id
          and b.instrument = a.instrument and b.state = 'recorded' and (b.assessed_on, b.id) < (a.assessed_on, a.id))
          then 'again' else 'first' end as turn
      from app.assessments a where a.county_id = ${county}`,
    opens: '/assessments/:id',
    prints: 'assessments.sheet',
  },
];
