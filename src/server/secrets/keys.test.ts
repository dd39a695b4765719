import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKeyRing, rotateKeys } from './keys.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'linzhan-keys-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const path = () => join(dataDir, 'keys.json');
const load = (hasData: boolean, env: Record<string, string> = {}) => loadKeyRing({ dataDir, hasData, env });
const stored = async () => JSON.parse(await readFile(path(), 'utf8'));
const refused = (say: string) => expect.objectContaining({ code: 'keys_unusable', say: expect.stringContaining(say) });

describe('refuses', () => {
  it('to make new keys beside old data', async () => {
    await expect(load(true)).rejects.toEqual(refused('没有找到密钥文件'));
    await expect(stat(path())).rejects.toThrow('ENOENT');
  });

  it('a file that is not a whole key ring, without quoting it', async () => {
    await load(false);
    const good = await stored();
    const bad = [
      '',
      '{',
      '[]',
      JSON.stringify({ ...good, active: 2 }),
      JSON.stringify({ ...good, keys: { '1': 'c2hvcnQ=' } }),
      JSON.stringify({ ...good, keys: { '300': good.keys['1'] }, active: 300 }),
      JSON.stringify({ ...good, index: undefined }),
      JSON.stringify({ ...good, index_hash: 'md5' }),
      JSON.stringify({ ...good, more: 1 }),
      JSON.stringify(good).slice(0, -5),
    ];
    for (const text of bad) {
      await writeFile(path(), text);
      const error = await load(true).catch(e => e);
      expect(error, text).toEqual(refused('格式不正确'));
      expect(inspect(error)).not.toContain(good.keys['1']);
      expect(await readFile(path(), 'utf8')).toBe(text);
    }
  });

  it('an environment that names no file and holds no ring', async () => {
    await expect(load(false, { LINZHAN_KEYS: '/nowhere/keys.json' })).rejects.toEqual(refused('LINZHAN_KEYS'));
    await expect(load(false, { LINZHAN_KEYS: Buffer.from('{"active":1}').toString('base64') })).rejects.toEqual(
      refused('格式不正确'),
    );
  });

  it('a key it does not have', async () => {
    const ring = await load(false);
    expect(() => ring.derive('x', 2)).toThrow(expect.objectContaining({ code: 'sealed_unreadable' }));
  });
});

describe('works', () => {
  it('makes a ring once, for its owner only, and reads the same one back', async () => {
    const made = await load(false);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    const again = await load(true);
    expect(again.derive('runtime-password')).toEqual(made.derive('runtime-password'));
    expect(again.deriveIndex('phone')).toEqual(made.deriveIndex('phone'));
  });

  it('ends with one ring when several servers start at once', async () => {
    const rings = await Promise.all(Array.from({ length: 8 }, () => load(false)));
    expect(new Set(rings.map(ring => ring.derive('a').toString('hex'))).size).toBe(1);
    expect((await load(true)).derive('a')).toEqual(rings[0]!.derive('a'));
  });

  it('closes a file that came back from a backup readable for all', async () => {
    await load(false);
    await chmod(path(), 0o644);
    await load(true);
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  it('takes the ring from the environment as base64 or as a path, and then writes nothing', async () => {
    const ring = await load(false);
    const elsewhere = join(dataDir, 'other.json');
    const text = await readFile(path(), 'utf8');
    await writeFile(elsewhere, text);
    await rm(path());
    for (const LINZHAN_KEYS of [elsewhere, Buffer.from(text).toString('base64')]) {
      expect((await load(true, { LINZHAN_KEYS })).derive('a')).toEqual(ring.derive('a'));
    }
    await expect(stat(path())).rejects.toThrow('ENOENT');
  });

  it('derives another key for every purpose, key id and hash', async () => {
    await load(false);
    await rotateKeys(dataDir);
    const ring = await load(true);
    const keys = [
      ring.derive('a'),
      ring.derive('b'),
      ring.derive('a', 1),
      ring.derive('a', 2, 'sm3'),
      ring.deriveIndex('a'),
      ring.deriveIndex('b'),
    ];
    expect(new Set(keys.map(key => key.toString('hex'))).size).toBe(keys.length);
    expect(keys.every(key => key.length === 32)).toBe(true);
  });

  it('rotates: a new active key, the old ones and the index kept', async () => {
    const before = await load(false);
    expect(await rotateKeys(dataDir)).toBe(2);
    const after = await load(true);
    expect(after.active).toBe(2);
    expect(after.ids).toEqual([1, 2]);
    expect(after.derive('a', 1)).toEqual(before.derive('a'));
    expect(after.derive('a')).not.toEqual(before.derive('a'));
    expect(after.deriveIndex('a')).toEqual(before.deriveIndex('a'));
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  it('shows no key when printed', async () => {
    const ring = await load(false);
    ring.derive('a');
    const { keys, index } = await stored();
    const shown = `${inspect(ring, { depth: 9, showHidden: true })} ${JSON.stringify(ring)}`.replaceAll(' ', '');
    for (const key of [keys['1'], index]) {
      expect(shown).not.toContain(key);
      expect(shown).not.toContain(Buffer.from(key, 'base64').toString('hex').slice(0, 12));
    }
  });
});
