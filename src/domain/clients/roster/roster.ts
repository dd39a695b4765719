// A township's roster, read row by row, sheet after sheet; the rows come from a spreadsheet reader. Pure. Serves the roster import
// (K2, E1).

import type { RosterContext, RosterRow } from './person.ts';
import type { SheetRow } from './reading.ts';
import { type RosterSkip, Sheet, type SheetReport, type Skip } from './sheet.ts';
import { type VillageReader, villageReader } from './villages.ts';

export type { SheetRow } from './reading.ts';
export { type RosterSkip, type SheetReport, SKIPS, type Skip } from './sheet.ts';

export type RosterSummary = {
  kind: 'summary';
  rows: number;
  errors: number;
  doubts: number;
  skipped: Record<Skip, number>;
  sheets: SheetReport[];
  problems: string[];
};
export type RosterEvent = RosterRow | RosterSkip | RosterSummary;

/** Reads rows pushed into it, in the order of the file, sheet after sheet. `parseRoster` is the loop around it. */
export class RosterReader {
  private readonly context: RosterContext;
  private readonly villages: VillageReader;
  private readonly sheets: Sheet[] = [];
  private readonly summary: RosterSummary = {
    kind: 'summary',
    rows: 0,
    errors: 0,
    doubts: 0,
    skipped: { title: 0, header: 0, total: 0, signature: 0, section: 0, example: 0, hidden: 0, stopped: 0 },
    sheets: [],
    problems: [],
  };

  constructor(context: RosterContext) {
    this.context = context;
    this.villages = villageReader(context.villages, context.townships);
  }

  take(row: SheetRow): (RosterRow | RosterSkip)[] {
    const current = this.sheets.at(-1);
    if (current?.report.name === row.sheet) return this.count(current.take(row));
    const sheet = new Sheet(row, this.context, this.villages);
    this.sheets.push(sheet);
    return [...this.count(current?.end() ?? []), ...this.count(sheet.take(row))];
  }

  end(): (RosterRow | RosterSkip | RosterSummary)[] {
    const last = this.count(this.sheets.at(-1)?.end() ?? []);
    for (const { report } of this.sheets) {
      if (report.hidden && report.state === 'empty') report.state = 'hidden';
      this.summary.sheets.push(report);
      this.summary.problems.push(...report.problems);
    }
    if (this.summary.rows === 0 && this.summary.problems.length === 0)
      this.summary.problems.push('文件里没有可以导入的人员，请确认列名行下面有数据，且工作表没有隐藏。');
    return [...last, this.summary];
  }

  private count<E extends RosterRow | RosterSkip>(events: E[]): E[] {
    for (const event of events) {
      if (event.kind === 'skipped') this.summary.skipped[event.why]++;
      else {
        this.summary.rows++;
        if (event.issues.some(issue => issue.level === 'error')) this.summary.errors++;
        else if (event.issues.length > 0) this.summary.doubts++;
      }
    }
    return events;
  }
}

/**
 * Reads a roster. Yields every person and every line that is none, in the order of the file, and the summary last. A sheet whose columns
 * cannot be told is not read at all; `summary.problems` then says what to change, and nothing of the file should be confirmed.
 */
export async function* parseRoster(
  rows: AsyncIterable<SheetRow> | Iterable<SheetRow>,
  context: RosterContext,
): AsyncGenerator<RosterEvent> {
  const reader = new RosterReader(context);
  for await (const row of rows) yield* reader.take(row);
  yield* reader.end();
}
