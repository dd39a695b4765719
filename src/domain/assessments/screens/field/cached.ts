// What the phone keeps of assessments: the instruments, the worker's own records, the figures of her people. Serves K3, E1.

import { read } from '#web/api.ts';
import { type Collection, useCollection } from '#web/cache.ts';
import { type FieldAssessment, type FieldInstrument, field, type Instrument, LATE_DAYS } from '../../assessments.ts';

type Row =
  | { is: 'instrument'; id: string; instrument: FieldInstrument }
  | { is: 'assessment'; id: string; assessment: FieldAssessment }
  | { is: 'shared'; id: 'shared'; late_days: number };

export const ownAssessments: Collection<Row> = {
  name: 'assessments.own',
  id: row => row.id,
  gone: row => row.is === 'assessment' && row.assessment.state === 'withdrawn',
  async page(after) {
    const { head, late_days, instruments, assessments } = await read(field, { after: after ?? 0 });
    const rows: Row[] = [
      { is: 'shared', id: 'shared', late_days },
      ...instruments.map((instrument): Row => ({ is: 'instrument', id: `${instrument.code} ${instrument.version}`, instrument })),
      ...assessments.map((assessment): Row => ({ is: 'assessment', id: assessment.id, assessment })),
    ];
    return { rows, after: String(head), more: false };
  },
};

export type OwnAssessments = {
  ready: boolean;
  asOf: string | null;
  trouble: string | null;
  late_days: number;
  instruments: readonly FieldInstrument[];
  /** Newest first. */
  assessments: readonly FieldAssessment[];
};

type Sorted = Pick<OwnAssessments, 'instruments' | 'assessments' | 'late_days'>;
const sorted = new WeakMap<readonly Row[], Sorted>();
function sort(rows: readonly Row[]): Sorted {
  const known = sorted.get(rows);
  if (known) return known;
  const made: Sorted = {
    late_days: rows.find(r => r.is === 'shared')?.late_days ?? LATE_DAYS,
    instruments: rows.flatMap(r => (r.is === 'instrument' ? [r.instrument] : [])),
    assessments: rows
      .flatMap(r => (r.is === 'assessment' ? [r.assessment] : []))
      .sort((a, b) => (`${a.assessed_on} ${a.id}` < `${b.assessed_on} ${b.id}` ? 1 : -1)),
  };
  sorted.set(rows, made);
  return made;
}

export function useOwnAssessments(): OwnAssessments {
  const { rows, asOf, state, trouble } = useCollection(ownAssessments);
  return { ...sort(rows), ready: state === 'ready', asOf, trouble };
}

/** An instrument the phone knows, of this version. */
export const bodyOf = (own: Pick<OwnAssessments, 'instruments'>, code: string, version: number): Instrument | undefined =>
  own.instruments.find(i => i.code === code && i.version === version)?.body;
