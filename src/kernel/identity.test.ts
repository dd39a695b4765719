import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween } from './dates.ts';
import { type IdentityRefusal, normalIdentity, parseIdentityNumber, withCheckDigit } from './identity.ts';

const TODAY = '2026-11-23';
const day = fc.integer({ min: 0, max: daysBetween('1900-01-01', TODAY) }).map(n => addDays('1900-01-01', n));
const digits = (n: number) => fc.integer({ min: 0, max: 10 ** n - 1 }).map(v => String(v).padStart(n, '0'));
const number = fc
  .tuple(digits(6), day, digits(3))
  .map(([region, born, seq]) => ({ number: withCheckDigit(region + born.replaceAll('-', '') + seq), born, seq }));
const reason = (text: string, numeric = false): IdentityRefusal | 'read' => {
  const read = parseIdentityNumber(text, TODAY, { numeric });
  return read.ok ? 'read' : read.reason;
};

describe('a resident identity number', () => {
  it('is read as the published example of the standard', () => {
    expect(withCheckDigit('11010519491231002')).toBe('11010519491231002X');
    expect(parseIdentityNumber('11010519491231002X', TODAY)).toEqual({
      ok: true,
      number: '11010519491231002X',
      born: '1949-12-31',
      sex: '2',
      region: '110105',
      converted: false,
    });
  });

  it('gives back birth date and sex of every well-made number', () => {
    fc.assert(
      fc.property(number, n => {
        expect(parseIdentityNumber(n.number, TODAY)).toMatchObject({
          ok: true,
          number: n.number,
          born: n.born,
          sex: Number(n.seq[2]) % 2 === 1 ? '1' : '2',
        });
      }),
    );
  });

  it('is read the same in every dress a cell gives it', () => {
    const wide = (s: string) => [...s].map(c => String.fromCodePoint(c.codePointAt(0)! + 0xfee0)).join('');
    const dress = fc.constantFrom<(s: string) => string>(
      wide,
      s => `'${s}`,
      s => ` ${s} `,
      s => s.replace(/(.{6})(.{8})/, '$1 $2 '),
      s => `\u200b${s}\ufeff`,
      s => s.toLowerCase(),
      s => `“${s}”`,
      s => s.replace('X', '×'),
      s => s.replace('X', 'х'),
      s => `${s.slice(0, 6)}-${s.slice(6)}`,
    );
    fc.assert(
      fc.property(number, dress, (n, put) => {
        expect(parseIdentityNumber(put(n.number), TODAY)).toMatchObject({ ok: true, number: n.number });
      }),
    );
  });

  it('notices every single wrong digit', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (n, at, by) => {
        const wrong = n.number.slice(0, at) + ((Number(n.number[at]) + by) % 10) + n.number.slice(at + 1);
        expect(parseIdentityNumber(wrong, TODAY).ok).toBe(false);
      }),
    );
  });

  it('converts the 15 digits of old and says so', () => {
    fc.assert(
      fc.property(
        digits(6),
        fc.integer({ min: 0, max: 36523 }).map(n => addDays('1900-01-01', n)),
        digits(3),
        (region, born, seq) => {
          const read = parseIdentityNumber(region + born.replaceAll('-', '').slice(2) + seq, TODAY);
          expect(read).toMatchObject({ ok: true, born, converted: true });
          if (read.ok)
            expect(parseIdentityNumber(read.number, TODAY)).toMatchObject({ ok: true, converted: false, number: read.number });
        },
      ),
    );
  });

  it.each<[string, IdentityRefusal, boolean?]>([
    ['', 'empty'],
    ['　', 'empty'],
    ['无', 'none_stated'],
    ['——', 'none_stated'],
    ['/', 'none_stated'],
    ['4.69E+17', 'excel_scientific'],
    ['4.69030194305E+17', 'excel_scientific'],
    ['4.69E17', 'excel_scientific'],
    ['469030194305061000', 'excel_rounded'],
    ['469030194305061234', 'excel_rounded', true],
    ['469030194305061000.0', 'excel_rounded'],
    ['469030********1234', 'masked'],
    ['469030XXXXXXXX1234', 'masked'],
    ['11010519491231002X 11010519491231002X', 'several'],
    ['11010519491231002X/11010519491231002X', 'several'],
    ['11010519491231002X42', 'disability_card'],
    ['U460123456', 'birth_certificate'],
    ['E12345678', 'other_document'],
    ['H1234567890', 'other_document'],
    ['1101051949123100', 'length'],
    ['11010519491231O02X', 'characters'],
    ['王小明', 'characters'],
    [withCheckDigit('46903019430231001'), 'date'],
    [withCheckDigit('46903019430001001'), 'date'],
    [withCheckDigit('46903020270101001'), 'future'],
    [withCheckDigit('46903018000101001'), 'too_old'],
    ['110105194912310021', 'check_digit'],
  ])('%s is refused: %s', (text, expected, numeric) => expect(reason(text, numeric)).toBe(expected));

  it('accepts somebody born today and on a leap day, not tomorrow or on 29 February of a common year', () => {
    expect(reason(withCheckDigit('46903020261123001'))).toBe('read');
    expect(reason(withCheckDigit('46903020261124001'))).toBe('future');
    expect(reason(withCheckDigit('46903019440229001'))).toBe('read');
    expect(reason(withCheckDigit('46903019430229001'))).toBe('date');
  });

  it('never repeats the number in its sentence and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme' }), digits(17), digits(18), digits(15)),
        fc.boolean(),
        (text, numeric) => {
          const read = parseIdentityNumber(text, TODAY, { numeric });
          const n = normalIdentity(text);
          if (!read.ok && n.length > 3) expect(read.say).not.toContain(n);
        },
      ),
    );
  });
});
