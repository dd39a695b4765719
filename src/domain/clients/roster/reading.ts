// A row of a roster while it is being read: where its cells are, the person so far, what was found wrong. Pure.

import type { CategoryCode } from '../categories.ts';
import { textOf } from './cells.ts';
import type { Layout } from './layout.ts';
import { emptyPerson, type RosterContext, type RosterField, type RosterIssue, type RosterRow } from './person.ts';
import type { VillageReader } from './villages.ts';

/** A row as the spreadsheet reader gives it. */
export type SheetRow = {
  sheet: string;
  /** The sheet or the row is hidden. */
  hidden: boolean;
  /** As the spreadsheet counts: the first row is 1. */
  rowNumber: number;
  /** Texts; a merged cell's value stands in each of its cells. */
  cells: readonly string[];
  /** Whether the cell is a number in the file. */
  numeric: readonly boolean[];
  /** Whether the cell repeats the value of a merged area whose first cell is another. */
  merged?: readonly boolean[];
};

export type RowSetting = {
  context: RosterContext;
  layout: Layout;
  villages: VillageReader;
  /** Category taken from the title for rows that name none. */
  assumed: CategoryCode | null;
  /** Village of the section the row stands in (a line with a village's name alone). */
  section: string | null;
};

/** A row being read: the person so far, and what was found wrong. */
export class Reading {
  readonly person = emptyPerson();
  readonly issues: RosterIssue[] = [];
  readonly written: RosterRow['written'] = {};
  readonly setting: RowSetting;
  readonly row: SheetRow;
  constructor(setting: RowSetting, row: SheetRow) {
    this.setting = setting;
    this.row = row;
  }
  has(field: RosterField): boolean {
    return this.setting.layout.field[field] !== undefined;
  }
  cell(field: RosterField): string {
    const first = this.row.cells[this.setting.layout.field[field] ?? -1] ?? '';
    const parts = this.setting.layout.parts[field];
    if (parts === undefined) return first;
    return first + parts.map(i => (this.row.merged?.[i] ? '' : (this.row.cells[i] ?? ''))).join('');
  }
  numeric(field: RosterField): boolean {
    return this.row.numeric[this.setting.layout.field[field] ?? -1] ?? false;
  }
  say(field: RosterField, level: RosterIssue['level'], say: string): void {
    this.issues.push({ field, level, say });
    const cell = this.cell(field);
    if (cell !== '') this.written[field] = cell;
  }
  /** A text too long for a field is cut and said. */
  text(field: RosterField, max: number): string | null {
    const whole = textOf(this.cell(field), 100_000);
    if (whole === null || [...whole].length <= max) return whole;
    this.say(field, 'doubt', `内容超过 ${max} 个字，多出的部分不会导入，请核对。`);
    return [...whole].slice(0, max).join('').trim();
  }
}
