// Photos, signatures and attachments by the hash of their content, apart per county, sealed at rest (SEC-10, SEC-11).
// The name on disk is made from the hash alone: nothing a person typed reaches a path.

import { createHash } from 'node:crypto';
import { readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#kernel/errors.ts';
import type { Sealer } from '../secrets/seal.ts';
import { ignoreMissing, makeFolder, writeAtomically } from './atomic.ts';

export type FileStore = {
  /** Keeps the bytes; the same bytes twice are kept once. Answers only when they would survive a power cut. */
  put(county: number, bytes: Uint8Array): Promise<{ hash: string }>;
  /** The bytes, or null when the county has no such file. Throws AppError `sealed_unreadable` when they are damaged. */
  get(county: number, hash: string): Promise<Buffer | null>;
  has(county: number, hash: string): Promise<boolean>;
};

const HASH = /^[0-9a-f]{64}$/;
const FIELD = 'files';
const HOUR_MS = 3_600_000;
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FULL_SAY = '服务器存储空间已满，暂时不能保存照片和附件；请联系系统管理员清理空间后重试。未发送的记录仍保存在本机。';

/** Turns "the disk is full" into the refusal a person can act on; anything else is passed on as it is. */
export function diskRefusal(error: unknown): unknown {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && FULL.has(code) ? new AppError('unavailable', { say: FULL_SAY }) : error;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Temporary files of a process that was killed in mid-write. Younger ones may belong to another process that still writes. */
async function dropOldTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(ignoreMissing);
    if (found && Date.now() - found.mtimeMs > HOUR_MS) await unlink(path).catch(ignoreMissing);
  }
}

/** A store in `<dataDir>/files/<county>/<first two of the hash>/<hash>`. Folders 0700, files 0600. */
export async function localFileStore(dataDir: string, sealer: Sealer): Promise<FileStore> {
  const root = join(dataDir, 'files');
  const temporaries = join(root, 'tmp');
  await makeFolder(temporaries);
  await dropOldTemporaries(temporaries);

  const pathOf = (county: number, hash: string): string => {
    if (!Number.isInteger(county) || county < 100_000 || county > 999_999)
      throw new Error('county is not a six-digit division code');
    if (!HASH.test(hash)) throw new AppError('not_found');
    return join(root, String(county), hash.slice(0, 2), hash);
  };
  const has = async (county: number, hash: string): Promise<boolean> =>
    (await stat(pathOf(county, hash)).catch(ignoreMissing)) !== null;

  return {
    has,
    async put(county, bytes) {
      const hash = sha256(bytes);
      if (await has(county, hash)) return { hash };
      const path = pathOf(county, hash);
      try {
        await makeFolder(join(path, '..'));
        await writeAtomically(path, sealer.seal(bytes, FIELD), { temporaries });
      } catch (error) {
        throw diskRefusal(error);
      }
      return { hash };
    },
    async get(county, hash) {
      const sealed = await readFile(pathOf(county, hash)).catch(ignoreMissing);
      if (sealed === null) return null;
      const bytes = sealer.open(sealed, FIELD);
      // A file that was moved to another name opens, but is not what was asked for.
      if (sha256(bytes) !== hash) throw new AppError('sealed_unreadable');
      return bytes;
    },
  };
}
