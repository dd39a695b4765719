// The exported ledger, opened by another program's reader: what is in the cells, of which type, and how it prints.
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { heldDuring } from '#server/held.testing.ts';
import { type Ledger, writeLedger } from './sheet.ts';

const ledger = (change: Partial<Ledger> = {}): Ledger => ({
  title: '入户探访台账',
  subtitle: '营根镇社工站 2026-06-01 至 2026-11-23',
  columns: [
    { header: '姓名', width: 10 },
    { header: '探访日期', kind: 'date' },
    { header: '时长（分钟）', kind: 'number' },
    { header: '内容', width: 40 },
  ],
  rows: [],
  footer: ['制表人：', '审核人：'],
  watermark: '导出人：王小花 2026-11-23 10:20',
  ...change,
});

async function written(change: Partial<Ledger> = {}): Promise<{ rows: number; bytes: Buffer; sheet: ExcelJS.Worksheet }> {
  const out = new PassThrough();
  const [{ rows }, bytes] = await Promise.all([writeLedger(out, ledger(change)), buffer(out)]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  return { rows, bytes, sheet: workbook.worksheets[0]! };
}

describe('cells', () => {
  test('texts are texts, numbers are numbers, days are days', async () => {
    const { rows, sheet } = await written({ rows: [['王秀英', '2026-06-03', 45, '身体好转\n情绪稳定']] });
    expect(rows).toBe(1);
    const row = sheet.getRow(4);
    expect([row.getCell(1).type, row.getCell(1).value]).toEqual([ExcelJS.ValueType.String, '王秀英']);
    expect([row.getCell(2).type, row.getCell(2).value]).toEqual([ExcelJS.ValueType.Date, new Date('2026-06-03T00:00:00Z')]);
    expect([row.getCell(3).type, row.getCell(3).value]).toEqual([ExcelJS.ValueType.Number, 45]);
    expect(row.getCell(4).value).toBe('身体好转\n情绪稳定');
  });

  test('an instant is shown in the time of the stations, a day before the calendar of Excel as text', async () => {
    const { sheet } = await written({
      rows: [
        ['甲', '2026-06-03T17:30:00.000Z', null, undefined],
        ['乙', '1899-12-31', '', ''],
      ],
    });
    expect(sheet.getRow(4).getCell(2).value).toEqual(new Date('2026-06-04T01:30:00Z'));
    expect(sheet.getRow(5).getCell(2).value).toBe('1899-12-31');
    expect(sheet.getRow(4).getCell(3).value).toBeNull();
  });

  test('a number from the database comes as text and is a number; one of 18 digits stays text with all of them', async () => {
    const { sheet } = await written({
      rows: [
        ['469030195001011234', null, '12.50', 7],
        [true, null, '469030195001011234', 900719925474099312n],
      ],
    });
    expect(sheet.getCell('A4').value).toBe('469030195001011234');
    expect(sheet.getCell('C4').value).toBe(12.5);
    expect(sheet.getCell('D4').value).toBe('7');
    expect(sheet.getCell('A5').value).toBe('是');
    expect(sheet.getCell('C5').value).toBe('469030195001011234');
    expect(sheet.getCell('D5').value).toBe('900719925474099312');
  });

  test('marks of XML, halves of characters and very long texts do not break the file', async () => {
    const odd = `<b>&"'\u0000\u000b\ud83d ]]> \u202e 𠮷`;
    const { sheet } = await written({ rows: [[odd, null, null, '长'.repeat(40_000)]] });
    expect(sheet.getCell('A4').value).toBe(`<b>&"'\ufffd ]]> \u202e 𠮷`);
    expect(String(sheet.getCell('D4').value)).toHaveLength(32_767);
    expect(String(sheet.getCell('D4').value)).toContain('已截断');
  });

  test('a value that is no text, number or moment is a mistake of the caller', async () => {
    await expect(written({ rows: [[{ name: '王' }]] })).rejects.toThrow(TypeError);
  });
});

describe('formula injection', () => {
  const starts = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '\n', ' =', '\ufeff=', '\u200b+', '\u0000='];

  test.each(starts)('a text that starts with %j is a text, shielded and readable', async start => {
    const attack = `${start}HYPERLINK("http://example.test","点我")`;
    const { sheet } = await written({
      title: attack,
      subtitle: attack,
      columns: [{ header: attack }, { header: '二', kind: 'number' }, { header: '三', kind: 'date' }],
      rows: [[attack, attack, attack]],
      footer: [attack],
      watermark: attack,
    });
    const shielded = /^'.*HYPERLINK\("http:\/\/example\.test","点我"\)$/s;
    for (const place of ['A1', 'A2', 'A3', 'A4', 'B4', 'C4', 'A5', 'A6']) {
      expect(sheet.getCell(place).type, place).toBe(ExcelJS.ValueType.String);
      expect(sheet.getCell(place).value, place).toMatch(shielded);
    }
  });

  test('negative numbers stay numbers, other texts are left as they are', async () => {
    const { sheet } = await written({
      rows: [
        ["it's=1", null, -5, 'a@b'],
        ['—', null, '-2.5', '血压 120/80'],
      ],
    });
    expect(sheet.getCell('C4').value).toBe(-5);
    expect(sheet.getCell('C5').value).toBe(-2.5);
    expect([sheet.getCell('A4').value, sheet.getCell('D4').value, sheet.getCell('A5').value]).toEqual(["it's=1", 'a@b', '—']);
  });
});

