import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from '#kernel/dates.ts';
import { parseCount, parseDay, parseFlag, saysNothing, writeDay } from './cells.ts';

const latest = '2026-11-23';
const day = fc.integer({ min: 0, max: daysBetween('1905-01-01', latest) }).map(n => addDays('1905-01-01', n));
const read = (cell: string, numeric = false) => {
  const answer = parseDay(cell, { latest, numeric });
  return answer.ok ? writeDay(answer.day, answer.precision) : answer.reason;
};

describe('a day in a cell', () => {
  it.each([
    '1943.5.6',
    '1943-05-06',
    '1943/5/6',
    '1943年5月6日',
    '1943年05月06日',
    '19430506',
    '１９４３．５．６',
    '1943. 5. 6',
    '1943-05-06 00:00:00',
    '1943-05-06 08:30',
    '1943-05-06T00:00:00.000Z',
    "'1943-5-6",
    '1943.05.06.',
    '一九四三年五月六日',
    '公历1943年5月6日',
    '1943年5月6日出生',
    '1943、5、6',
    '15832',
  ])('%s is 6 May 1943', cell => expect(read(cell)).toBe('1943-05-06'));

  it.each([
    ['194305', '1943-05'],
    ['1943.5', '1943-05'],
    ['1943年5月', '1943-05'],
    ['1943-05', '1943-05'],
    ['1943', '1943'],
    ['1943年', '1943'],
    ['二〇一四年十二月', '2014-12'],
    ['一九五八年十月二十日', '1958-10-20'],
    ['2014年三月', '2014-03'],
  ])('%s is %s and says so', (cell, expected) => expect(read(cell)).toBe(expected));

  it.each([
    ['', 'empty'],
    ['不详', 'empty'],
    ['1943-02-30', 'no_such_day'],
    ['19430230', 'no_such_day'],
    ['1943-13-01', 'no_such_day'],
    ['2026-11-24', 'future'],
    ['43.5.6', 'two_digit_year'],
    ['农历1943年四月初三', 'lunar'],
    ['5/6/1943', 'form'],
    ['约80岁', 'form'],
    ['19435', 'form'],
  ])('%s is refused: %s', (cell, reason) => expect(read(cell)).toBe(reason));

  it('in a numeric cell may be a serial number; 1943.1 has lost its zero or not', () => {
    expect(read('15832', true)).toBe('1943-05-06');
    expect(read('19435', true)).toBe('1953-03-17');
    expect(read('1943.1', true)).toBe('month_lost');
    expect(read('1943.05', true)).toBe('1943-05');
    expect(read('19430506', true)).toBe('1943-05-06');
    expect(read('1943', true)).toBe('1943');
  });

  it('is read from every form it is written in', () => {
    const forms = fc.constantFrom<(d: string) => string>(
      d => d,
      d => d.replaceAll('-', '/'),
      d => d.replaceAll('-', '.'),
      d => d.replaceAll('-', ''),
      d => d.replace(/-0?/, '年').replace(/-0?/, '月').concat('日'),
      d => d.replaceAll('-0', '.').replaceAll('-', '.'),
      d => ` ${d} `,
      d => `${d} 00:00:00`,
    );
    fc.assert(
      fc.property(day, forms, (d, write) => {
        expect(parseDay(write(d), { latest })).toEqual({ ok: true, day: d, precision: 'day' });
        expect(parseDay(String(daysBetween('1899-12-30', d)), { latest, numeric: true })).toMatchObject(
          d >= '1905-10-01' ? { ok: true, day: d } : {},
        );
      }),
    );
  });

  it('never throws, and never gives a day that does not exist or lies ahead', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[\d年月日./-]{1,12}$/)),
        fc.boolean(),
        (cell, numeric) => {
          const answer = parseDay(cell, { latest, numeric });
          if (answer.ok) expect(answer.day <= latest && addDays(answer.day, 0) === answer.day).toBe(true);
        },
      ),
    );
  });
});

describe('small cells', () => {
  it.each([
    ['是', true],
    ['√', true],
    ['1', true],
    ['Y', true],
    ['否', false],
    ['', false],
    ['×', false],
    ['/', false],
    ['一般', null],
  ])('%s is %s', (cell, value) => expect(parseFlag(cell)).toBe(value));
  it.each([
    ['3', 3],
    ['3人', 3],
    ['三口', 3],
    ['3.0', 3],
    ['0', null],
    ['99', null],
    ['很多', null],
    ['', null],
  ])('%s people is %s', (cell, value) => expect(parseCount(cell)).toBe(value));
  it.each([
    ['无', true],
    ['/', true],
    ['——', true],
    ['', true],
    ['#N/A', true],
    ['无名', false],
  ])('%s says nothing: %s', (cell, value) => expect(saysNothing(cell)).toBe(value));
});
