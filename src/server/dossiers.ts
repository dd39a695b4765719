// A file of papers (卷宗): a case, a group, an activity as it is put away. A module declares what its files hold; the dossiers module sets
// them as PDF and Word with cover and index, says what is missing, and prints several at once.

import type { Role } from '#kernel/roles.ts';
import type { Tx } from './database/tx.ts';
import type { Block } from './documents/letter.ts';
import type { House } from './house.ts';

/** What a complete file still wants: in words, and the page where it is done. */
export type Missing = { what: string; opens: string };
/** One paper (件): what the index says of it and what it shows. */
export type Paper = {
  /** A plain word that differs within the file: the record's id. */
  id: string;
  title: string;
  /** The day it is of. */
  on: string;
  /** Who answers for it (责任者). */
  by: string;
  /** e.g. 待审核, 补录. */
  note: string;
  blocks: readonly Block[];
};
export type Dossier = {
  station: number;
  /** 案号 or another number of the station's own. */
  number: string;
  /** Whom or what it is about, as this reader may see it; stands on the cover and in the name of the file. */
  subject: string;
  /** Further lines of the cover: 主责社工, 接案日期 … */
  facts: readonly (readonly [string, string])[];
  papers: readonly Paper[];
  missing: readonly Missing[];
  /** Pictures the blocks name, PNG or JPEG by plain name. */
  images: Readonly<Record<string, Uint8Array>>;
};
/** A file in a list. */
export type DossierRow = {
  id: string;
  number: string;
  subject: string;
  station: number;
  worker_name: string;
  opened_on: string;
  closed_on: string | null;
  /** How much is missing before it can be put away; null where the list does not know. */
  missing: number | null;
};
export type DossierKind = {
  /** The module's name: cases, groups, activities. */
  name: string;
  /** 个案卷宗 … */
  title: string;
  /** Who may have such files; content that a reader may not see is his module's to leave out. */
  roles: readonly Role[];
  /** Path of the thing in the office with `:id`. */
  opens: string;
  /** A page of the files there are, the newest first. */
  list: (
    tx: Tx,
    wish: { station?: number; cursor?: string; limit: number },
  ) => Promise<{ rows: DossierRow[]; next: string | null }>;
  /** What one file holds. @throws AppError `not_found`, or the module's refusal for a reader who may not open it */
  compose: (c: { tx: Tx; house: House }, id: string) => Promise<Dossier>;
};
