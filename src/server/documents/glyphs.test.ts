// Rare characters of names: what the packaged typefaces draw is left alone, what they do not is marked with its code point.
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { rareMarker } from './glyphs.ts';

const serif = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf');

test('a character no typeface has is followed by its code point; others, also of the standard list beyond the basic plane, are not', () => {
  const mark = rareMarker(() => [serif]);
  expect(mark('罗𠮷山')).toBe('罗𠮷〔U+20BB7〕山');
  expect(mark('𬭩𬬭䶮㛃·王秀英 abc')).toBe('𬭩𬬭䶮㛃·王秀英 abc');
  expect(mark('\ue863')).toBe('\ue863〔U+E863〕');
});

test('no font is read for ordinary text', () => {
  const mark = rareMarker(() => {
    throw new Error('read');
  });
  expect(mark('罗·牛山 2026年')).toBe('罗·牛山 2026年');
  expect(() => mark('𠮷')).toThrow('read');
});
