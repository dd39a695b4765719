// The reading thread: it alone touches the bytes of an uploaded file. Its heap is limited, it may be ended at any moment, and it
// sends rows in small batches, never more than the main thread has asked for.
import { open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { openArchive } from './archive.ts';
import { readCsv } from './csv.ts';
import { type Limits, say, tooLarge, unsupported } from './limits.ts';
import type { Row } from './merges.ts';
import { readSheet, type Sink } from './rows.ts';
import { readWorkbook } from './workbook.ts';

export type Work = { file: Uint8Array | string; name: string; limits: Limits };
export type Batch = { sheet: string; sheetHidden: boolean; rows: (Row & { hidden: boolean })[] };
export type Answer = { batch: Batch } | { done: true } | { refused: { code: ErrorCode; say: string } };

/** Rows of one message, and how many messages may be under way. */
const BATCH_ROWS = 400;
const AHEAD = 3;

const port = parentPort!;
const { file, name, limits }: Work = workerData;

class Sender implements Sink {
  private sheet = { name: '', hidden: false };
  private pending: Batch['rows'] = [];
  private total = 0;
  private credit = AHEAD;
  private wake: (() => void) | undefined;

  constructor() {
    port.on('message', () => {
      this.credit++;
      this.wake?.();
    });
  }

  start(sheetName: string, hidden: boolean): void {
    this.sheet = { name: sheetName, hidden };
  }

  row(row: Row, hidden: boolean): void {
    if (++this.total > limits.rows) throw tooLarge(`文件超过 ${limits.rows} 行，请拆分成几个文件后分别上传。`);
    this.pending.push({ ...row, hidden: hidden || this.sheet.hidden });
  }

  pause(): Promise<void> | undefined {
    return this.pending.length >= BATCH_ROWS ? this.flush() : undefined;
  }

  async flush(): Promise<void> {
    while (this.pending.length > 0) {
      while (this.credit === 0) await new Promise<void>(resolve => (this.wake = resolve));
      this.credit--;
      const rows = this.pending.splice(0, BATCH_ROWS);
      answer({ batch: { sheet: this.sheet.name, sheetHidden: this.sheet.hidden, rows } });
    }
  }
}

const answer = (message: Answer): void => port.postMessage(message);

async function readXlsx(content: Buffer | string, sender: Sender): Promise<void> {
  const archive = await openArchive(content, limits);
  try {
    const workbook = await readWorkbook(archive, limits);
    for (const sheet of workbook.sheets) {
      sender.start(sheet.name, sheet.hidden);
      await readSheet(archive, workbook, sheet, limits, sender);
      await sender.flush();
    }
  } finally {
    archive.close();
  }
}

async function read(): Promise<void> {
  const sender = new Sender();
  const { size, head, content } = await measure();
  if (size > limits.fileBytes) throw tooLarge(`文件超过 ${Math.floor(limits.fileBytes / 2 ** 20)} MB，请拆分后再上传。`);
  const magic = head.toString('latin1', 0, 4);
  if (magic === 'PK\x03\x04' || magic === 'PK\x05\x06') return readXlsx(content, sender);
  if (magic === '\xd0\xcf\x11\xe0') throw unsupported((await whole(content)).includes(ENCRYPTED) ? say.encrypted : say.xls);
  if (!/\.(csv|tsv|txt)$/i.test(name)) throw unsupported(/\.xls$/i.test(name) ? say.xls : say.format);
  sender.start('', false);
  await readCsv(await whole(content), limits, sender);
  await sender.flush();
}

/** How the names in an encrypted workbook's outer file are stored. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

async function measure(): Promise<{ size: number; head: Buffer; content: Buffer | string }> {
  if (typeof file !== 'string') {
    const content = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
    return { size: content.length, head: content.subarray(0, 8), content };
  }
  const handle = await open(file);
  try {
    const head = Buffer.alloc(8);
    await handle.read(head, 0, 8, 0);
    return { size: (await handle.stat()).size, head, content: file };
  } finally {
    await handle.close();
  }
}

async function whole(content: Buffer | string): Promise<Buffer> {
  if (typeof content !== 'string') return content;
  const handle = await open(content);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

try {
  await read();
  answer({ done: true });
} catch (error) {
  // Refusals are answers; anything else is our own fault and ends the thread, which the main thread sees.
  if (!(error instanceof AppError)) throw error;
  answer({ refused: { code: error.code, say: error.say } });
} finally {
  port.unref();
}
