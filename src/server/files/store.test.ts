import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyRing } from '../secrets/keys.ts';
import { createSealer } from '../secrets/seal.ts';
import { diskRefusal, type FileStore, localFileStore } from './store.ts';

const COUNTY = 469_030;
const sealer = createSealer(
  new KeyRing({
    active: 1,
    keys: { '1': randomBytes(32).toString('base64') },
    index: randomBytes(32).toString('base64'),
    index_hash: 'sha256',
  }),
  'aes',
);
let dataDir: string;
let store: FileStore;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'linzhan-files-'));
  store = await localFileStore(dataDir, sealer);
});
afterEach(() => rm(dataDir, { recursive: true }));

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (hash: string) => join(dataDir, 'files', String(COUNTY), hash.slice(0, 2), hash);
const everyFile = async () =>
  (await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true })).filter(e => e.isFile()).map(e => e.name);

describe('refuses', () => {
  it('everything that is not a hash, without touching the disk', async () => {
    await writeFile(join(dataDir, 'secret'), 'x');
    const { hash } = await store.put(COUNTY, Buffer.from('a'));
    const names = [
      '',
      '..',
      '../../secret',
      '/etc/passwd',
      `${hash}/..`,
      `${hash}\0`,
      hash.toUpperCase(),
      hash.slice(1),
      `..\\${hash}`,
      `${hash}\n`,
    ];
    for (const name of names) {
      await expect(store.get(COUNTY, name), name).rejects.toMatchObject({ code: 'not_found' });
      await expect(store.has(COUNTY, name), name).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  it('a county that is not a division code', async () => {
    for (const county of [0, -1, 1.5, Number.NaN, 1e9])
      await expect(store.put(county, Buffer.from('a'))).rejects.toThrow('division code');
  });

  it("another county's file", async () => {
    const { hash } = await store.put(COUNTY, Buffer.from('a'));
    expect(await store.get(460_101, hash)).toBeNull();
    expect(await store.has(460_101, hash)).toBe(false);
  });

  it('a file that was changed, cut or moved to another name', async () => {
    const [one, two] = await Promise.all([store.put(COUNTY, Buffer.from('one')), store.put(COUNTY, Buffer.from('two'))]);
    await copyFile(pathOf(one.hash), pathOf(two.hash));
    await expect(store.get(COUNTY, two.hash)).rejects.toMatchObject({ code: 'sealed_unreadable' });
    const sealed = await readFile(pathOf(one.hash));
    await writeFile(pathOf(one.hash), sealed.subarray(0, -1));
    await expect(store.get(COUNTY, one.hash)).rejects.toMatchObject({ code: 'sealed_unreadable' });
  });

  it('to write on a full disk, with a sentence', async () => {
    const full = await open('/dev/full', 'w');
    const error = await full.writeFile('x').catch(e => e);
    await full.close();
    expect(error.code).toBe('ENOSPC');
    expect(diskRefusal(error)).toMatchObject({ code: 'unavailable', say: expect.stringContaining('存储空间已满') });
    const other = new Error('else');
    expect(diskRefusal(other)).toBe(other);
  });

  it('and leaves nothing behind when the disk gives out in the middle', async () => {
    // A limit on file size set by the shell stops the write half way, in a process of its own.
    const program = `
      import { KeyRing } from '#server/secrets/keys.ts';
      import { createSealer } from '#server/secrets/seal.ts';
      import { localFileStore } from '#server/files/store.ts';
      const ring = new KeyRing({ active: 1, keys: { '1': '${'A'.repeat(43)}=' }, index: '${'A'.repeat(43)}=', index_hash: 'sha256' });
      const store = await localFileStore(process.argv[1], createSealer(ring, 'aes'));
      const small = await store.put(${COUNTY}, Buffer.from('small'));
      const error = await store.put(${COUNTY}, Buffer.alloc(1_000_000)).catch(e => e);
      process.stdout.write(JSON.stringify({ code: error.code, say: error.say, small: small.hash }));`;
    const run = promisify(execFile);
    const { stdout } = await run('sh', [
      '-c',
      'ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"',
      process.execPath,
      program,
      dataDir,
    ]);
    const answer = JSON.parse(stdout);
    expect(answer).toMatchObject({ code: 'unavailable', say: expect.stringContaining('存储空间已满') });
    expect(await everyFile()).toEqual([answer.small]);
  });
});

describe('works', () => {
  it('gives back the same bytes, sealed on disk, for their owner only', async () => {
    const bytes = Buffer.concat([Buffer.from('照片内容 plain text'), randomBytes(100_000)]);
    const { hash } = await store.put(COUNTY, bytes);
    expect(hash).toBe(hashOf(bytes));
    expect(await store.get(COUNTY, hash)).toEqual(bytes);
    expect(await store.has(COUNTY, hash)).toBe(true);
    expect((await readFile(pathOf(hash))).includes('plain text')).toBe(false);
    expect((await stat(pathOf(hash))).mode & 0o777).toBe(0o600);
    expect((await stat(join(pathOf(hash), '..'))).mode & 0o777).toBe(0o700);
  });

  it('answers null for a file it does not have', async () => {
    expect(await store.get(COUNTY, hashOf(Buffer.from('none')))).toBeNull();
    expect(await store.has(COUNTY, hashOf(Buffer.from('none')))).toBe(false);
  });

  it('keeps the same bytes once, also when they come many times at once', async () => {
    const bytes = randomBytes(10_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.put(COUNTY, bytes)));
    expect(new Set(answers.map(a => a.hash)).size).toBe(1);
    expect(await everyFile()).toEqual([hashOf(bytes)]);
    const before = await readFile(pathOf(hashOf(bytes)));
    await store.put(COUNTY, bytes);
    expect(await readFile(pathOf(hashOf(bytes)))).toEqual(before);
  });

  it('keeps an empty file and one in a view of a larger buffer', async () => {
    const large = randomBytes(100);
    for (const bytes of [Buffer.alloc(0), large.subarray(10, 20), new Uint8Array(large).subarray(5, 9)]) {
      const { hash } = await store.put(COUNTY, bytes);
      expect(await store.get(COUNTY, hash)).toEqual(Buffer.from(bytes));
    }
  });

  it('clears what a killed process left, and leaves fresh temporaries alone', async () => {
    const folder = join(dataDir, 'files', 'tmp');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, '.old.tmp'), 'x');
    await writeFile(join(folder, '.new.tmp'), 'x');
    await utimes(join(folder, '.old.tmp'), new Date(0), new Date(0));
    await localFileStore(dataDir, sealer);
    expect(await readdir(folder)).toEqual(['.new.tmp']);
  });
});
