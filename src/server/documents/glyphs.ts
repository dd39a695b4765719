// Characters of names that no installed typeface can draw would print as an empty box. They are followed by their code point, so
// that the paper still says which character it is. Only Chinese characters outside the basic plane and private ones can be concerned.
import { readFileSync } from 'node:fs';

const RARE = /[\u{20000}-\u{3ffff}\ue000-\uf8ff]/gu;

/** A function that marks the rare characters of a text that none of these font files has. Fonts are read when the first such character comes. */
export function rareMarker(fontFiles: () => string[]): (text: string) => string {
  let known: Set<number> | undefined;
  const has = (code: number): boolean => {
    known ??= new Set(fontFiles().flatMap(file => [...codePoints(readFileSync(file))]));
    return known.has(code);
  };
  return text =>
    text.replace(RARE, char => {
      const code = char.codePointAt(0)!;
      return has(code) ? char : `${char}〔U+${code.toString(16).toUpperCase()}〕`;
    });
}

/** The rare code points a font file (TrueType, OpenType or a collection) maps to a glyph, read from its `cmap` (formats 4 and 12). */
export function codePoints(font: Buffer): Set<number> {
  const found = new Set<number>();
  const start = font.toString('latin1', 0, 4) === 'ttcf' ? font.readUInt32BE(12) : 0;
  for (let table = 0; table < font.readUInt16BE(start + 4); table++) {
    const record = start + 12 + table * 16;
    if (font.toString('latin1', record, record + 4) !== 'cmap') continue;
    const cmap = font.readUInt32BE(record + 8);
    for (let i = 0; i < font.readUInt16BE(cmap + 2); i++)
      readSubtable(font, cmap + font.readUInt32BE(cmap + 4 + i * 8 + 4), found);
  }
  return found;
}

function readSubtable(font: Buffer, at: number, found: Set<number>): void {
  const add = (first: number, last: number): void => {
    for (let code = Math.max(first, 0xe000); code <= last; code++) if (code >= 0x20000 || code <= 0xf8ff) found.add(code);
  };
  const format = font.readUInt16BE(at);
  if (format === 12) {
    const groups = font.readUInt32BE(at + 12);
    for (let i = 0; i < groups; i++) add(font.readUInt32BE(at + 16 + i * 12), font.readUInt32BE(at + 20 + i * 12));
  } else if (format === 4) {
    const segments = font.readUInt16BE(at + 6) / 2;
    for (let i = 0; i < segments; i++) add(font.readUInt16BE(at + 16 + segments * 2 + i * 2), font.readUInt16BE(at + 14 + i * 2));
  }
}
