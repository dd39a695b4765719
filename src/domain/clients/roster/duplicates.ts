// The same person twice in one file (two sheets, two categories): folded into the first row, with what disagrees said. Pure. Serves
// the roster import (K2).

import { matchName, twinKey } from '#kernel/names.ts';
import { CATEGORY_CODES } from '../categories.ts';
import {
  emptyPerson,
  ROSTER_FIELDS,
  type RosterField,
  type RosterIssue,
  type RosterPerson,
  type RosterRow,
  rowPlace,
} from './person.ts';

/** A row that went into another, for the report. */
export type Folded = { sheet: string; rowNumber: number; into: { sheet: string; rowNumber: number } };

const place = (row: RosterRow): string => rowPlace(row.sheet, row.rowNumber);
const doubt = (field: RosterField, say: string): RosterIssue => ({ field, level: 'doubt', say });

const person = (row: RosterRow, field: RosterField): unknown => row.person[field as keyof RosterPerson];

/** Puts a later row of the same person into the first: categories together, empty fields filled, contradictions said. */
function fold(first: RosterRow, later: RosterRow): void {
  const target: Record<string, unknown> = first.person;
  for (const field of Object.keys(later.person) as (keyof RosterPerson)[]) {
    const value = later.person[field];
    if (value === null || field === 'categories' || field === 'name' || field === 'note' || value === target[field]) continue;
    if (target[field] === null) target[field] = value;
    else if (field in ROSTER_FIELDS && field !== 'since')
      first.issues.push(
        doubt(
          field as RosterField,
          `与${place(later)}是同一人，但「${ROSTER_FIELDS[field as RosterField]}」不同，暂用本行的，请核对。`,
        ),
      );
  }
  const notes = [first.person.note, later.person.note].filter(note => note !== null);
  first.person.note = notes.length === 0 ? null : [...new Set(notes)].join(';').slice(0, 600);
  first.person.categories = CATEGORY_CODES.filter(
    code => first.person.categories.includes(code) || later.person.categories.includes(code),
  );
  for (const issue of later.issues) {
    const answered = person(first, issue.field) !== null && person(later, issue.field) === null;
    if (!answered && !first.issues.some(known => known.say === issue.say)) first.issues.push(issue);
  }
  Object.assign(first.written, { ...later.written, ...first.written });
}

/**
 * A row until the file has been read to its end: the text of what it holds. A hundred thousand rows as objects, most of whose fields are
 * empty, take four times the memory.
 */
class Kept {
  private packed: Buffer;
  constructor(row: RosterRow) {
    this.packed = Kept.pack(row);
  }
  private static pack({ sheet, rowNumber, person, issues, written }: RosterRow): Buffer {
    const told = Object.fromEntries(Object.entries(person).filter(([, value]) => value !== null));
    return Buffer.from(JSON.stringify({ sheet, rowNumber, person: told, issues, written }));
  }
  open(): RosterRow {
    const row = JSON.parse(this.packed.toString()) as Omit<RosterRow, 'kind'>;
    return { kind: 'row', ...row, person: { ...emptyPerson(), ...row.person } };
  }
  change(row: RosterRow): void {
    this.packed = Kept.pack(row);
  }
}

/**
 * Folds the rows of one file, given one by one. Rows with the same number and name become one (the first); one number with two
 * names makes the later row wrong and the first doubtful; people alike by sound, birth date and village without two numbers to tell
 * them apart are made doubtful. Rows with errors are left alone.
 */
export class Folding {
  readonly folded: Folded[] = [];
  private readonly kept: (Kept | null)[] = [];
  private readonly byNumber = new Map<string, Kept>();
  private readonly byTwin = new Map<string, Kept>();
  /** Rows that are left. */
  get size(): number {
    return this.kept.length;
  }
  take(row: RosterRow): void {
    const { person } = row;
    const wrong = row.issues.some(issue => issue.level === 'error');
    const key = wrong ? null : twinKey(person.name, person.born, person.village);
    const keptNumber = person.identity === null || wrong ? undefined : this.byNumber.get(person.identity);
    const keptTwin = key === null ? undefined : this.byTwin.get(key);
    const sameNumber = keptNumber?.open();
    const alike = keptTwin?.open();
    const unnumbered = alike && person.identity === null && alike.person.identity === null;
    const first = sameNumber ?? (unnumbered ? alike : undefined);
    if (first && matchName(first.person.name) === matchName(person.name)) {
      fold(first, row);
      (sameNumber ? keptNumber : keptTwin)!.change(first);
      this.folded.push({ sheet: row.sheet, rowNumber: row.rowNumber, into: { sheet: first.sheet, rowNumber: first.rowNumber } });
      return;
    }
    if (sameNumber) {
      row.issues.push({
        field: 'identity',
        level: 'error',
        say: `证件号与${place(sameNumber)}相同而姓名不同，请核对后改正其中一行。`,
      });
      sameNumber.issues.push(doubt('identity', `证件号与${place(row)}相同而姓名不同，请核对。`));
      keptNumber!.change(sameNumber);
    } else if (alike && mayBeOne(alike.person, person)) {
      row.issues.push(doubt('name', `与${place(alike)}姓名同音、出生日期和村（居）相同，可能是同一人，请核对。`));
    }
    const keep = new Kept(row);
    if (person.identity !== null && !wrong && !sameNumber) this.byNumber.set(person.identity, keep);
    if (key !== null && !keptTwin) this.byTwin.set(key, keep);
    this.kept.push(keep);
  }
  /** Nothing more comes: what only later rows were compared with is given up. */
  end(): void {
    this.byNumber.clear();
    this.byTwin.clear();
  }
  /** Some of the rows that are left, in the order of the file; each is given once. */
  piece(from: number, count: number): RosterRow[] {
    const rows = this.kept.slice(from, from + count).map(kept => kept!.open());
    this.kept.fill(null, from, from + count);
    return rows;
  }
}

/** Two numbers and two names are two people (twins); otherwise it may be one. */
const mayBeOne = (a: RosterPerson, b: RosterPerson): boolean =>
  a.identity === null || b.identity === null || matchName(a.name) === matchName(b.name);
