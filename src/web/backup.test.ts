import { describe, expect, it } from 'vitest';
import { lock, pack, unlock, unpack } from './backup.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the encrypted backup', () => {
  it('opens with its words only, and notices a changed byte', async () => {
    const file = await lock(bytes('符阿婆'), '白沙 绿茶 2026');
    expect(new TextDecoder().decode(await unlock(file, '白沙 绿茶 2026'))).toBe('符阿婆');
    await expect(unlock(file, '白沙 绿茶 2027')).rejects.toMatchObject({ say: expect.stringContaining('口令不正确') });
    const changed = file.slice();
    changed[changed.length - 1]! ^= 1;
    await expect(unlock(changed, '白沙 绿茶 2026')).rejects.toMatchObject({ say: expect.stringContaining('口令不正确') });
    await expect(unlock(bytes('PK not ours'), 'x')).rejects.toMatchObject({ say: expect.stringContaining('不是邻站的备份文件') });
    expect(new TextDecoder('latin1').decode(file)).not.toContain('符');
  });
  it('packs and unpacks, and refuses lengths that do not fit', () => {
    const { head, rest } = unpack(pack(bytes('head'), bytes('a'), bytes('bc').buffer));
    expect([head, rest].map(part => new TextDecoder().decode(part))).toEqual(['head', 'abc']);
    expect(() => unpack(new Uint8Array([0, 0, 0, 9, 1]))).toThrow();
  });
});
