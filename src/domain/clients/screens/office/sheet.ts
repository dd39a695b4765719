// The village sheet: rows and cells from the server's numbers, each cell with the filter that shows its people. Pure. K2, E1.

import type { z } from 'zod';
import { CATEGORY_CODES, type CategoryCode, type numbers } from '../../clients.ts';
import { NOBODY } from './filters.ts';

export type Numbers = z.infer<typeof numbers.answer>;
/** What the list is asked to show the people behind a number. */
export type Shown = { station?: string; village?: string; category?: string; worker?: string; file_state?: string };
export type SheetRow = {
  key: string;
  name: string;
  people: number;
  households: number;
  of: Partial<Record<CategoryCode, number>>;
  shown: Shown;
};

/** Categories that somebody holds, in the order of the table. */
export const heldCategories = ({ categories }: Numbers): CategoryCode[] =>
  CATEGORY_CODES.filter(code => categories.some(c => c.category === code && c.people > 0));

const cellsOf = (cells: readonly { category: CategoryCode; people: number }[]): SheetRow['of'] =>
  Object.fromEntries(cells.map(c => [c.category, c.people]));

/** One row a village where one station is asked for, else one a station. */
export function sheetRows(n: Numbers, station: number | undefined, nameOf: (station: number) => string): SheetRow[] {
  if (station === undefined)
    return n.stations.map(s => ({
      key: String(s.station),
      name: nameOf(s.station),
      people: s.people,
      households: s.households,
      of: cellsOf(n.categories.filter(c => c.station === s.station)),
      shown: { station: String(s.station) },
    }));
  return n.villages
    .filter(v => v.station === station)
    .map(v => ({
      key: v.village_code ?? NOBODY,
      name: v.village_name ?? '村（居）未填',
      people: v.people,
      households: v.households,
      of: cellsOf(n.cells.filter(c => c.village_code === v.village_code)),
      shown: { station: String(station), village: v.village_code ?? NOBODY },
    }));
}

/** The whole of the sheet. A person is in one station and one village, so people add up; in categories they are counted once a category. */
export function sheetTotal(
  n: Numbers,
  station: number | undefined,
): SheetRow & { unassigned: number; files: Numbers['stations'][number]['files'] } {
  const stations = n.stations.filter(s => station === undefined || s.station === station);
  const sum = (of: (s: Numbers['stations'][number]) => number) => stations.reduce((total, s) => total + of(s), 0);
  const of: SheetRow['of'] = {};
  for (const c of n.categories)
    if (station === undefined || c.station === station) of[c.category] = (of[c.category] ?? 0) + c.people;
  return {
    key: 'total',
    name: '合计',
    people: sum(s => s.people),
    households: sum(s => s.households),
    of,
    shown: station === undefined ? {} : { station: String(station) },
    unassigned: sum(s => s.unassigned),
    files: {
      none: sum(s => s.files.none),
      open: sum(s => s.files.open),
      complete: sum(s => s.files.complete),
      closed: sum(s => s.files.closed),
    },
  };
}
