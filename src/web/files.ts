// Photos and signatures on the phone: kept, sealed with their author's key, from the moment they are made, so that neither a killed
// browser nor a lost signal loses one. Named by content hash; they go with the last record or draft that names them.

import { type SentFile, sha256 } from './account.ts';
import { accountNow } from './session.ts';
import { type KeptFile, open, type Writing, write } from './store.ts';
import { deviceKey, openBytes, sealBytes } from './vault.ts';

export const fileKey = (account: string, sha: string): string => `${account}:${sha}`;

/** Keeps bytes and answers their hash. @throws StoreError when the phone has no room */
export async function keepFile(bytes: ArrayBuffer, type: string, station?: number): Promise<string> {
  const account = accountNow();
  if (!account) throw new Error('a file without an author');
  const sha = await sha256(bytes);
  await putSealed(account, sha, { bytes, type, station });
  return sha;
}

/** Also used by the restoring of a backup; a file that lies there already stays as it is. */
export async function putSealed(account: string, sha: string, { bytes, type, station }: SentFile): Promise<void> {
  const key = fileKey(account, sha);
  const sealed = await sealBytes(await deviceKey(account), bytes, key);
  const file: KeptFile = {
    key,
    account,
    sha256: sha,
    type,
    ...(station !== undefined && { station }),
    size: bytes.byteLength,
    savedAt: new Date().toISOString(),
    sealed,
  };
  await write(['files'], async tx => {
    if (!(await tx.objectStore('files').getKey(key))) await tx.objectStore('files').add(file);
  });
}

/** A kept file's bytes, or null when it is not (or not readably) on this phone. */
export async function keptFile(account: string, sha: string): Promise<SentFile | null> {
  const file = await (await open()).get('files', fileKey(account, sha));
  if (!file) return null;
  try {
    const bytes = await openBytes(await deviceKey(account), file.sealed, file.key);
    return { type: file.type, station: file.station, bytes };
  } catch {
    // Sealed with a key the browser has cleared: to its record it is lost, and the record says so.
    return null;
  }
}

/** For a preview of what is not sent yet. */
export async function keptBlob(sha: string): Promise<Blob | null> {
  const account = accountNow();
  const file = account ? await keptFile(account, sha) : null;
  return file && new Blob([file.bytes], { type: file.type });
}

/** Within a writing of outbox, drafts and files: deletes those of the files that nothing names any more. */
export async function dropUnnamed(tx: Writing, files: readonly { account: string; sha: string }[]): Promise<void> {
  if (files.length === 0) return;
  const named = new Set<string>();
  for (const item of await tx.objectStore('outbox').getAll()) for (const sha of item.files) named.add(fileKey(item.account, sha));
  for (const draft of await tx.objectStore('drafts').getAll())
    for (const sha of draft.files) named.add(fileKey(draft.account, sha));
  for (const { account, sha } of files)
    if (!named.has(fileKey(account, sha))) await tx.objectStore('files').delete(fileKey(account, sha));
}

/** At start: photos taken for a form that was given up more than a day ago. */
export const sweepFiles = (): Promise<void> =>
  write(['outbox', 'drafts', 'files'], async tx => {
    const before = new Date(Date.now() - 86_400_000).toISOString();
    const old = (await tx.objectStore('files').getAll()).filter(file => file.savedAt < before);
    await dropUnnamed(
      tx,
      old.map(file => ({ account: file.account, sha: file.sha256 })),
    );
  });
