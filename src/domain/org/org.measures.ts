// What of staffing can be counted: station-days with what was in place on them, and certificates obtained. Serves M4, M5, U1.

import { sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';
import { NATIONAL } from './eligibility.ts';
import { CERTIFICATES } from './org.ts';
import { WORKERS_NEEDED } from './presence.ts';
import { presenceRows } from './staffing.service.ts';

/** A row for each day of each span, in the shape of evidence. */
const daysOf =
  (spans: string): Measure['evidence'] =>
  () =>
    sql`
    select md5(s.station_id || ' ' || d.day)::uuid as id, d.day::date as occurred_on, s.station_id, null::uuid as worker_id, null::uuid as client_id,
        s.staffed, s.led, s.eligible, s.present, to_char(d.day, 'YYYY-MM') as month
      from jsonb_to_recordset(${spans}::jsonb) as s(station_id int, from_on date, to_on date, present int, eligible int, staffed boolean, led boolean)
      cross join lateral generate_series(s.from_on::timestamp, s.to_on::timestamp, interval '1 day') as d(day)`;

export const measures: readonly Measure[] = [
  {
    name: 'org.station_day',
    title: '社工站人员配备',
    unit: '天',
    clauses: ['M4', 'M5'],
    opens: '/staffing',
    attributes: {
      staffed: { title: `合格驻站社工不少于 ${WORKERS_NEEDED} 名`, kind: 'flag' },
      led: { title: '站长持全国社工证', kind: 'flag' },
      eligible: { title: '合格社工（人）', kind: 'number' },
      present: { title: '在岗社工（人）', kind: 'number' },
      month: { title: '月份', kind: 'text', quiet: true },
    },
    exclusions: [],
    // Who was eligible on which day is a rule about persons (eligibility.ts), carried out in the program; the days are laid out here.
    prepare: async tx => daysOf(JSON.stringify(await presenceRows(tx))),
    evidence: daysOf('[]'),
  },
  {
    name: 'org.certificate',
    title: '考取职业资格证书',
    unit: '名',
    clauses: ['U1'],
    opens: '/staff?open=:worker',
    attributes: {
      kind: { title: '证书', kind: 'text', options: CERTIFICATES },
      before: { title: '此前已持有全国证书', kind: 'flag' },
    },
    exclusions: [],
    evidence: county => sql`
      select c.id, c.issued_on as occurred_on, p.station_id, p.id as worker_id, null::uuid as client_id, c.kind,
        exists (select from app.staff_certificates o where o.county_id = ${county} and o.staff_id = c.staff_id
          and o.kind = any(${[...NATIONAL]}::text[]) and o.issued_on < c.issued_on) as before
      from app.staff_certificates c join app.staff p on p.county_id = ${county} and p.id = c.staff_id
      where c.county_id = ${county} and p.station_id is not null`,
  },
];
