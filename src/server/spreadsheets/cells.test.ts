// Numbers and references of the file format, against their definition.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnLetters } from '#server/documents/cells.ts';
import { numberText, PLAIN, reference, serialText } from './cells.ts';

test('a number’s text is the number to fifteen digits, never with an exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), value => {
      const text = numberText(String(value));
      expect(text).not.toMatch(/e/i);
      expect(Number(text)).toBe(Math.abs(value) < 1e-21 ? 0 : Number(value.toPrecision(15)));
    }),
  );
});

test('an integer of up to fifteen digits is itself, a longer one keeps fifteen and its length', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 20n }), value => {
      const digits = String(value);
      const text = numberText(`${digits[0]}.${digits.slice(1)}E+${digits.length - 1}`);
      if (digits.length <= 15) expect(text).toBe(digits);
      else expect(Math.abs(Number(text) - Number(digits)) / Number(digits)).toBeLessThan(1e-14);
      expect(text.length).toBeGreaterThanOrEqual(digits.length);
    }),
  );
});

test('every day of Excel’s calendar comes back as that day', () => {
  fc.assert(
    fc.property(fc.integer({ min: 61, max: 2_958_465 }), serial => {
      const day = serialText(String(serial), { shows: 'day', width: 0 }, false);
      expect(Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569).toBe(serial);
      expect(serialText(String(serial - 1462), { shows: 'instant', width: 0 }, true)).toBe(day);
    }),
  );
});

test('references are read as they are written, and nothing else is one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 16_384 }), fc.integer({ min: 1, max: 1_048_576 }), (column, row) => {
      expect(reference(columnLetters(column) + row)).toEqual({ column, row });
    }),
  );
  for (const text of ['', 'A', '1', 'A0', 'XFE1', 'A1048577', 'A1.5', 'A-1', 'A1B', '甲1', 'AAAAAAAAAAAAAAAA1'])
    expect(reference(text)).toBeNull();
  expect(numberText('不是数', PLAIN)).toBe('不是数');
});
