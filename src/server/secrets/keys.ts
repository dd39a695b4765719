// The key ring: root keys from which every secret of the server is derived, one sub-key per purpose (SEC-11, SEC-12).
// It is a file of its own, so that a backup of the data need not carry the keys. Keys are added and never removed: what an older
// key has sealed stays readable. The root of the blind index never changes, because an index cannot mix two keys.

import { hkdfSync, randomBytes } from 'node:crypto';
import { chmod, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { ignoreMissing, makeFolder, writeAtomically } from '../files/atomic.ts';

export type Hash = 'sha256' | 'sm3';

const Key = z.base64().refine(text => Buffer.from(text, 'base64').length === 32);
const RingFile = z
  .strictObject({
    active: z.int().min(1).max(255),
    keys: z.record(z.string().regex(/^([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/), Key),
    index: Key,
    /** The hash of the blind index, chosen once when the ring is made. */
    index_hash: z.enum(['sha256', 'sm3']).default('sha256'),
  })
  .refine(ring => String(ring.active) in ring.keys);
type RingFile = z.infer<typeof RingFile>;

const MISSING =
  '数据文件夹中已有数据，但没有找到密钥文件 keys.json，系统不能启动。请从备份中恢复 keys.json，或用环境变量 LINZHAN_KEYS 指明密钥；没有原密钥，已加密的内容无法解开。';
const MALFORMED =
  '密钥文件（keys.json 或环境变量 LINZHAN_KEYS）内容不完整或格式不正确，系统不能启动。请从备份中恢复原来的密钥，不要另造一份。';
const UNREADABLE = '环境变量 LINZHAN_KEYS 指明的密钥文件不存在或不能读取，系统不能启动。请核对路径和文件权限。';

/** Root keys in memory. They are private fields, so that printing the ring shows nothing. */
export class KeyRing {
  readonly active: number;
  readonly indexHash: Hash;
  readonly #keys: ReadonlyMap<number, Buffer>;
  readonly #index: Buffer;
  readonly #derived = new Map<string, Buffer>();

  constructor(file: RingFile) {
    this.active = file.active;
    this.indexHash = file.index_hash;
    this.#keys = new Map(Object.entries(file.keys).map(([id, key]) => [Number(id), Buffer.from(key, 'base64')]));
    this.#index = Buffer.from(file.index, 'base64');
  }

  /** Ids of all keys, 1…255. */
  get ids(): number[] {
    return [...this.#keys.keys()].sort((a, b) => a - b);
  }

  /**
   * 32 bytes for one purpose, by HKDF from the key `id`. A rotation changes what the active key gives: where the result is stored
   * or lives longer than the process, store the id beside it.
   * @param purpose a fixed word of the program (never user input: results are kept in memory).
   * @throws AppError `sealed_unreadable` when the ring has no such key.
   */
  derive(purpose: string, id: number = this.active, hash: Hash = 'sha256'): Buffer {
    const root = this.#keys.get(id);
    if (!root)
      throw new AppError('sealed_unreadable', {
        say: `内容由 ${id} 号密钥加密，而现有的密钥文件中没有这把密钥；请系统管理员恢复完整的密钥文件。`,
      });
    return this.#expand(root, hash, `key ${id} ${purpose}`);
  }

  /** 32 bytes for the blind index of one field; the same for ever. */
  deriveIndex(field: string): Buffer {
    return this.#expand(this.#index, this.indexHash, `index ${field}`);
  }

  #expand(root: Buffer, hash: Hash, info: string): Buffer {
    const name = `${hash} ${info}`;
    const known = this.#derived.get(name);
    if (known) return known;
    const made = Buffer.from(hkdfSync(hash, root, '', `linzhan ${info}`, 32));
    this.#derived.set(name, made);
    return made;
  }
}

function parseRing(text: string): RingFile {
  const parsed = RingFile.safeParse(parseJson(text));
  if (!parsed.success) throw new AppError('keys_unusable', { say: MALFORMED });
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the keys.
    throw new AppError('keys_unusable', { say: MALFORMED });
  }
}

/** `LINZHAN_KEYS` is the ring as base64 JSON, or the path of a file that holds the JSON. */
async function fromEnvironment(value: string): Promise<RingFile> {
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  if (decoded.trimStart().startsWith('{')) return parseRing(decoded);
  const text = await readFile(value, 'utf8').catch(() => {
    throw new AppError('keys_unusable', { say: UNREADABLE });
  });
  return parseRing(text);
}

const newKey = (): string => randomBytes(32).toString('base64');
const toText = (ring: RingFile): Buffer => Buffer.from(`${JSON.stringify(ring, null, 2)}\n`);

async function fromFolder(dataDir: string): Promise<RingFile | null> {
  const path = join(dataDir, 'keys.json');
  const text = await readFile(path, 'utf8').catch(ignoreMissing);
  if (text === null) return null;
  // A file restored from a backup may have come back readable for others.
  if ((await stat(path)).mode & 0o077) await chmod(path, 0o600);
  return parseRing(text);
}

/**
 * The key ring of this installation: from `LINZHAN_KEYS`, else from `<dataDir>/keys.json`, else (first start) made there.
 * Two processes that start at once on an empty folder end with the same ring.
 * @param hasData whether the data folder or database already holds data; then a missing file is never replaced by a new one.
 * @param indexHash hash of the blind index, used only when the ring is made.
 * @throws AppError `keys_unusable` with a sentence for the person who starts the server.
 */
export async function loadKeyRing(options: {
  dataDir: string;
  hasData: boolean;
  indexHash?: Hash;
  env?: Record<string, string | undefined>;
}): Promise<KeyRing> {
  const { dataDir, hasData, indexHash = 'sha256', env = process.env } = options;
  if (env.LINZHAN_KEYS) return new KeyRing(await fromEnvironment(env.LINZHAN_KEYS));
  const found = await fromFolder(dataDir);
  if (found) return new KeyRing(found);
  if (hasData) throw new AppError('keys_unusable', { say: MISSING });
  await makeFolder(dataDir);
  const made: RingFile = { active: 1, keys: { '1': newKey() }, index: newKey(), index_hash: indexHash };
  const mine = await writeAtomically(join(dataDir, 'keys.json'), toText(made), { mode: 'create' });
  return new KeyRing(mine ? made : ((await fromFolder(dataDir)) ?? made));
}

/**
 * Adds a key to `<dataDir>/keys.json` and makes it the active one. Run it while the servers are stopped, or restart them
 * afterwards: a server that does not know the new key refuses to open what it sealed. Back up keys.json at once.
 * @returns the id of the new key.
 */
export async function rotateKeys(dataDir: string): Promise<number> {
  const ring = await fromFolder(dataDir);
  if (!ring) throw new AppError('keys_unusable', { say: MISSING });
  const id = Math.max(...Object.keys(ring.keys).map(Number)) + 1;
  if (id > 255) throw new AppError('keys_unusable', { say: '密钥已有 255 把，不能再添加；请联系技术支持重新加密旧数据。' });
  const keys = { ...ring.keys, [id]: newKey() };
  await writeAtomically(join(dataDir, 'keys.json'), toText({ ...ring, active: id, keys }));
  return id;
}
