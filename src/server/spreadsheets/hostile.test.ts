// Files made to hurt, and files that are not what their name says (attacks 11 and 13): refused with a sentence that says what to do,
// in bounded time and memory, while the main thread goes on.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { zipped } from '#server/documents/zip.ts';
import { heldDuring, workOf } from '#server/held.testing.ts';
import { type Limits, readSheets, type SheetRow } from './read.ts';

async function rowsOf(file: Uint8Array | string, name = '名册.xlsx', limits: Partial<Limits> = {}): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSheets(file, name, limits)) rows.push(row);
  return rows;
}

/** The refusal; a file that is read after all fails the test. */
async function refusal(
  file: Uint8Array | string,
  name?: string,
  limits?: Partial<Limits>,
): Promise<{ code: string; say: string }> {
  const failed = await rowsOf(file, name, limits).then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failed instanceof AppError)) throw failed ?? new Error('the file was read');
  return { code: failed.code, say: failed.say };
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const BOOK: Record<string, string> = {
  'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}"><sheets><sheet name="甲" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
};
const SHEET = 'xl/worksheets/sheet1.xml';
const CELL = '<row r="1"><c r="A1"><v>1</v></c></row>';
const sheet = (rows: string, after = ''): string => `<worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;
const book = (parts: Record<string, string | AsyncIterable<string>>): Promise<Buffer> =>
  buffer(zipped(Object.entries({ ...BOOK, ...parts }).map(([name, content]) => ({ name, content }))));

/** `count` times the text, in pieces. */
async function* many(text: string, count: number, start = '', end = ''): AsyncGenerator<string> {
  yield start;
  const piece = text.repeat(Math.ceil(65_536 / text.length));
  const pieces = Math.ceil((count * text.length) / piece.length);
  for (let i = 0; i < pieces; i++) yield piece;
  yield end;
}

describe('not what the name says', () => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  test('an old .xls, one that is encrypted, and other files', async () => {
    expect(await refusal(ole, '名册.xls')).toMatchObject({
      code: 'unsupported_file',
      say: expect.stringContaining('另存为 .xlsx'),
    });
    const encrypted = Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]);
    expect(await refusal(encrypted, '名册.xlsx')).toMatchObject({
      code: 'unsupported_file',
      say: expect.stringContaining('密码'),
    });
    expect((await refusal(Buffer.from('<html><table>'), '名册.xls')).say).toContain('.xls');
    for (const name of ['名册.pdf', '名册.xlsx', '名册', '名册.csv.exe']) {
      expect(await refusal(Buffer.from('%PDF-1.7'), name)).toMatchObject({
        code: 'unsupported_file',
        say: expect.stringContaining('.xlsx'),
      });
    }
  });

  test('an .xlsx under another name is read by what it is', async () => {
    expect(await rowsOf(await book({ [SHEET]: sheet(CELL) }), '名册.xls')).toMatchObject([{ cells: ['1'] }]);
  });

  test('zips that are no workbook: a document, a binary workbook, an empty one', async () => {
    const other = (target: string): Promise<Buffer> =>
      buffer(
        zipped([
          { name: '_rels/.rels', content: `<R><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="${target}"/></R>` },
        ]),
      );
    expect((await refusal(await other('word/document.xml'))).say).toContain('只能读取');
    expect((await refusal(await other('xl/workbook.bin'))).say).toContain('.xlsb');
    expect((await refusal(await buffer(zipped([])))).code).toBe('unsupported_file');
  });

  test('damaged: cut off anywhere, bytes changed anywhere, XML that does not close, a missing part', async () => {
    const file = await book({ [SHEET]: sheet(CELL.repeat(50)) });
    for (const size of [10, 100, file.length >> 1, file.length - 10]) {
      expect((await refusal(file.subarray(0, size))).code, String(size)).toBe('unsupported_file');
    }
    for (let at = 4; at < file.length; at += 97) {
      const changed = Buffer.from(file);
      changed[at] = changed[at]! ^ 0xff;
      const outcome = await rowsOf(changed).catch((error: unknown) => error);
      if (!Array.isArray(outcome)) expect(outcome, String(at)).toBeInstanceOf(AppError);
    }
    expect((await refusal(await book({ [SHEET]: '<worksheet><sheetData><row>' }))).say).toContain('损坏');
    expect(
      (
        await refusal(
          await book({ [SHEET]: sheet(CELL), 'xl/_rels/workbook.xml.rels': '<R><Relationship Id="r1" Target="%zz"/></R>' }),
        )
      ).say,
    ).toContain('损坏');
  }, 60_000);
});

describe('bombs', () => {
  test('a part that packs a thousand to one is refused before it is unpacked', async () => {
    const file = await book({ [SHEET]: many(' ', 40_000_000, '<worksheet>', '</worksheet>') });
    expect(file.length).toBeLessThan(400_000);
    const work = await workOf(async () =>
      expect(await refusal(file)).toMatchObject({ code: 'too_large', say: expect.stringContaining('解压') }),
    );
    expect(work).toBeLessThan(3000);
  });

  test('many parts that are small each: their sum and their number are limited', async () => {
    const parts = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`xl/media/${i}.xml`, 'x'.repeat(10_000)]));
    expect((await refusal(await book({ [SHEET]: sheet(CELL), ...parts }), undefined, { expandedBytes: 500_000 })).code).toBe(
      'too_large',
    );
    expect((await refusal(await book({ [SHEET]: sheet(CELL), ...parts }), undefined, { entries: 50 })).code).toBe('too_large');
  });

  test('a part that declares little and unpacks to much is stopped at what it declared', async () => {
    const content = Buffer.from(sheet(CELL + ' '.repeat(30_000_000)));
    const file = await book({ [SHEET]: sheet(CELL) });
    const lie = withPart(file, SHEET, deflateRawSync(content));
    expect(await workOf(async () => expect((await refusal(lie)).code).toBe('unsupported_file'))).toBeLessThan(3000);
  });

  test('entities are not expanded, no outside file is read', async () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>';
    expect((await refusal(await book({ [SHEET]: `${laughs}${sheet('<row><c t="str"><v>&b;&c;</v></c></row>')}` }))).code).toBe(
      'unsupported_file',
    );
    expect((await refusal(await book({ [SHEET]: sheet('<row><c t="str"><v>&nbsp;</v></c></row>') }))).code).toBe(
      'unsupported_file',
    );
  });

  test('rows, columns, cells, shared texts and merges have an end, said with the place where it helps', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>1</v></c></row>`).join('');
    expect((await refusal(await book({ [SHEET]: sheet(rows) }), undefined, { rows: 29 })).say).toContain('超过 29 行');
    expect((await refusal(await book({ [SHEET]: sheet('<row r="7"><c r="GS7"><v>1</v></c></row>') }))).say).toContain(
      '第 7 行超过 200 列',
    );
    const long = `<row r="3"><c r="A3" t="inlineStr"><is><t>${'长'.repeat(40_000)}</t></is></c></row>`;
    expect((await refusal(await book({ [SHEET]: sheet(long) }))).say).toContain('第 3 行');
    const texts = { [SHEET]: sheet(CELL), 'xl/sharedStrings.xml': `<sst>${'<si><t>甲</t></si>'.repeat(101)}</sst>` };
    expect((await refusal(await book(texts), undefined, { sharedStrings: 100 })).code).toBe('too_large');
    expect((await refusal(await book(texts), undefined, { sharedStringBytes: 100 })).code).toBe('too_large');
    const merges = `<mergeCells>${'<mergeCell ref="A1:B2"/>'.repeat(101)}</mergeCells>`;
    expect((await refusal(await book({ [SHEET]: sheet(CELL, merges) }), undefined, { merges: 100 })).code).toBe('too_large');
    expect((await refusal(Buffer.from(`${'a,'.repeat(300)}b`), '名册.csv')).say).toContain('列');
    expect((await refusal(Buffer.alloc(2_000_000), undefined, { fileBytes: 1_000_000 })).say).toContain('MB');
  });

  test('a merge over a whole sheet repeats only within the columns that are read', async () => {
    const rows = await rowsOf(await book({ [SHEET]: sheet(CELL, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>') }));
    expect(rows).toHaveLength(1);
    expect(rows[0]!.cells).toHaveLength(200);
  });

  test('what needs too much memory ends the reading thread, not the server', async () => {
    const file = await book({
      [SHEET]: many(
        '甲乙丙丁戊己庚辛壬癸',
        9_000_000,
        '<worksheet><sheetData><row><c t="str"><v>',
        '</v></c></row></sheetData></worksheet>',
      ),
    });
    expect(await refusal(file, undefined, { ratio: 2000, heapMb: 32 })).toMatchObject({ code: 'too_large' });
  }, 60_000);

  test('what takes too long is ended; time in which the caller works does not count', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `<row r="${i + 1}"><c r="A${i + 1}"><v>1</v></c></row>`).join('');
    const merges = `<mergeCells>${'<mergeCell ref="A1:GR1048576"/>'.repeat(5000)}</mergeCells>`;
    expect((await refusal(await book({ [SHEET]: sheet(rows, merges) }), undefined, { seconds: 1 })).say).toContain('用时过长');
    let read = 0;
    for await (const _ of readSheets(await book({ [SHEET]: sheet(rows) }), '名册.xlsx', { seconds: 4 })) {
      if (read++ % 1000 === 0) await new Promise(resolve => setTimeout(resolve, 1_000));
    }
    expect(read).toBe(5000);
  }, 60_000);
});

