// Writing a file so that after a power cut there is the whole file or none: temporary file, fsync, rename, fsync of the folder.

import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder (0700) with all its missing parents; each new entry survives a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!first) return;
  for (let at = folder; at.length >= first.length; at = dirname(at)) await syncFolder(dirname(at));
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes `bytes` to `path` (0600) all or nothing. The folder of `path` must exist.
 * @param temporaries folder for the temporary file, on the same file system.
 * @param mode `replace` takes the place of an existing file; `create` leaves an existing file alone.
 * @returns false when mode is `create` and the file was there already.
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array,
  { temporaries = dirname(path), mode = 'replace' }: { temporaries?: string; mode?: 'replace' | 'create' } = {},
): Promise<boolean> {
  const temporary = join(temporaries, `.${randomUUID()}.tmp`);
  let written = true;
  let renamed = false;
  try {
    await writeSynced(temporary, bytes);
    if (mode === 'replace') {
      await rename(temporary, path);
      renamed = true;
    } else {
      // A link fails if the name is taken, where a rename would overwrite it.
      await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        written = false;
      });
    }
  } finally {
    if (!renamed) await unlink(temporary).catch(ignoreMissing);
  }
  await syncFolder(dirname(path));
  return written;
}

/** For `catch`: passes over "no such file", throws anything else. */
export function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error;
  return null;
}
