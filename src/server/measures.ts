// What can be counted. A module declares measures: named sets of evidence rows with typed attributes; the contract engine
// composes rules over them. A figure is always the length of a list of evidence, so a measure is a list, never a number.

import type { RawBuilder } from 'kysely';
import type { Tx } from './database/tx.ts';

export type AttributeKind = 'text' | 'number' | 'day' | 'flag' | 'list';

export type Attribute = {
  title: string;
  kind: AttributeKind;
  /** Codes and their Chinese labels, for editing a filter and for reading a row. */
  options?: Readonly<Record<string, string>>;
  /** The attribute that names such a unit to a reader, and the path that opens it with `:id`, where rows are gathered by this one. */
  named?: string;
  opens?: string;
  /** Serves filters only: not shown beside an evidence row. */
  quiet?: true;
};

/** Why an evidence row is not counted, whatever the contract says (e.g. not yet approved). The first that holds is given. */
export type Exclusion = {
  code: string;
  /** In Chinese, ends the sentence "未计入:…". */
  title: string;
  /** A boolean SQL expression over the measure's columns, aliased `e`. */
  when: RawBuilder<unknown>;
};

/** A part of a measure's evidence that is counted by itself. */
export type Piece = {
  /** In the shape of `evidence`. */
  rows: RawBuilder<unknown>;
  /**
   * Columns that many rows have in common, in the order of an index that holds nothing else: rows that are alike in them are gathered
   * before they are judged. `always` are those that every count needs (`station_id`, `worker_id`, `occurred_on`, whatever the exclusions
   * read), `further` those of attributes; a count that asks for another column looks at every row.
   */
  alike?: { always: readonly string[]; further: readonly string[] };
};

export type Measure = {
  /** `<module>.<what>`, e.g. `visits.home_visit`. */
  name: string;
  title: string;
  /** 次, 人, 场 …: the unit one evidence row stands for. */
  unit: string;
  /** Which clauses it was made for. */
  clauses: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
  exclusions: readonly Exclusion[];
  /**
   * A SELECT of the evidence of one county as SQL, with columns `id` (of the record), `occurred_on`, `station_id`, `worker_id`
   * (null where nobody in particular), `client_id` (null likewise) and one column per attribute. Every table in it states the county.
   * `today` is the day as text, for what depends on it (days still in post, a certificate that expires). `everywhere` are attributes
   * that will be asked of every row: for them a measure may join as a whole what it otherwise looks up for the rows that are shown.
   */
  evidence: (county: number, today: string, everywhere?: ReadonlySet<string>) => RawBuilder<unknown>;
  /** The same evidence as parts that have no row in common: what is added up needs no union of rows first, which takes twice as long. */
  pieces?: (county: number, today: string, everywhere?: ReadonlySet<string>) => readonly Piece[];
  /**
   * For rows that follow from a rule carried out in the program: makes the `evidence` of one question, from what it reads in the
   * question's own transaction. What it hands over must be small: spans of days, not rows.
   */
  prepare?: (tx: Tx) => Promise<Measure['evidence']>;
  /**
   * Rows are things that exist (people on file), not events: no first day bounds them, and in a comparison those of before the term
   * count too.
   */
  stock?: true;
  /** Rows that no exclusion leaves out differ in this column, and have it: where they are told apart by it nothing need be sorted. */
  each?: string;
  /** A SELECT of whom this worker could turn to next, the most urgent first, a few rows: `client_id`, `name`, `station_id`, `last_on`. */
  suggest?: (county: number, worker: string, today: string) => RawBuilder<unknown>;
  /** Evidence that belongs to a contract: what of it counts for this one. */
  within?: (contract: string) => Pick<Measure, 'evidence'>;
  /** How a reader opens one evidence row in the office: path with `:id`, or with `:worker` where it stands in a person's file. */
  opens: string;
  /** The document that prints one record, by name: `GET /api/<name>?id=`. */
  prints?: string;
};
