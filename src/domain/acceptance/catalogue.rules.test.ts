// The files of a clause in the package: as many ledgers as its rows need.

import { describe, expect, it } from 'vitest';
import { ledgersOf } from './clause-ledger.documents.ts';

describe('counts', () => {
  it('one ledger while a sheet holds the rows, then numbered ones without a gap', () => {
    expect(ledgersOf({ code: 'K1', lines: 0 }, 10)).toEqual([]);
    expect(ledgersOf({ code: 'K1', lines: 10 }, 10)).toEqual([{ path: 'clauses/K1.xlsx', from: 0, to: 10 }]);
    expect(ledgersOf({ code: 'K1', lines: 21 }, 10)).toEqual([
      { path: 'clauses/K1-1.xlsx', from: 0, to: 10 },
      { path: 'clauses/K1-2.xlsx', from: 10, to: 20 },
      { path: 'clauses/K1-3.xlsx', from: 20, to: 30 },
    ]);
  });
});
