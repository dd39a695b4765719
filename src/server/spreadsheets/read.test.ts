// Rosters as offices make them, read as a person sees them in Excel. Workbooks are written by another program (exceljs), or by hand
// where it cannot write what others do.
import type { Buffer } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zipped } from '#server/documents/zip.ts';
import { type Limits, readSheets, type SheetRow } from './read.ts';

async function rowsOf(file: Uint8Array, name = '名册.xlsx', limits: Partial<Limits> = {}): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  for await (const row of readSheets(file, name, limits)) rows.push(row);
  return rows;
}
const cellsOf = async (file: Uint8Array, name?: string): Promise<string[][]> => (await rowsOf(file, name)).map(row => row.cells);

async function excel(build: (sheet: ExcelJS.Worksheet, workbook: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  build(workbook.addWorksheet('花名册'), workbook);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** A workbook by hand: the rows' XML, and other parts to add or replace. */
const byHand = (rows: string, parts: Record<string, string> = {}): Promise<Buffer> => {
  const all: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}"><sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="r3" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...parts,
  };
  return buffer(zipped(Object.entries(all).map(([name, content]) => ({ name, content }))));
};

describe('what cells say', () => {
  test('numbers: integers with all digits, what Excel made of an identity number is told apart, decimals as shown', async () => {
    const [row] = await rowsOf(
      await byHand(
        '<row r="2"><c r="A2"><v>4.69030195001011E+17</v></c><c r="B2" t="inlineStr"><is><t>469030195001011234</t></is></c><c r="C2"><v>469030195001011968</v></c>' +
          '<c r="D2"><v>0.30000000000000004</v></c><c r="E2"><v>-0.000125</v></c><c r="F2"><v>13800000000</v></c><c r="G2"><v>1.5E-7</v></c><c r="H2"><v>0</v></c><c r="J2"><v>-1E3</v></c></row>',
      ),
    );
    expect(row).toMatchObject({ sheet: '甲', rowNumber: 2, hidden: false });
    expect(row!.cells).toEqual([
      '469030195001011000',
      '469030195001011234',
      '469030195001012000',
      '0.3',
      '-0.000125',
      '13800000000',
      '0.00000015',
      '0',
      '',
      '-1000',
    ]);
    expect(row!.numeric).toEqual([true, false, true, true, true, true, true, true, false, true]);
  });

  test('a number shown with leading zeros keeps them', async () => {
    const file = await excel(sheet => {
      sheet.addRow([12, 7]);
      sheet.getCell('A1').numFmt = '000000';
      sheet.getCell('B1').numFmt = '0.00';
    });
    expect(await cellsOf(file)).toEqual([['000012', '7']]);
  });

  test.each([
    'yyyy-mm-dd',
    'yyyy/m/d',
    'yyyy"年"m"月"d"日"',
    '[$-804]yyyy"年"m"月"d"日";@',
    'm"月"d"日"',
    'mm-dd-yy',
    'yyyy\\.mm\\.dd',
    'd-mmm-yy',
    '[DBNum1][$-804]yyyy"年"m"月"',
  ])('a day in the format %s', async numFmt => {
    const file = await excel(sheet => {
      sheet.addRow([new Date('1950-10-01T00:00:00Z')]);
      sheet.getCell('A1').numFmt = numFmt;
    });
    expect(await rowsOf(file)).toMatchObject([{ cells: ['1950-10-01'], numeric: [false] }]);
  });

  test.each(['0.00', '#,##0', 'General', '0.00E+00', '[Red]0;[Blue]-0', '"日期"0', '@', '¥#,##0.00;[Red]-¥#,##0.00'])(
    'no day in the format %s',
    async numFmt => {
      const file = await excel(sheet => {
        sheet.addRow([18536]);
        sheet.getCell('A1').numFmt = numFmt;
      });
      expect(await rowsOf(file)).toMatchObject([{ cells: ['18536'], numeric: [true] }]);
    },
  );

  test('built-in formats of Chinese Excel, instants, times, the old calendar and its wrong leap day', async () => {
    const styles = `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="57"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="14"/></cellXfs></styleSheet>`;
    const rows =
      '<row r="1"><c r="A1" s="1"><v>18537</v></c><c r="B1" s="2"><v>18537</v></c><c r="C1" s="3"><v>46176.604166666664</v></c><c r="D1" s="4"><v>0.604166666666667</v></c><c r="E1" s="5"><v>1</v></c><c r="F1" s="5"><v>61</v></c><c r="G1" t="d"><v>2026-06-03T00:00:00</v></c><c r="H1" s="5"><v>-5</v></c></row>';
    expect(await cellsOf(await byHand(rows, { 'xl/styles.xml': styles }))).toEqual([
      ['1950-10-01', '1950-10-01', '2026-06-03 14:30', '14:30', '1900-01-01', '1900-03-01', '2026-06-03', '-5'],
    ]);
    const old = await byHand('<row r="1"><c r="A1" s="5"><v>17074</v></c></row>', {
      'xl/styles.xml': styles,
      'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}"><workbookPr date1904="1"/><sheets><sheet name="甲" r:id="r1"/></sheets></workbook>`,
    });
    expect(await cellsOf(old)).toEqual([['1950-09-30']]);
  });

  test('formulas give their result, errors and missing results nothing; rich texts, links, line breaks and answers their text', async () => {
    const file = await excel(sheet => {
      sheet.addRow([
        { formula: '1+1', result: 2 },
        { formula: 'A1&"岁"', result: '2岁' },
        { formula: 'X()', result: { error: '#NAME?' } },
        { error: '#N/A' },
        { richText: [{ text: '王' }, { font: { bold: true }, text: '秀英' }] },
        { text: '详情', hyperlink: 'https://example.test/' },
        '第一行\n第二行',
        true,
      ]);
    });
    expect(await cellsOf(file)).toEqual([['2', '2岁', '', '', '王秀英', '详情', '第一行\n第二行', 'TRUE']]);
  });

  test('phonetic guides are left out, escapes resolved, character data and prefixes of other programs understood', async () => {
    const file = await byHand(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>9</v></c></row>',
      {
        'xl/sharedStrings.xml':
          '<x:sst xmlns:x="urn:x"><x:si><x:r><x:t>单</x:t></x:r><x:r><x:t>某</x:t></x:r><x:rPh sb="0" eb="1"><x:t>shàn</x:t></x:rPh></x:si><x:si><x:t xml:space="preserve"> 甲_x000D_&#10;<![CDATA[乙&]]>_x005F_x0041_ </x:t></x:si></x:sst>',
      },
    );
    expect(await cellsOf(file)).toEqual([['单某', ' 甲\n乙&_x0041_ ']]);
  });

  test('rows and cells without their place, prefixed elements, the strict dialect and absolute targets', async () => {
    const strict = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    const file = await byHand('', {
      '_rels/.rels': `<Relationships><Relationship Id="a" Type="${strict}/officeDocument" Target="/xl/workbook.xml"/></Relationships>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="a" Type="${strict}/worksheet" Target="worksheets/%e8%a1%a8.xml"/></Relationships>`,
      'xl/workbook.xml': `<w:workbook xmlns:w="urn:w" xmlns:d="${strict}"><w:sheets><w:sheet name="乙" d:id="a"/></w:sheets></w:workbook>`,
      'xl/worksheets/表.xml':
        '<s:worksheet xmlns:s="urn:s"><s:sheetData><s:row><s:c t="inlineStr"><s:is><s:t>甲</s:t></s:is></s:c><s:c><s:v>1</s:v></s:c></s:row><s:row><s:c r="C2"><s:v>2</s:v></s:c><s:c><s:v>3</s:v></s:c></s:row></s:sheetData></s:worksheet>',
    });
    expect((await rowsOf(file)).map(row => [row.sheet, row.rowNumber, row.cells])).toEqual([
      ['乙', 1, ['甲', '1']],
      ['乙', 2, ['', '', '2', '3']],
    ]);
  });
});