describe('names in the zip', () => {
  test('those that climb out, absolute ones and doubles touch nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spreadsheets-'));
    try {
      const path = join(folder, 'upload');
      const parts = {
        '../../evil.xml': '<x/>',
        '/etc/evil.xml': '<x/>',
        '..\\..\\evil.xml': '<x/>',
        'C:\\evil.xml': '<x/>',
        'xl/../../a.xml': '<x/>',
      };
      await writeFile(path, await book({ [SHEET]: sheet(CELL), ...parts }));
      expect(await rowsOf(path)).toMatchObject([{ cells: ['1'] }]);
      const climbing = `<R><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="../../../../../../etc/passwd"/></R>`;
      expect(await rowsOf(await book({ [SHEET]: sheet(CELL), 'xl/_rels/workbook.xml.rels': climbing }))).toEqual([]);
      const outside = `<R><Relationship Id="r1" Type="${OFFICE}/worksheet" TargetMode="External" Target="http://127.0.0.1/x.xml"/></R>`;
      expect(await rowsOf(await book({ [SHEET]: sheet(CELL), 'xl/_rels/workbook.xml.rels': outside }))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('beside the server’s work', () => {
  const big = (): Promise<Buffer> =>
    book({
      [SHEET]: sheet(
        Array.from(
          { length: 20_000 },
          (_, i) =>
            `<row r="${i + 1}">${Array.from({ length: 20 }, () => `<c t="inlineStr"><is><t>第${i}行的内容</t></is></c>`).join('')}</row>`,
        ).join(''),
      ),
    });

  test('the main thread is held less than 200 ms', async () => {
    const file = await big();
    let rows = 0;
    const held = await heldDuring(async () => {
      for await (const _ of readSheets(file, '名册.xlsx')) rows++;
    });
    expect(rows).toBe(20_000);
    expect(held).toBeLessThan(200);
  });

  test('a caller who stops ends the reading', async () => {
    const file = await big();
    const threads = (): number => process.getActiveResourcesInfo().filter(each => each === 'MessagePort').length;
    const before = threads();
    let during = 0;
    for await (const row of readSheets(file, '名册.xlsx')) {
      during = threads();
      if (row.rowNumber === 3) break;
    }
    expect(during).toBeGreaterThan(before);
    expect(threads()).toBe(before);
  });
});

/** The zip with one part's packed bytes replaced, its directory still telling the old unpacked size. */
function withPart(file: Buffer, name: string, packed: Buffer): Buffer {
  const directoryAt = file.readUInt32LE(file.length - 22 + 16);
  const entry = file.indexOf(Buffer.from(name), directoryAt) - 46;
  const start = file.readUInt32LE(entry + 42);
  const directory = Buffer.from(file.subarray(directoryAt, file.length - 22));
  const header = file.subarray(start, start + 30 + name.length);
  // The part is laid behind the others; the directory points there.
  directory.writeUInt32LE(packed.length, entry - directoryAt + 20);
  directory.writeUInt32LE(directoryAt, entry - directoryAt + 42);
  const end = Buffer.from(file.subarray(file.length - 22));
  end.writeUInt32LE(directoryAt + header.length + packed.length, 16);
  return Buffer.concat([file.subarray(0, directoryAt), header, packed, directory, end]);
}
