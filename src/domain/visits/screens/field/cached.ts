// What the phone keeps of visits: the worker's own records, the last visits of her people, colleagues, the county's numbers. One
// reading brings all of it, so it is one collection. Serves K1, E6.

import type { z } from 'zod';
import { read } from '#web/api.ts';
import { type Collection, useCollection } from '#web/cache.ts';
import { DEFAULT_SETTINGS, type FieldPerson, type FieldVisit, field } from '../../visits.ts';

type Answer = z.infer<typeof field.answer>;
export type PersonVisits = z.infer<typeof FieldPerson>;
export type Shared = Pick<Answer, 'settings' | 'stations' | 'colleagues'>;
type Row =
  | { is: 'visit'; id: string; visit: FieldVisit }
  | { is: 'person'; id: string; person: PersonVisits }
  | { is: 'shared'; id: 'shared'; shared: Shared }
  | { is: 'gone'; id: string };

export const ownVisits: Collection<Row> = {
  name: 'visits.own',
  id: row => row.id,
  gone: row => row.is === 'gone',
  async page(after) {
    const { head, visits, people, gone, settings, stations, colleagues } = await read(field, { after: after ?? 0 });
    const rows: Row[] = [
      { is: 'shared', id: 'shared', shared: { settings, stations, colleagues } },
      ...visits.map((visit): Row => ({ is: 'visit', id: visit.id, visit })),
      ...people.map((person): Row => ({ is: 'person', id: `of ${person.resident}`, person })),
      ...gone.map((id): Row => ({ is: 'gone', id: `of ${id}` })),
    ];
    return { rows, after: String(head), more: false };
  },
};

const UNKNOWN: Shared = { settings: DEFAULT_SETTINGS, stations: [], colleagues: [] };

export type OwnVisits = {
  ready: boolean;
  asOf: string | null;
  trouble: string | null;
  /** Own records, the newest visit first. */
  visits: readonly FieldVisit[];
  people: ReadonlyMap<string, PersonVisits>;
  shared: Shared;
};

const newestFirst = (a: FieldVisit, b: FieldVisit): number => (`${a.visited_on} ${a.id}` < `${b.visited_on} ${b.id}` ? 1 : -1);

type Sorted = Pick<OwnVisits, 'visits' | 'people' | 'shared'>;
/** Sorted once for all screens that show the same rows. */
const sorted = new WeakMap<readonly Row[], Sorted>();

function sort(rows: readonly Row[]): Sorted {
  const known = sorted.get(rows);
  if (known) return known;
  const made: Sorted = {
    visits: rows.flatMap(row => (row.is === 'visit' ? [row.visit] : [])).sort(newestFirst),
    people: new Map(rows.flatMap(row => (row.is === 'person' ? [[row.person.resident, row.person] as const] : []))),
    shared: rows.find(row => row.is === 'shared')?.shared ?? UNKNOWN,
  };
  sorted.set(rows, made);
  return made;
}

export function useOwnVisits(): OwnVisits {
  const { rows, asOf, state, trouble } = useCollection(ownVisits);
  return { ...sort(rows), ready: state === 'ready', asOf, trouble };
}
