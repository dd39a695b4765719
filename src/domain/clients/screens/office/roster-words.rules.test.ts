import { describe, expect, it } from 'vitest';
import { RosterCountsShape } from '../../clients.ts';
import { confirmSentence, endSentence, fileRefusal, firstTab, progressOf, readSentence } from './roster-words.ts';

const counts = (of: object) => RosterCountsShape.parse(of);

describe('what is said of a roster', () => {
  it('what was read, in one sentence', () => {
    expect(readSentence(counts({ total: 1287, new: 1102, changed: 40, doubtful: 12, wrong: 9, same: 124 }))).toBe(
      '读到 1,287 行：新增 1,102，有变化 40，存疑 12，有错误 9，无变化 124。',
    );
    expect(readSentence(counts({ total: 36, new: 36 }), 41)).toMatch(/^读到 41 行，合并同一人后 36 人：新增 36/);
    expect(readSentence(counts({}))).toBe('没有读到人员。');
  });
  it('what confirming will do, and that it is all or nothing', () => {
    expect(confirmSentence(counts({ total: 30, new: 20, changed: 2, same: 5, doubtful: 2, wrong: 1, left_out: 1 }))).toBe(
      '确认后写入 24 行（新增或更新），5 行无变化，1 行不导入；要么全部成功，要么全部不变。',
    );
    expect(confirmSentence(counts({ total: 5, same: 5 }))).toContain('没有要写入的内容');
  });
  it('that rows wait for a decision', () =>
    expect(confirmSentence(counts({ total: 9, wrong: 3, undecided: 3 }))).toMatch(/^还有 3 行/));
  it('how it ended', () => {
    const of = {
      station_name: '红毛镇社工站',
      problem: '名册文件已不在系统中，请重新上传。',
      counts: counts({ total: 8, same: 2, left_out: 1 }),
    };
    expect(endSentence({ ...of, state: 'confirmed' })).toBe('已导入红毛镇社工站：写入 5 行，2 行无变化，1 行不导入。');
    expect(endSentence({ ...of, state: 'failed' })).toBe(of.problem);
    expect(endSentence({ ...of, state: 'dropped' })).toContain('没有导入任何人员');
  });
  it('how far the work is', () => {
    const of = { counts: counts({ total: 100 }), rows_read: 100 };
    expect(progressOf({ ...of, state: 'reading', rows_done: 0 })).toMatchObject({ total: null });
    expect(progressOf({ ...of, state: 'reading', rows_done: 40 })).toMatchObject({ done: 40, total: 100 });
    expect(progressOf({ ...of, state: 'confirming', rows_done: 60 })).toMatchObject({ done: 60, total: 100 });
  });
  it('where a reader begins', () => {
    expect(firstTab(counts({ total: 3, new: 1, doubtful: 1, wrong: 1, undecided: 2 }))).toBe('wrong');
    expect(firstTab(counts({ total: 3, new: 2, doubtful: 1 }))).toBe('new');
    expect(firstTab(counts({ total: 1, same: 1 }))).toBe('same');
  });
  it.each([
    ['名册.xlsx', 100, null],
    ['名册.CSV', 100, null],
    ['名册.xls', 100, '另存为 .xlsx'],
    ['名册.pdf', 100, '.xlsx 或 .csv'],
    ['名册.xlsx', 0, '空的'],
    ['名册.xlsx', 31 * 1024 * 1024, '30 MB'],
  ])('whether %s of %d bytes can be one', (name, size, say) => {
    const refusal = fileRefusal({ name, size });
    if (say === null) expect(refusal).toBeNull();
    else expect(refusal).toContain(say);
  });
});
