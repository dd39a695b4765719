import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PhoneRefusal, parsePhone, phoneParts } from './phones.ts';

describe('a telephone number', () => {
  it.each([
    ['13812345678', '13812345678'],
    ['138 1234 5678', '13812345678'],
    ['138-1234-5678', '13812345678'],
    ['+86 13812345678', '13812345678'],
    ['008613812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ["'13812345678", '13812345678'],
    ['0898-86222222', '0898-86222222'],
    ['(0898)86222222', '0898-86222222'],
    ['089886222222', '0898-86222222'],
    ['+86 0898 8622 2222', '0898-86222222'],
    ['010-12345678', null],
    ['010-62345678', '010-62345678'],
  ])('%s is read as %s', (text, expected) => {
    const read = parsePhone(text);
    expect(read.ok ? read.number : null).toBe(expected);
  });

  it('understands a number without area code, or whose leading 0 the spreadsheet ate, when the area is known', () => {
    expect(parsePhone('86222222', '0898')).toMatchObject({ ok: true, number: '0898-86222222' });
    expect(parsePhone('89886222222', '0898')).toMatchObject({ ok: true, number: '0898-86222222' });
  });

  it.each<[string, PhoneRefusal]>([
    ['', 'empty'],
    ['无', 'empty'],
    ['138****1234', 'masked'],
    ['1.38E+10', 'excel_scientific'],
    ['13812345678/13912345678', 'several'],
    ['1381234567813912345678', 'several'],
    ['1381234567', 'mobile_length'],
    ['138123456789', 'mobile_length'],
    ['86222222', 'no_area_code'],
    ['12345', 'form'],
    ['找村干部', 'form'],
  ])('%s is refused: %s', (text, reason) => expect(parsePhone(text)).toMatchObject({ ok: false, reason }));

  it('is read the same the second time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.stringMatching(/^1[3-9]\d{9}$/), fc.stringMatching(/^0(?:898|10|731)-[2-9]\d{6,7}$/)), text => {
        const read = parsePhone(text);
        if (read.ok) expect(parsePhone(read.number)).toEqual(read);
      }),
    );
  });

  it('is found among others in one cell', () => {
    expect(phoneParts('13812345678/0898-86222222')).toEqual(['13812345678', '0898-86222222']);
    expect(phoneParts('13812345678(儿子)')).toEqual(['13812345678']);
    expect(phoneParts('13812345678、13912345678\n')).toEqual(['13812345678', '13912345678']);
    expect(phoneParts('138 1234 5678')).toEqual(['138 1234 5678']);
  });
});
