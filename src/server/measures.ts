// What can be counted. A module declares measures: named sets of evidence rows with typed attributes; the contract engine
// composes rules over them. A figure is always the length of a list of evidence, so a measure is a list, never a number.

import type { RawBuilder } from 'kysely';

export type AttributeKind = 'text' | 'number' | 'day' | 'flag' | 'list';

export type Attribute = {
  title: string;
  kind: AttributeKind;
  /** Codes and their Chinese labels, for editing a filter and for reading a row. */
  options?: Readonly<Record<string, string>>;
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
   */
  evidence: (county: number) => RawBuilder<unknown>;
  /** How a reader opens one evidence row in the office: path with `:id`. */
  opens: string;
  /** The document that prints one record, by name: `GET /api/<name>?id=`. */
  prints?: string;
};