describe('what sheets say', () => {
  test('title rows, merged cells repeated and marked, empty rows left out', async () => {
    const file = await excel(sheet => {
      sheet.mergeCells('A1:C1');
      sheet.getCell('A1').value = '营根镇花名册';
      sheet.mergeCells('A2:A3');
      sheet.mergeCells('B2:C2');
      sheet.getCell('A2').value = '村';
      sheet.getCell('B2').value = '户主';
      sheet.getCell('B3').value = '姓名';
      sheet.getCell('C3').value = '电话';
      sheet.mergeCells('A5:A7');
      sheet.getCell('A5').value = 460100;
      sheet.getCell('B5').value = '甲';
      sheet.getCell('B6').value = '乙';
      sheet.getCell('C7').value = '丙';
      sheet.getRow(9).font = { bold: true };
      sheet.getCell('A9').border = { top: { style: 'thin' } };
    });
    const rows = await rowsOf(file);
    expect(rows.map(row => [row.rowNumber, ...row.cells])).toEqual([
      [1, '营根镇花名册', '营根镇花名册', '营根镇花名册'],
      [2, '村', '户主', '户主'],
      [3, '村', '姓名', '电话'],
      [5, '460100', '甲'],
      [6, '460100', '乙'],
      [7, '460100', '', '丙'],
    ]);
    expect(rows.map(row => row.merged)).toEqual([
      [false, true, true],
      [false, false, true],
      [true, false, false],
      [false, false],
      [true, false],
      [true, false, false],
    ]);
    expect(rows[5]!.numeric).toEqual([true, false, false]);
  });

  test('several sheets in their order, hidden sheets and rows marked', async () => {
    const file = await excel((sheet, workbook) => {
      sheet.addRow(['甲']);
      sheet.addRow(['乙']).hidden = true;
      workbook.addWorksheet('旧名册', { state: 'hidden' }).addRow(['丙']);
      workbook.addWorksheet('代码表', { state: 'veryHidden' }).addRow(['丁']);
      workbook.addWorksheet('二').addRow(['戊']);
    });
    expect((await rowsOf(file)).map(row => [row.sheet, row.hidden, row.sheetHidden, row.cells[0]])).toEqual([
      ['花名册', false, false, '甲'],
      ['花名册', true, false, '乙'],
      ['旧名册', true, true, '丙'],
      ['代码表', true, true, '丁'],
      ['二', false, false, '戊'],
    ]);
  });

  test('formatted rows without content, as a format of the whole sheet leaves them, are no rows and no columns', async () => {
    const blank = Array.from(
      { length: 30_000 },
      (_, i) => `<row r="${i + 2}" s="1"><c r="A${i + 2}" s="1"/><c r="XFD${i + 2}" s="1"/></row>`,
    );
    const file = await byHand(`<row r="1"><c r="A1"><v>1</v></c></row>${blank.join('')}`);
    expect(await rowsOf(file, '名册.xlsx', { rows: 10 })).toMatchObject([{ cells: ['1'] }]);
  });

  test('any matrix of texts written by another program is read back equal', async () => {
    // What XML cannot carry is left out by the writer; line breaks have one form.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is left out
    const carried = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).filter(text => !/[\ufffe\uffff\r]|_x[0-9a-f]{4}_/i.test(text)),
      fc.constantFrom(
        '',
        '王秀英',
        '=1+1',
        ' 前后 ',
        '\t',
        '第一行\n第二行',
        '469030195001011234',
        '1950-10-01',
        '<t>&amp;</t>',
        '𠮷',
        '罗·牛山',
        "'",
        '"',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }), fc.boolean(), async (matrix, shared) => {
        const workbook = new ExcelJS.Workbook();
        const sheet = workbook.addWorksheet('甲');
        matrix.forEach((row, i) => {
          row.forEach((text, j) => {
            sheet.getCell(i + 1, j + 1).value = text;
          });
        });
        const read = new Map(
          (await rowsOf(new Uint8Array(await workbook.xlsx.writeBuffer({ useSharedStrings: shared })))).map(row => [
            row.rowNumber,
            row.cells,
          ]),
        );
        matrix.forEach((row, i) => {
          const expected = row.map(carried);
          while (expected.at(-1) === '') expected.pop();
          expect(read.get(i + 1) ?? []).toEqual(expected);
        });
      }),
      { numRuns: 40 },
    );
  });
});
