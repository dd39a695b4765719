import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberText, plainText, tightText } from './texts.ts';

describe('plain text', () => {
  it.each([
    ['１２３（ＡＢ）', '123(AB)'],
    ['  a \t b\r\nc ', 'a b c'],
    ['王\u200b小\ufeff明\u202e', '王小明'],
    ['\u0000a\u0007', 'a'],
    ['全角　空格', '全角 空格'],
    ['', ''],
  ])('%j becomes %j', (text, plain) => expect(plainText(text)).toBe(plain));

  it('does not change when made plain again, whatever it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), text => {
        for (const make of [plainText, tightText]) expect(make(make(text))).toBe(make(text));
        expect(tightText(text)).not.toContain(' ');
        expect(numberText('ab 1２x')).toBe('AB12X');
      }),
      { numRuns: 2000 },
    );
  });
});
