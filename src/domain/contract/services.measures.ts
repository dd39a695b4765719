// Everything that was done for one person, visits and casework together: the other reading of K3b, by which each person with a service file is
// served so many times, whichever way. Made of the measures below, where this installation has them.

import { sql } from '#server/database/tables.ts';
import type { Measure } from '#server/measures.ts';

const SOURCES = { 'visits.home_visit': '入户探访', 'cases.service': '个案服务' } as const;

/** Rows of each source that it would count itself, said by its own exclusions, as rows of one measure. */
export function clientServices(declared: readonly Measure[]): Measure[] {
  const parts = declared.filter(m => m.name in SOURCES);
  if (parts.length < 2) return [];
  return [
    {
      name: 'contract.client_service',
      title: '对个人的服务（探访与个案合计）',
      unit: '次',
      clauses: ['K3b'],
      attributes: {
        source: { title: '服务来源', kind: 'text', options: SOURCES },
        month: { title: '月份', kind: 'text', quiet: true },
      },
      exclusions: [
        { code: 'not_counted', title: '原记录本身不计（未审核、已撤回、未见到、陪访或电话问候）', when: sql`e.left_out` },
      ],
      evidence: (county, today) =>
        sql.join(
          parts.map(
            m => sql`select e.id, e.occurred_on, e.station_id, e.worker_id, e.client_id, ${m.name}::text as source,
              to_char(e.occurred_on, 'YYYY-MM') as month, (${sql.join(
                m.exclusions.map(x => sql`coalesce(${x.when}, false)`),
                sql` or `,
              )}) as left_out
            from (${m.evidence(county, today)}) e`,
          ),
          sql` union all `,
        ),
      opens: '/services/:id',
    },
  ];
}
