// Rosters for the tests of this room: lines as a spreadsheet reader gives them, and what becomes of them.

import { withCheckDigit } from '#kernel/identity.ts';
import divisions from '../../../../db/seed/divisions-469030.json' with { type: 'json' };
import type { RosterContext, RosterField, RosterRow } from './person.ts';
import { parseRoster, type RosterEvent, type RosterSummary, type SheetRow } from './roster.ts';
import { villageReader } from './villages.ts';

export const villages = divisions.townships.flatMap(town => town.villages);
export const hongmao: RosterContext = {
  today: '2026-11-23',
  villages,
  townships: divisions.townships,
  township: '469030105',
  areaCode: '0898',
};
export const county: RosterContext = { ...hongmao, township: null };
export const names = villageReader(villages, divisions.townships);
export const ELDER = withCheckDigit('46003619430506121');
export const WOMAN = withCheckDigit('46003619501012002');
export const CHILD = withCheckDigit('46903020140301123');

export type Cell = string | number;
/** Lines as a spreadsheet reader gives them; a number is a numeric cell. */
export const lines = (rows: readonly (readonly Cell[])[], sheet = '花名册', hidden = false): SheetRow[] =>
  rows.map((cells, i) => ({
    sheet,
    hidden,
    rowNumber: i + 1,
    cells: cells.map(String),
    numeric: cells.map(cell => typeof cell === 'number'),
  }));

export async function read(rows: Iterable<SheetRow>, context: RosterContext = hongmao) {
  const events: RosterEvent[] = [];
  for await (const event of parseRoster(rows, context)) events.push(event);
  const summary = events.at(-1) as RosterSummary;
  return {
    people: events.filter(e => e.kind === 'row') as RosterRow[],
    skipped: events.filter(e => e.kind === 'skipped'),
    summary,
  };
}

/** One person under the given headers. */
export async function one(cells: Record<string, Cell>, context: RosterContext = hongmao): Promise<RosterRow> {
  const { people, summary } = await read(lines([Object.keys(cells), Object.values(cells)]), context);
  if (people.length !== 1) throw new Error(`one person expected: ${JSON.stringify(summary)}`);
  return people[0]!;
}
export const levels = (row: RosterRow) => row.issues.map(issue => `${issue.field}:${issue.level}`);
export const says = (row: RosterRow, field: RosterField) =>
  row.issues
    .filter(issue => issue.field === field)
    .map(issue => issue.say)
    .join();
export const BASE = { 姓名: '王小明', 身份证号: ELDER, 村委会: '什寒村', 对象类别: '独居老人' };
