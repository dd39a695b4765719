// A shape is built once; its values and which of them are given are looked at every time.

import { describe, expect, it } from 'vitest';
import { shaped } from './shapes.ts';
import { q } from './tables.ts';

type Wish = { county: number; station?: number; from?: string | null };
let builds = 0;
const visits = (wish: Wish) =>
  shaped('shapes test', wish, v => {
    builds++;
    return q
      .selectFrom('app.visits')
      .select('id')
      .where('county_id', '=', v.county)
      .$if(v.station !== undefined, b => b.where('station_id', '=', v.station!))
      .$if(v.from !== undefined, b => b.where('visited_on', '>=', v.from!));
  });

describe('a shape', () => {
  it('gives each statement its own values', () => {
    expect(visits({ county: 1, station: 2 }).parameters).toEqual([1, 2]);
    expect(visits({ county: 3, station: 4 }).parameters).toEqual([3, 4]);
    expect(builds).toBe(1);
  });
  it('is another one when other values are given, and the order they are written in does not matter to the parameters', () => {
    const first = visits({ county: 1, from: '2026-01-01' });
    expect(first.sql).toContain('"visited_on" >= $2');
    expect(first.sql).not.toContain('station_id');
    expect(visits({ from: '2026-02-02', county: 5 }).parameters).toEqual([5, '2026-02-02']);
    expect(visits({ county: 1 }).parameters).toEqual([1]);
  });
  it('keeps null as a value', () => {
    expect(visits({ county: 1, from: null }).parameters).toEqual([1, null]);
  });
});
