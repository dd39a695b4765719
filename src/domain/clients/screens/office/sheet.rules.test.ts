import { describe, expect, it } from 'vitest';
import { heldCategories, type Numbers, sheetRows, sheetTotal } from './sheet.ts';

const files = { none: 3, open: 1, complete: 1, closed: 0 };
const numbers: Numbers = {
  on: '2026-11-23',
  stations: [
    { station: 1, people: 5, households: 4, unassigned: 2, files },
    { station: 2, people: 2, households: 2, unassigned: 0, files: { none: 2, open: 0, complete: 0, closed: 0 } },
  ],
  villages: [
    { station: 1, village_code: '100000000200', village_name: '甲村', people: 4, households: 3 },
    { station: 1, village_code: null, village_name: null, people: 1, households: 1 },
    { station: 2, village_code: '200000000200', village_name: '乙村', people: 2, households: 2 },
  ],
  categories: [
    { station: 1, category: 'lives_alone', people: 4 },
    { station: 1, category: 'dibao_recipient', people: 3 },
    { station: 2, category: 'lives_alone', people: 2 },
  ],
  cells: [
    { village_code: '100000000200', category: 'lives_alone', people: 4 },
    { village_code: null, category: 'dibao_recipient', people: 1 },
  ],
};

describe('the village sheet', () => {
  it('has the categories that somebody holds, in the order of the table', () =>
    expect(heldCategories(numbers)).toEqual(['dibao_recipient', 'lives_alone']));
  it('has a row a village, with the filter that shows its people; without a village too', () => {
    expect(sheetRows(numbers, 1, String)).toMatchObject([
      { name: '甲村', people: 4, of: { lives_alone: 4 }, shown: { station: '1', village: '100000000200' } },
      { name: '村（居）未填', people: 1, of: { dibao_recipient: 1 }, shown: { station: '1', village: 'none' } },
    ]);
  });
  it('has a row a station for the county', () => {
    expect(sheetRows(numbers, undefined, s => `站${s}`)).toMatchObject([
      { name: '站1', people: 5, of: { lives_alone: 4, dibao_recipient: 3 }, shown: { station: '1' } },
      { name: '站2', people: 2, of: { lives_alone: 2 }, shown: { station: '2' } },
    ]);
  });
  it('adds up people over stations, and each category for itself', () => {
    expect(sheetTotal(numbers, undefined)).toMatchObject({
      people: 7,
      households: 6,
      unassigned: 2,
      of: { lives_alone: 6, dibao_recipient: 3 },
      files: { none: 5, open: 1, complete: 1, closed: 0 },
    });
    expect(sheetTotal(numbers, 2)).toMatchObject({ people: 2, of: { lives_alone: 2 }, shown: { station: '2' } });
  });
});
