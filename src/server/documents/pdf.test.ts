// Printed documents: data is printed and never run, the thread serves one after another, and nothing personal is in an error.
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { heldDuring } from '#server/held.testing.ts';
import { closePdf, renderPdf } from './pdf.ts';

afterAll(closePdf);

const FORM = `
#import "/official.typ": *
#let d = json("/data.json")
#show: official.with(title: d.title, subtitle: "营根镇社工站", footer: d.footer, watermark: "演示数据")
#form(field("姓名", d.name), field("性别", d.sex), wide("内容", d.content, least: 3cm), wide("情绪", choices(("稳定", "低落"), d.mood)))
#signatures(signature("探访社工"), signature("站长", on: "2026年6月3日"))
#section("历次探访")
#listing(("日期", "内容"), d.history, widths: (3cm, 1fr))
`;
const form = {
  title: '入户探访记录表',
  footer: '打印人：王小花',
  name: '王秀英',
  sex: null,
  content: '身体好转',
  mood: ['稳定'],
  history: [],
};
const pages = (pdf: Buffer): number => Number(/\/Type\s*\/Pages\b[^>]*\/Count\s+(\d+)/.exec(pdf.toString('latin1'))?.[1]);

describe('the house style', () => {
  test('a form is one A4 page, a long list of rows goes over several', async () => {
    const one = await renderPdf(FORM, form);
    expect(one.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages(one)).toBe(1);
    expect(one.toString('latin1')).toMatch(/\/MediaBox\s*\[0 0 595\.2\d+ 841\.8\d+\]/);
    expect(
      pages(await renderPdf(FORM, { ...form, history: Array.from({ length: 60 }, (_, i) => [`第${i}次`, '家中整洁']) })),
    ).toBe(3);
  });

  test('the same data gives the same bytes: nothing of the clock or of the last document is in them', async () => {
    const first = await renderPdf(FORM, form);
    await renderPdf(FORM, { ...form, name: '李秀兰' });
    expect((await renderPdf(FORM, form)).equals(first)).toBe(true);
  });

  test('pictures come by name, also upright and in both formats', async () => {
    const jpeg = await sharp({ create: { width: 900, height: 1600, channels: 3, background: '#7aa5c4' } })
      .jpeg()
      .toBuffer();
    const png = await sharp({ create: { width: 300, height: 100, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    const template = `#import "/official.typ": *
#show: official.with(title: "照片")
#pictures(("photo-1.jpg", "入户"), ("sign.png", none))
#signatures(signature("社工", picture: "sign.png"))`;
    const pdf = await renderPdf(template, null, { 'photo-1.jpg': jpeg, 'sign.png': png });
    expect(pages(pdf)).toBe(1);
    expect(pdf.toString('latin1')).toContain('/DCTDecode');
  });
});

describe('data is never run', () => {
  const hostile = [
    '#import "/official.typ": *',
    '#eval("1+1")',
    '#panic("run")',
    '#read("/data.json")',
    '*粗* _斜_ `码` $x^2$ [块] <标> @引 = 题',
    '\\u{41} \\ // 注释 /* 注释 */ ~ -- ---',
    '"]); #panic("out")',
    '\' " # \\',
  ];
  const literal = (text: string): string => Array.from(text, char => `\\u{${char.codePointAt(0)!.toString(16)}}`).join('');
  const page = (what: string): string =>
    `#set document(date: none)\n#let d = json("/data.json")\n#set text(font: "Noto Serif SC")\n#${what}`;

  test.each(hostile)('%j is printed as it stands', async text => {
    // The same text as a literal of the template, each character by its number, is what printing it as it stands looks like.
    const printed = await renderPdf(page('d.text'), { text });
    const expected = await renderPdf(page(`"${literal(text)}"`), { text });
    const other = await renderPdf(page('d.text'), { text: `${text}!` });
    expect(printed.equals(expected)).toBe(true);
    expect(other.equals(expected)).toBe(false);
  });

  test('in every place of a form as well', async () => {
    for (const text of hostile) {
      const pdf = await renderPdf(FORM, {
        title: text,
        footer: text,
        name: text,
        sex: text,
        content: text,
        mood: text,
        history: [[text, text]],
      });
      expect(pages(pdf)).toBe(1);
    }
  });

  test('a template reaches no file of the machine and no document reaches the pictures of another', async () => {
    for (const path of ['/etc/passwd', '../../etc/passwd', '/images/a.png']) {
      await expect(renderPdf(`#read("${path}")`, null)).rejects.toThrow(/file not found|access denied/);
    }
    const png = await sharp({ create: { width: 3, height: 3, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await renderPdf('#image("/images/a.png")', null, { 'a.png': png });
    await expect(renderPdf('#image("/images/a.png")', null)).rejects.toThrow('file not found');
    await expect(renderPdf('#image("/x")', null, { '../x.png': png })).rejects.toThrow('plain name');
  });
});

describe('when something is wrong', () => {
  test('a template that does not fit its data is an error that does not repeat the data', async () => {
    const failed = await renderPdf('#let d = json("/data.json")\n#int(d.name)', { name: '王秀英469030195001011234' }).catch(
      (error: Error) => error,
    );
    expect(String(failed)).toContain('could not be typeset');
    expect(String(failed)).not.toMatch(/王秀英|469030/);
    expect(pages(await renderPdf(FORM, form))).toBe(1);
  });

  test('a picture that is none is an error, and the next document is served', async () => {
    await expect(renderPdf('#image("/images/a.png")', null, { 'a.png': Buffer.from('no picture') })).rejects.toThrow(
      'could not be typeset',
    );
    expect(pages(await renderPdf(FORM, form))).toBe(1);
  });

  test('too much content and too many at once are refused with what to do', async () => {
    await expect(renderPdf(FORM, { ...form, content: '长'.repeat(5 * 2 ** 20) })).rejects.toMatchObject({ code: 'too_large' });
    const many = await Promise.allSettled(Array.from({ length: 120 }, (_, i) => renderPdf(FORM, { ...form, name: `第${i}人` })));
    const refused = many.filter(each => each.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(many.length - refused.length).toBeGreaterThanOrEqual(100);
    for (const each of refused) expect(each.reason).toMatchObject({ code: 'unavailable', say: expect.stringContaining('稍后') });
  });

  test('closing refuses what waits and a later document starts the thread anew', async () => {
    const waiting = [renderPdf(FORM, form), renderPdf(FORM, form)].map(each => each.catch((error: unknown) => error));
    await closePdf();
    for (const each of await Promise.all(waiting)) expect(each).toBeInstanceOf(AppError);
    expect(pages(await renderPdf(FORM, form))).toBe(1);
  });

  test('the main thread goes on meanwhile', async () => {
    const history = Array.from({ length: 3000 }, (_, i) => [`第${i}次`, '家中整洁，情绪稳定']);
    expect(await heldDuring(() => renderPdf(FORM, { ...form, history }))).toBeLessThan(200);
  });
});
