// What a row of a roster would do to what is known: new, the same, changed, doubtful, wrong — and why. A sheet adds and corrects, it
// never empties a field because it lacks it. Pure. Serves the roster import (K2).

import { matchName } from '#kernel/names.ts';
import { CATEGORY_CODES } from '../categories.ts';
import { ROSTER_FIELDS, type RosterField, type RosterPerson, type RosterRow } from './person.ts';

export const OUTCOMES = { new: '新增', same: '无变化', changed: '有变化', doubtful: '待确认', wrong: '有错误' } as const;
export type Outcome = keyof typeof OUTCOMES;

/** A person already in the register, in the same fields as a row. */
export type KnownPerson = RosterPerson & { id: string };

type Value = string | number | null | readonly string[];
export type Change = { field: keyof RosterPerson; before: Value; after: Value };
export type Classified = {
  outcome: Outcome;
  /** The person the row is about; null for a new one and where that is the question. */
  match: string | null;
  /** People it might be about, to be chosen from; their ids. */
  candidates: string[];
  /** What would change in `match`. */
  changes: Change[];
  /** Sentences for a person to read; empty for new, same and changed. */
  why: string[];
};

/** Fields that change together with another, or that say how a field is known. */
const FOLLOWING: ReadonlySet<keyof RosterPerson> = new Set([
  'identityKind',
  'noNumberReason',
  'bornPrecision',
  'categories',
  'name',
]);

/** Fields compared one by one, in the order of the template. */
const COMPARED = (Object.keys(ROSTER_FIELDS) as RosterField[]).filter(field => !FOLLOWING.has(field)) as Exclude<
  RosterField,
  'categories' | 'name' | 'identityKind'
>[];

/** What a row would change in a known person. Nothing is emptied; categories are only added; a vaguer birth date changes nothing. */
export function changesOf(row: RosterPerson, known: RosterPerson): Change[] {
  const changes: Change[] = [];
  if (row.name !== '' && row.name !== known.name) changes.push({ field: 'name', before: known.name, after: row.name });
  for (const field of COMPARED) {
    const [before, after] = [known[field], row[field]];
    if (after === null || after === before) continue;
    if (
      field === 'born' &&
      row.bornPrecision !== 'day' &&
      known.born?.startsWith(row.born!.slice(0, row.bornPrecision === 'year' ? 4 : 7))
    )
      continue;
    changes.push({ field, before, after });
  }
  const categories = CATEGORY_CODES.filter(code => known.categories.includes(code) || row.categories.includes(code));
  if (categories.length > known.categories.length)
    changes.push({ field: 'categories', before: known.categories, after: categories });
  return changes;
}

/** The person after a row was taken over: `known` null makes a new one. */
export function applyRow(known: RosterPerson | null, row: RosterPerson): RosterPerson {
  if (known === null) return { ...row };
  const after: Record<string, unknown> = { ...known };
  for (const change of changesOf(row, known)) after[change.field] = change.after;
  if (row.identity !== null) Object.assign(after, { identityKind: row.identityKind, noNumberReason: null });
  if (after.born !== known.born) after.bornPrecision = row.bornPrecision;
  return after as RosterPerson;
}

const sameName = (a: RosterPerson, b: RosterPerson): boolean => matchName(a.name) === matchName(b.name);

/** Why a twin is not simply another person; null when it is (two good numbers and two names: brothers born on one day). */
function twinDoubt(row: RosterPerson, twin: KnownPerson): string | null {
  const bothNumbered = row.identity !== null && twin.identity !== null;
  if (bothNumbered && !sameName(row, twin)) return null;
  if (bothNumbered) return '已有姓名、出生日期、村（居）相同而证件号不同的人，请核对是不是同一人、哪个号码正确。';
  if (!sameName(row, twin)) return '已有姓名同音、出生日期和村（居）相同的人，可能是同一人写法不同，请核对。';
  return row.identity === null
    ? '已有姓名、出生日期、村（居）相同且有证件号的人，请确认是不是同一人。'
    : '已有姓名、出生日期、村（居）相同但没有证件号的人，请确认是不是同一人，是则补上证件号。';
}

/**
 * Compares a row with the register.
 * @param existing the person with the row's identity number; null when there is none or the row has no number.
 * @param twins people with the row's `twinKey` (same sound, birth date, village), without `existing`.
 */
export function compare(
  row: Pick<RosterRow, 'person' | 'issues'>,
  existing: KnownPerson | null,
  twins: readonly KnownPerson[] = [],
): Classified {
  const { person, issues } = row;
  const errors = issues.filter(issue => issue.level === 'error').map(issue => issue.say);
  if (errors.length > 0) return { outcome: 'wrong', match: null, candidates: [], changes: [], why: errors };
  if (existing && !sameName(person, existing)) {
    const why = ['这个证件号在系统中属于另一个姓名的人，请核对姓名和号码。'];
    return { outcome: 'doubtful', match: null, candidates: [existing.id], changes: changesOf(person, existing), why };
  }
  const match = existing ?? sureTwin(person, twins);
  const changes = match ? changesOf(person, match) : [];
  if (match && changes.length === 0) return { outcome: 'same', match: match.id, candidates: [], changes, why: [] };
  const doubts = issues.map(issue => issue.say);
  const alike = match ? [] : twins.map(twin => ({ twin, say: twinDoubt(person, twin) })).filter(({ say }) => say !== null);
  const why = [...new Set([...doubts, ...alike.map(({ say }) => say!)])];
  const outcome = why.length > 0 ? 'doubtful' : match ? 'changed' : 'new';
  return { outcome, match: match?.id ?? null, candidates: alike.map(({ twin }) => twin.id), changes, why };
}

/** Someone without a number is known again by name, birth date and village, when exactly one such person without a number is there. */
function sureTwin(person: RosterPerson, twins: readonly KnownPerson[]): KnownPerson | null {
  if (person.identity !== null || person.bornPrecision !== 'day') return null;
  const same = twins.filter(
    twin => sameName(person, twin) && (twin.sex === null || person.sex === null || twin.sex === person.sex),
  );
  return same.length === 1 && same[0]!.identity === null ? same[0]! : null;
}
