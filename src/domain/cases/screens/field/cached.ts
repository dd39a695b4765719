// What the phone keeps of cases: the worker's own, with the goals a session begins with and the sessions he wrote. Read whole each time: they are
// a handful. Serves K3b.

import { read } from '#web/api.ts';
import { type Collection, useCollection } from '#web/cache.ts';
import { type FieldCase, field } from '../../cases.ts';

type Row = { is: 'case'; id: string; of: FieldCase } | { is: 'shared'; id: 'shared'; late_days: number; ids: readonly string[] };

export const ownCases: Collection<Row> = {
  name: 'cases.own',
  id: row => row.id,
  async page() {
    const { cases, late_days } = await read(field, {});
    const rows = cases.map((of): Row => ({ is: 'case', id: of.id, of }));
    return { rows: [...rows, { is: 'shared', id: 'shared', late_days, ids: cases.map(c => c.id) }], after: '0', more: false };
  },
};

export type OwnCases = {
  ready: boolean;
  asOf: string | null;
  trouble: string | null;
  cases: readonly FieldCase[];
  late_days: number;
};
/** Own cases, the next agreed first. One that was handed over since is not shown any more. */
export function useOwnCases(): OwnCases {
  const { rows, asOf, state, trouble } = useCollection(ownCases);
  const shared = rows.find(row => row.is === 'shared');
  const cases = rows.flatMap(row => (row.is === 'case' && shared?.ids.includes(row.id) ? [row.of] : []));
  const order = (c: FieldCase) => `${c.next_on ?? '9999'} ${c.case_no}`;
  return {
    ready: state === 'ready',
    asOf,
    trouble,
    cases: cases.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
    late_days: shared?.late_days ?? 3,
  };
}
