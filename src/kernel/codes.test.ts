import { describe, expect, it } from 'vitest';
import { CODE_TABLE_NAMES, type CodeTable, codeFor, codeItems, codeName, codeSource, isCode } from './codes.ts';

describe('a code table', () => {
  it.each(Object.keys(CODE_TABLE_NAMES) as CodeTable[])(
    '%s has distinct codes and names, a source, and reads its own words',
    table => {
      const items = codeItems(table);
      expect(new Set(items.map(item => item.code)).size).toBe(items.length);
      expect(new Set(items.map(item => item.name)).size).toBe(items.length);
      expect(codeSource(table)).toMatch(/GB\/T/);
      for (const { code, name } of items) {
        expect(codeName(table, code)).toBe(name);
        expect(codeFor(table, code)).toBe(code);
        expect(codeFor(table, name)).toBe(code);
        expect(isCode(table, code)).toBe(true);
      }
    },
  );

  it.each<[CodeTable, string, string | null]>([
    ['sex', '男性', '1'],
    ['ethnic', '黎', '19'],
    ['ethnic', '苗族', '06'],
    ['ethnic', '6', '06'],
    ['relation', '女儿', '30'],
    ['relation', '之妻', '12'],
    ['disability_type', '肢体', '4'],
    ['disability_type', '肢残', '4'],
    ['disability_grade', '一', '1'],
    ['disability_grade', '1', '1'],
    ['education', '初中', '71'],
    ['marital', '离异', '40'],
    ['ethnic', '海南', null],
    ['sex', '', null],
  ])('%s reads %s as %s', (table, text, code) => expect(codeFor(table, text)).toBe(code));

  it('has no name for an unknown code', () => {
    expect(codeName('sex', '7')).toBeNull();
    expect(codeName('sex', null)).toBeNull();
  });
});
