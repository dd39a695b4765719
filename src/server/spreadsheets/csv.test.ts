// CSV files as offices save them: any of the encodings, separators and quotings in use.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodingOf } from './csv.ts';
import { readSheets, type SheetRow } from './read.ts';

async function rowsOf(file: Uint8Array | string, name = '名册.csv'): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSheets(typeof file === 'string' ? Buffer.from(file) : file, name)) rows.push(row);
  return rows;
}
const cellsOf = async (file: Uint8Array | string, name?: string): Promise<string[][]> =>
  (await rowsOf(file, name)).map(row => row.cells);

// 姓名,村\r\n黎·阿花,什运村\r\n龘,𠮷\r\n in GB18030, as Chinese Excel and WPS save it; 𠮷 takes four bytes.
const GB = Buffer.from('d0d5c3fb2cb4e50d0ac0e8a1a4b0a2bba82ccab2d4cbb4e50d0afd932c9534b2350d0a', 'hex');
const TEXT = '姓名,村\r\n黎·阿花,什运村\r\n龘,𠮷\r\n';
const CELLS = [
  ['姓名', '村'],
  ['黎·阿花', '什运村'],
  ['龘', '𠮷'],
];

describe('encodings', () => {
  const utf16le = Buffer.from(TEXT, 'utf16le');
  const files: [string, Buffer][] = [
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16 little end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16 big end first', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()],
    ['UTF-16 without mark', utf16le],
    ['GB18030', GB],
  ];
  test.each(files)('%s', async (_, file) => {
    expect(await cellsOf(file)).toEqual(CELLS);
  });

  test('a character cut by the reading of pieces is whole again', async () => {
    const line = '甲,王秀英住在营根镇\n';
    const count = Math.ceil(600_000 / Buffer.byteLength(line));
    for (const shift of ['', 'a', 'ab']) {
      const cells = await cellsOf(`${shift}\n${line.repeat(count)}`);
      expect(cells.filter(row => row.length === 2 && row[1] !== '王秀英住在营根镇')).toEqual([]);
      expect(cells.filter(row => row.length === 2)).toHaveLength(count);
    }
  });

  test('bytes of no encoding are refused with what to do, never guessed', async () => {
    await expect(rowsOf(Buffer.from('d0d5c3fbffff2cb4e5', 'hex'))).rejects.toMatchObject({
      code: 'unsupported_file',
      say: expect.stringContaining('另存为 .xlsx'),
    });
    await expect(rowsOf(Buffer.from('%PDF-1.7\n\0\0\0\0', 'latin1'))).rejects.toMatchObject({ code: 'unsupported_file' });
  });

  test('an empty file and an ASCII file', async () => {
    expect(await rowsOf('')).toEqual([]);
    expect(encodingOf(Buffer.from('a,b'))).toBe('utf-8');
  });
});

describe('rows', () => {
  test.each([',', '\t', ';'])('separated by %j, found by itself', async separator => {
    expect(await cellsOf([`姓名${separator}备注`, `甲${separator}"说:一,二;三\t四"`].join('\r\n'))).toEqual([
      ['姓名', '备注'],
      ['甲', '说:一,二;三\t四'],
    ]);
  });

  test('a separator the file names itself, quotes in quotes, line breaks in quotes, all line ends, a last line without one', async () => {
    expect(await cellsOf('sep=;\r\n甲;"他说""好"""\r\n"一\r\n二\r三";丁\n戊;己\r庚')).toEqual([
      ['甲', '他说"好"'],
      ['一\n二\n三', '丁'],
      ['戊', '己'],
      ['庚'],
    ]);
  });

  test('empty lines count as records but give no row; a quote inside a text is a quote', async () => {
    const rows = await rowsOf('甲,5"管\n\n,,\n乙,,丙\n');
    expect(rows.map(row => [row.rowNumber, ...row.cells])).toEqual([
      [1, '甲', '5"管'],
      [4, '乙', '', '丙'],
    ]);
  });

  test('a number Excel has shortened is told apart, one it was told to keep is a text', async () => {
    expect(await rowsOf('4.6903E+17,469030195001011234,="0012",-1.5e+3,1E5\n')).toMatchObject([
      { cells: ['469030000000000000', '469030195001011234', '0012', '-1500', '1E5'], numeric: [true, false, false, true, false] },
    ]);
  });

  test('a quote without its partner is said with its line', async () => {
    await expect(rowsOf('甲\n"乙\n丙')).rejects.toMatchObject({
      code: 'unsupported_file',
      say: expect.stringContaining('第 2 行'),
    });
    await expect(rowsOf(`甲\n"乙\n${'丙\n'.repeat(40_000)}`)).rejects.toMatchObject({ say: expect.stringContaining('第 2 行') });
  });

  test('any matrix of texts is read back equal', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).filter(text => !/[\r\0\ufeff]|^="|E\+/i.test(text)),
      fc.constantFrom('"', ',', '\n', ';', '\t', '', '王秀英'),
    );
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 }), async matrix => {
        const read = new Map(
          (await rowsOf(`sep=,\n${matrix.map(row => row.map(quote).join(',')).join('\n')}`)).map(row => [
            row.rowNumber,
            row.cells,
          ]),
        );
        matrix.forEach((row, i) => {
          const expected = [...row];
          while (expected.at(-1) === '') expected.pop();
          expect(read.get(i + 1) ?? []).toEqual(expected);
        });
      }),
      { numRuns: 30 },
    );
  });
});
