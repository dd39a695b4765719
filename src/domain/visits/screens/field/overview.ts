// What the lists of the phone say, from what it keeps and what still waits to be sent. Pure. Serves K1, C1, E6.

import type { FieldPerson as Person } from '#domain/clients/clients.ts';
import { addDays } from '#kernel/dates.ts';
import {
  type Due,
  dueOn,
  type LastVisit,
  type Outcome,
  type VisitKind,
  type VisitSettings,
  type VisitState,
  type Written,
  wasMet,
} from '../../visits.ts';
import type { PersonVisits } from './cached.ts';
import { type UnsentVisit, writtenIn } from './waiting.ts';

type Recorded = Extract<UnsentVisit, { does: 'record' }>;
export const recordsOf = (unsent: readonly UnsentVisit[], person: string): Recorded[] =>
  unsent.filter((u): u is Recorded => u.does === 'record' && u.input.resident === person);

const lastOf = (w: { kind: VisitKind; outcome: Outcome; visited_on: string; next_on?: string | undefined }): LastVisit => ({
  kind: w.kind,
  outcome: w.outcome,
  visited_on: w.visited_on,
  next_on: w.next_on ?? null,
});

/** The visits known of a person, those that wait to be sent included. */
export const knownVisits = (person: string, kept: PersonVisits | undefined, unsent: readonly UnsentVisit[]): LastVisit[] => [
  ...recordsOf(unsent, person).map(u => lastOf(u.input)),
  ...(kept?.visits ?? []),
];

/** What a new form begins with: the last record of this kind that met the person, also one that still waits to be sent. */
export function lastMet(
  kind: VisitKind,
  person: string,
  kept: PersonVisits | undefined,
  unsent: readonly UnsentVisit[],
): Written | null {
  const waiting = recordsOf(unsent, person)
    .map(writtenIn)
    .filter(w => w.kind === kind && wasMet(w.outcome));
  const all: Written[] = [...waiting, ...(kept?.[kind] ? [kept[kind]] : [])];
  return all.reduce<Written | null>((last, w) => (last === null || w.visited_on > last.visited_on ? w : last), null);
}

/** When somebody is due; null when nothing says so. A person nobody has seen is due now: since when is not known to the phone. */
export const dueOf = (person: Person, visits: readonly LastVisit[], today: string, settings: VisitSettings): Due | null =>
  dueOn({ categories: person.categories, born_on: person.born_on, since: today, active: true }, visits, today, settings);

export type DueEntry = { person: Person; due: Due; met: boolean };
const LEVELS = { overdue: '已到期', due: '近期到期' } as const;
export type DueGroup = { title: string; entries: DueEntry[] };

/** First who comes first (K1), then village by village so that one way serves several, then the longest due. */
const byNeed = (a: DueEntry, b: DueEntry): number =>
  Number(b.person.comes_first) - Number(a.person.comes_first) ||
  (a.person.village_code ?? '~').localeCompare(b.person.village_code ?? '~') ||
  a.due.days_left - b.due.days_left ||
  a.person.name_key.localeCompare(b.person.name_key);

/** Who is due: the overdue first, inside by need and village. */
export function dueGroups(
  people: readonly Person[],
  visitsOf: (person: string) => readonly LastVisit[],
  today: string,
  settings: VisitSettings,
): DueGroup[] {
  const entries = people.flatMap((person): DueEntry[] => {
    const visits = visitsOf(person.id);
    const due = dueOf(person, visits, today, settings);
    return due && due.state !== 'later' ? [{ person, due, met: visits.some(v => wasMet(v.outcome)) }] : [];
  });
  return (['overdue', 'due'] as const)
    .map(state => ({ title: LEVELS[state], entries: entries.filter(e => e.due.state === state).sort(byNeed) }))
    .filter(group => group.entries.length > 0);
}

/** `超期 5 天`, `今天到期`, `还有 3 天`; `待首访` for somebody nobody has met. */
export function dueWords({ due, met }: Pick<DueEntry, 'due' | 'met'>): string {
  if (!met && due.days_left === 0) return '待首访';
  if (due.days_left < 0) return `超期 ${-due.days_left} 天`;
  return due.days_left === 0 ? '今天到期' : `还有 ${due.days_left} 天`;
}

/** Days offered for the next visit with one tap. */
export const nextDays = (visited_on: string): { label: string; day: string }[] => [
  { label: '一周后', day: addDays(visited_on, 7) },
  { label: '两周后', day: addDays(visited_on, 14) },
  { label: '四周后', day: addDays(visited_on, 28) },
];

export type HistoryEntry = {
  key: string;
  kind: VisitKind;
  outcome: Outcome;
  visited_on: string;
  /** Where it is opened; null for a colleague's record, of which the phone knows only that it was. */
  to: string | null;
  state: VisitState | 'unsent' | 'parked' | null;
};

type Own = { id: string; resident: string; kind: VisitKind; outcome: Outcome; visited_on: string; state: VisitState };

/** All that is known of the visits to a person, the newest first. */
export function historyOf(
  person: string,
  own: readonly Own[],
  kept: PersonVisits | undefined,
  unsent: readonly UnsentVisit[],
): HistoryEntry[] {
  const waiting = recordsOf(unsent, person).map(
    ({ item, input }): HistoryEntry => ({
      ...lastOf(input),
      key: item.id,
      to: `unsent/${item.id}`,
      state: item.state === 'parked' ? 'parked' : 'unsent',
    }),
  );
  const mine = own
    .filter(v => v.resident === person)
    .map((v): HistoryEntry => ({ ...lastOf(v), key: v.id, to: `records/${v.id}`, state: v.state }));
  const others = (kept?.visits ?? [])
    .filter(v => !mine.some(m => m.kind === v.kind && m.visited_on === v.visited_on && m.outcome === v.outcome))
    .map((v, i): HistoryEntry => ({ ...v, key: `other ${i}`, to: null, state: null }));
  return [...waiting, ...mine, ...others].sort((a, b) =>
    a.visited_on < b.visited_on ? 1 : a.visited_on > b.visited_on ? -1 : 0,
  );
}

/** What a draft's name says: which form it belongs to. */
export type DraftOf =
  | { of: 'new'; kind: VisitKind; person: string }
  | { of: 'correct'; visit: string }
  | { of: 'unsent'; item: string };
export const draftName = (d: DraftOf): string =>
  d.of === 'new'
    ? `visits.new/${d.kind}/${d.person}`
    : d.of === 'correct'
      ? `visits.correct/${d.visit}`
      : `visits.unsent/${d.item}`;

export function draftOf(name: string): DraftOf | null {
  const [of, a, b] = name.split('/');
  if (of === 'visits.new' && (a === 'home_visit' || a === 'welfare_call') && b) return { of: 'new', kind: a, person: b };
  if (of === 'visits.correct' && a) return { of: 'correct', visit: a };
  return of === 'visits.unsent' && a ? { of: 'unsent', item: a } : null;
}
/** Where a form is. */
export const formPath = (d: DraftOf): string =>
  d.of === 'new' ? `people/${d.person}/${d.kind}` : d.of === 'correct' ? `records/${d.visit}/correct` : `unsent/${d.item}`;
