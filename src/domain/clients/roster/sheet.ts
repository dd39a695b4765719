// One sheet of a roster: its header found under the titles, then people told from totals, signatures and headings. Pure. Serves the
// roster import (K2, E1).

import { tightText } from '#kernel/texts.ts';
import type { CategoryCode } from '../categories.ts';
import { categoriesIn } from '../category-words.ts';
import { plainHeader } from './headers.ts';
import { continuesHeader, headerScore, type Layout, layoutOf } from './layout.ts';
import { type RosterContext, type RosterRow, sheetPlace } from './person.ts';
import type { SheetRow } from './reading.ts';
import { readRow } from './rows.ts';
import type { VillageReader } from './villages.ts';

/** Why a line is no person. Blank lines are only counted. */
export const SKIPS = {
  title: '表头以上的标题或说明行',
  header: '列名行',
  total: '合计行',
  signature: '填表人、审核人等落款行',
  section: '村名或类别的分段行',
  example: '示例行',
  hidden: '隐藏的行或工作表',
  stopped: '所在工作表的列名不能确定，整表未读',
} as const;
export type Skip = keyof typeof SKIPS;
export type RosterSkip = { kind: 'skipped'; sheet: string; rowNumber: number; why: Skip };

export type SheetReport = {
  name: string;
  hidden: boolean;
  /** `read`; `stopped` for the sentences in `problems`; `no_header` when no line of column names was found; `empty`; `hidden`. */
  state: 'read' | 'stopped' | 'no_header' | 'empty' | 'hidden';
  /** Row of the (first) header line; null when none was found. */
  headerRow: number | null;
  rows: number;
  blank: number;
  /** Category counted for rows that name none, taken from the sheet's name or title, for the officer to confirm. */
  assumed: CategoryCode | null;
  unread: Layout['unread'];
  problems: string[];
};
const TOTAL = /^(?:合计|小计|总计|共计|累计|本页小计|本页合计|全村合计|全镇合计|总人数|合计人数|共\d+[人户名])/;
const SIGNATURE =
  /^(?:填表|制表|填报|审核|复核|审批|负责|经办|单位负责|主管|盖章|公章|签章|签字|签名|联系人[:(]|联系电话:|报送|上报|日期:|时间:|备注:|说明:|注:|注意|填表说明)/;
const EXAMPLE = /^(?:示例|样例|例如|例:|举例|范例)/;
const SEARCH_ROWS = 40;

/** One sheet being read: looking for its header, then reading people under it. */
export class Sheet {
  readonly report: SheetReport;
  readonly context: RosterContext;
  readonly villages: VillageReader;
  private titles: SheetRow[] = [];
  private pending: { top: SheetRow | null; row: SheetRow } | null = null;
  private layout: Layout | null = null;
  private section: string | null = null;
  private assumed: CategoryCode | null = null;

  constructor(first: SheetRow, context: RosterContext, villages: VillageReader) {
    this.context = context;
    this.villages = villages;
    this.report = {
      name: first.sheet,
      hidden: first.hidden,
      state: 'empty',
      headerRow: null,
      rows: 0,
      blank: 0,
      assumed: null,
      unread: [],
      problems: [],
    };
  }

  take(row: SheetRow): (RosterRow | RosterSkip)[] {
    if (row.hidden && !this.context.includeHidden) return [skip(row, 'hidden')];
    if (row.cells.every(cell => tightText(cell) === '')) {
      this.report.blank++;
      return [];
    }
    if (this.report.state === 'stopped') return [skip(row, 'stopped')];
    if (this.pending) return this.confirm(row);
    return this.layout ? this.read(row, this.layout) : this.search(row);
  }

  /** The end of the sheet: a header without a line under it is settled, and what never had one is said. */
  end(): (RosterRow | RosterSkip)[] {
    const last = this.pending ? this.settle(null) : [];
    if (this.layout === null && this.report.state === 'empty' && this.titles.length > 0) {
      this.report.state = 'no_header';
      this.report.problems.push(
        `${sheetPlace(this.report.name)}没有找到列名行（应有「姓名」「身份证号」等列），未读取；如是名册，请补上列名行后重新上传。`,
      );
      return [...last, ...this.titles.map(row => skip(row, 'title'))];
    }
    return last;
  }

  private search(row: SheetRow): (RosterRow | RosterSkip)[] {
    if (headerScore(row.cells) > 0) {
      const above = this.titles.at(-1);
      const grouped =
        above !== undefined &&
        above.rowNumber === row.rowNumber - 1 &&
        new Set(above.cells.filter(cell => tightText(cell) !== '')).size > 1;
      this.pending = { top: grouped ? above : null, row };
    } else if (this.titles.length < SEARCH_ROWS) this.titles.push(row);
    else return [skip(row, 'title')];
    return [];
  }

  private confirm(row: SheetRow): (RosterRow | RosterSkip)[] {
    const below = continuesHeader(this.pending!.row.cells, row.cells) ? row : null;
    const settled = this.settle(below);
    return below ? [...settled, skip(row, 'header')] : [...settled, ...this.take(row)];
  }

  private settle(below: SheetRow | null): (RosterRow | RosterSkip)[] {
    const { top, row } = this.pending!;
    this.pending = null;
    const layout = below ? layoutOf(row.cells, below.cells) : layoutOf(top?.cells ?? null, row.cells);
    this.report.headerRow ??= row.rowNumber;
    this.report.unread.push(...layout.unread);
    this.report.state = layout.stops.length > 0 ? 'stopped' : 'read';
    this.report.problems.push(...layout.stops.map(say => `${sheetPlace(this.report.name)}${say}`));
    this.layout = layout;
    if (layout.field.categories === undefined) this.assumed = this.report.assumed = this.assumedCategory();
    const lines = [...this.titles.map(title => skip(title, 'title')), skip(row, 'header')];
    this.titles = [];
    return lines;
  }

  /** A roster of one kind of people says so in its title or the sheet's name only. Two kinds say nothing about a row. */
  private assumedCategory(): CategoryCode | null {
    for (const text of [this.report.name, ...this.titles.flatMap(row => [...new Set(row.cells)])]) {
      const named = categoriesIn(text);
      if (named.length === 1) return named[0]!;
    }
    return null;
  }

  private read(row: SheetRow, layout: Layout): (RosterRow | RosterSkip)[] {
    const why = this.notAPerson(row, layout);
    if (why === 'blank') {
      this.report.blank++;
      return [];
    }
    if (why) return [skip(row, why)];
    if (headerScore(row.cells) > 0) {
      if (row.cells.some((cell, i) => tightText(cell) !== '' && plainHeader(cell) === plainHeader(layout.headers[i] ?? '')))
        return [skip(row, 'header')];
      this.pending = { top: null, row };
      return [];
    }
    this.report.rows++;
    return [
      readRow({ context: this.context, layout, villages: this.villages, assumed: this.assumed, section: this.section }, row),
    ];
  }

  /** Totals, signatures, examples, a village's name as a heading, lines with a number only: told by what they lack. */
  private notAPerson(row: SheetRow, layout: Layout): Skip | 'blank' | null {
    const filled = row.cells.map(tightText).filter(text => text !== '');
    const told = layout.columns.some(
      (column, i) => (column.kind === 'field' || column.kind === 'flag') && tightText(row.cells[i] ?? '') !== '',
    );
    const name = tightText(row.cells[layout.field.name ?? -1] ?? '');
    const number = tightText(row.cells[layout.field.identity ?? -1] ?? '');
    const first = filled[0] ?? '';
    if (TOTAL.test(first) || TOTAL.test(name)) return 'total';
    if (EXAMPLE.test(first) || EXAMPLE.test(name)) return 'example';
    if (!/\d{6}/.test(number) && SIGNATURE.test(first)) return 'signature';
    if (new Set(filled).size === 1 && !/\d{6}/.test(first)) {
      const { codes, rest } = this.villages.read(first, this.context.township);
      if (codes.length === 1 && rest === '') {
        this.section = codes[0]!;
        return 'section';
      }
      const named = categoriesIn(first);
      if (named.length === 1) {
        this.assumed = named[0]!;
        return 'section';
      }
      if (filled.length > 1 || first.length > 8) return 'title';
    }
    return told ? null : 'blank';
  }
}

const skip = (row: SheetRow, why: Skip): RosterSkip => ({ kind: 'skipped', sheet: row.sheet, rowNumber: row.rowNumber, why });