describe('on paper', () => {
  test('A4 landscape, one page wide, heading repeated and frozen, pages numbered, who exported it in the foot', async () => {
    const { sheet } = await written({ rows: [['甲', '2026-06-03', 1, '内容']], watermark: '导出人：A&B 2026-11-23 10:20' });
    expect(sheet.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToHeight: 0,
      printTitlesRow: '3:3',
    });
    expect(sheet.headerFooter.oddFooter).toContain('第 &P 页 共 &N 页');
    expect(sheet.headerFooter.oddFooter).toContain('导出人：A&&B 2026-11-23 10:20');
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 3 });
    expect(sheet.getCell('D1').master.address).toBe('A1');
    expect(sheet.getCell('A1').font).toMatchObject({ name: '宋体', size: 18, bold: true });
    expect(sheet.getCell('A4').font).toMatchObject({ name: '仿宋' });
    expect(sheet.getCell('A4').border).toMatchObject({ top: { style: 'thin' }, left: { style: 'thin' } });
    expect(sheet.getCell('B4').numFmt).toBe('yyyy-mm-dd');
    expect(sheet.getCell('A5').value).toBe('制表人：');
    expect(sheet.getCell('A7').value).toBe('导出人：A&B 2026-11-23 10:20');
    expect(sheet.getColumn(4).width).toBe(40);
  });

  test('without a subtitle the heading is the second row; a title Excel would refuse as sheet name is trimmed to one', async () => {
    const { sheet } = await written({
      subtitle: undefined,
      title: `入户/探访[2026]:'台账'*?${'长'.repeat(40)}`,
      columns: [{ header: '姓名' }],
      rows: [['甲']],
    });
    expect(sheet.getCell('A2').value).toBe('姓名');
    expect(sheet.pageSetup.printTitlesRow).toBe('2:2');
    expect(sheet.name).toMatch(/^入户 探访 2026 台账 长+$/);
    expect(sheet.name.length).toBeLessThanOrEqual(31);
  });
});

describe('as a stream', () => {
  test('when the rows fail the file is cut off, never finished', async () => {
    async function* failing(): AsyncGenerator<unknown[]> {
      yield ['甲'];
      throw new Error('the database went away');
    }
    const out = new PassThrough();
    out.resume();
    await expect(writeLedger(out, ledger({ rows: failing() }))).rejects.toThrow('the database went away');
    expect(out.destroyed).toBe(true);
    expect(out.writableFinished).toBe(false);
  });

  test('a reader who leaves stops the rows; one who reads slowly holds them back', async () => {
    let made = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<unknown[]> {
      try {
        for (;;) yield [`第${++made}行 ${crypto.randomUUID()}`, '2026-06-03', made, crypto.randomUUID()];
      } finally {
        closed = true;
      }
    }
    let chunks = 0;
    const slow = new Writable({
      highWaterMark: 1,
      // Takes the parts before the rows and one piece of them, then no more.
      write: (_chunk, _encoding, done) => {
        if (++chunks < 20) done();
      },
    });
    const writing = writeLedger(slow, ledger({ rows: endless() }));
    await expect.poll(() => chunks).toBe(20);
    // What is under way comes to rest; a writer that went on would never do so.
    let before = -1;
    for (let looks = 0; looks < 60 && made !== before; looks++) {
      before = made;
      await new Promise(resolve => setTimeout(resolve, 300));
    }
    expect(made).toBeGreaterThan(0);
    expect(made).toBe(before);
    slow.destroy();
    await expect(writing).rejects.toThrow();
    await expect.poll(() => closed).toBe(true);
  });

  test('the main thread is never held for long', async () => {
    async function* many(): AsyncGenerator<unknown[]> {
      for (let i = 0; i < 20_000; i++) yield [`姓名${i}`, '2026-06-03', i, '身体状况良好，情绪稳定'];
    }
    const out = new PassThrough();
    out.resume();
    const held = await heldDuring(async () => expect((await writeLedger(out, ledger({ rows: many() }))).rows).toBe(20_000));
    expect(held).toBeLessThan(200);
  });
});
