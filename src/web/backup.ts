// The last resort: everything unsent in one encrypted file, opened again with the words its author chose, on this phone or another.
// Ids travel along, so that a record that had arrived after all is not made twice.
// Layout: "LZB1" · length of the header (4 bytes) · header (JSON: salt, iv, iterations) · AES-GCM of [length · manifest (JSON) · files].

import { keptFile, putSealed } from './files.ts';
import type { Content } from './outbox.pump.ts';
import type { Envelope } from './outbox.rules.ts';
import { envelopeOf, readItem, sealContent } from './outbox.shelf.ts';
import { open, write } from './store.ts';
import { keyFromWords } from './vault.ts';

const MARK = 'LZB1';
const ITERATIONS = 600_000;
type Header = { salt: string; iv: string; iterations: number };
type Manifest = {
  account: string;
  madeAt: string;
  items: (Envelope & Content)[];
  files: { sha256: string; type: string; station?: number; size: number }[];
};

export class BackupError extends Error {
  readonly say: string;
  constructor(say: string) {
    super('backup');
    this.say = say;
  }
}

const encode = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
const hex = (bytes: Uint8Array): string => Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('');
const unhex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], pair => Number.parseInt(pair, 16));

/** Puts parts behind one another, the first one preceded by its length (4 bytes, big end first). */
export function pack(head: Uint8Array, ...rest: (Uint8Array | ArrayBuffer)[]): Uint8Array<ArrayBuffer> {
  const parts = [head, ...rest.map(part => new Uint8Array(part))];
  const all = new Uint8Array(4 + parts.reduce((sum, part) => sum + part.byteLength, 0));
  new DataView(all.buffer).setUint32(0, head.byteLength);
  let at = 4;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

/** Undoes `pack`: the head and what follows it. @throws BackupError when the lengths do not fit */
export function unpack(all: Uint8Array<ArrayBuffer>): { head: Uint8Array<ArrayBuffer>; rest: Uint8Array<ArrayBuffer> } {
  const size = all.byteLength >= 4 ? new DataView(all.buffer, all.byteOffset).getUint32(0) : Number.POSITIVE_INFINITY;
  if (size > all.byteLength - 4) throw new BackupError('这不是邻站的备份文件，或文件不完整，请重新选择。');
  return { head: all.subarray(4, 4 + size), rest: all.subarray(4 + size) };
}

/** Encrypts with words: header and ciphertext in one. */
export async function lock(plain: Uint8Array<ArrayBuffer>, words: string): Promise<Uint8Array<ArrayBuffer>> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyFromWords(words, salt, ITERATIONS), plain);
  const header: Header = { salt: hex(salt), iv: hex(iv), iterations: ITERATIONS };
  const packed = pack(encode(header), data);
  const file = new Uint8Array(4 + packed.byteLength);
  file.set(new TextEncoder().encode(MARK));
  file.set(packed, 4);
  return file;
}

/** Undoes `lock`. @throws BackupError for another file, other words, a changed byte */
export async function unlock(file: Uint8Array<ArrayBuffer>, words: string): Promise<Uint8Array<ArrayBuffer>> {
  if (new TextDecoder().decode(file.subarray(0, 4)) !== MARK) throw new BackupError('这不是邻站的备份文件，请重新选择。');
  const { head, rest } = unpack(file.subarray(4));
  const { salt, iv, iterations } = decode(head) as Header;
  const key = await keyFromWords(words, unhex(salt), Math.min(Math.max(iterations, ITERATIONS), 5_000_000));
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: unhex(iv) }, key, rest));
  } catch {
    throw new BackupError('口令不正确，或文件已损坏，请核对口令后重试。');
  }
}

/** Everything unsent of an account as a file. Items stay on the phone. @throws BackupError when there is nothing to save */
export async function exportUnsent(account: string, words: string): Promise<{ file: Blob; count: number }> {
  const kept = (await (await open()).getAllFromIndex('outbox', 'seq')).filter(item => item.account === account);
  const items: Manifest['items'] = [];
  for (const item of kept) {
    const said = await readItem(item);
    if (said) items.push({ ...envelopeOf(item), title: said.title, input: said.input });
  }
  if (items.length === 0) throw new BackupError('没有未发送的记录，无须备份。');
  const files: Manifest['files'] = [];
  const bytes: ArrayBuffer[] = [];
  for (const sha of new Set(items.flatMap(item => item.files))) {
    const file = await keptFile(account, sha);
    if (!file) continue;
    files.push({ sha256: sha, type: file.type, station: file.station, size: file.bytes.byteLength });
    bytes.push(file.bytes);
  }
  const manifest: Manifest = { account, madeAt: new Date().toISOString(), items, files };
  return {
    file: new Blob([await lock(pack(encode(manifest), ...bytes), words)], { type: 'application/octet-stream' }),
    count: items.length,
  };
}

/**
 * Puts the items of a backup into the outbox of their author. Those that lie there already are left as they are.
 * @throws BackupError StoreError
 */
export async function restoreUnsent(file: Blob, words: string, account: string): Promise<{ restored: number; present: number }> {
  const plain = await unlock(new Uint8Array(await file.arrayBuffer()), words);
  const { head, rest } = unpack(plain);
  const manifest = decode(head) as Manifest;
  if (manifest.account !== account) throw new BackupError('这份备份属于另一账号，请由本人登录后恢复。');
  let at = 0;
  for (const { sha256, type, station, size } of manifest.files) {
    await putSealed(account, sha256, { bytes: rest.slice(at, at + size).buffer, type, station });
    at += size;
  }
  let restored = 0;
  for (const { title, input, ...envelope } of manifest.items) {
    const content = await sealContent(account, envelope.id, { title, input });
    restored += await write(['outbox'], async tx => {
      const store = tx.objectStore('outbox');
      if (await store.getKey(envelope.id)) return 0;
      const last = await store.index('seq').openKeyCursor(null, 'prev');
      await store.add({
        ...envelope,
        account,
        seq: Number(last?.key ?? 0) + 1,
        version: 1,
        state: 'waiting',
        content,
        refusal: null,
      });
      return 1;
    });
  }
  return { restored, present: manifest.items.length - restored };
}

/** The name a backup is saved under; it says nothing about persons. */
export const backupName = (day: string): string => `linzhan-unsent-${day}.lzb`;
