// The zip opened by another program's reader: in the old form while everything fits, in the large one (zip64) where it does not.

import { buffer, text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { type Limits, type ZipPart, zipped } from './zip.ts';

const PARTS: ZipPart[] = [
  { name: 'a.txt', content: 'first' },
  { name: '资料/b.txt', content: '第二'.repeat(5_000) },
  { name: 'empty.txt', content: '' },
];
async function read(limits?: Limits): Promise<{ bytes: Buffer; files: Record<string, string> }> {
  const bytes = await buffer(zipped(PARTS, new Date('2026-11-23T02:00:00Z'), limits));
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true });
  const files: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) files[entry.fileName] = await text(await zip.openReadStreamPromise(entry));
  return { bytes, files };
}
const LARGE_END = Buffer.from([0x50, 0x4b, 6, 6]);
const whole = { 'a.txt': 'first', '资料/b.txt': '第二'.repeat(5_000), 'empty.txt': '' };

describe('works', () => {
  it('in the old form while everything fits', async () => {
    const { bytes, files } = await read();
    expect(files).toEqual(whole);
    expect(bytes.includes(LARGE_END)).toBe(false);
  });
  it('in the large form: a part too large, a place too far, too many parts', async () => {
    for (const limits of [
      { bytes: 1, parts: 0xffff },
      { bytes: 100, parts: 0xffff },
      { bytes: 0xffff_ffff, parts: 3 },
    ]) {
      const { bytes, files } = await read(limits);
      expect(files).toEqual(whole);
      expect(bytes.includes(LARGE_END)).toBe(true);
    }
  });
});
