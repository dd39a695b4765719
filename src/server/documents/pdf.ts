// Printed documents as PDF, typeset by Typst in a thread of its own: one document after another, a bounded queue before it.
import { Worker } from 'node:worker_threads';
import { AppError } from '#kernel/errors.ts';
import type { Delivery, Order } from './pdf.worker.ts';

export { official } from './official.ts';

const MAX_WAITING = 100;
const MAX_DATA_CHARS = 4 * 2 ** 20;
const MAX_IMAGE_BYTES = 64 * 2 ** 20;
const LIMIT_MS = 30_000;
/** The thread holds some 100 MB of typefaces; after this time without work it is ended. Starting it again takes half a second. */
const IDLE_MS = 120_000;

type Job = { order: Order; resolve: (pdf: Buffer) => void; reject: (error: Error) => void };

let worker: Worker | undefined;
let current: Job | undefined;
let timer: NodeJS.Timeout | undefined;
let idle: NodeJS.Timeout | undefined;
const waiting: Job[] = [];

/**
 * Typesets a document.
 * @param template a Typst source of ours. It reads the data with `json("/data.json")`, the house style with
 * `#import "/official.typ": *` and pictures under `/images/<name>`; values never become part of the source.
 * @param data anything JSON can say
 * @param images bytes of PNG or JPEG pictures by name, e.g. `{ 'photo-1.jpg': bytes }`
 * Throws AppError `unavailable` when too many documents wait or one takes too long, `too_large` for too much content; an Error
 * without personal data when template and data do not fit each other, or a picture is none.
 */
export async function renderPdf(template: string, data: unknown, images: Record<string, Uint8Array> = {}): Promise<Buffer> {
  const order: Order = { template, data: JSON.stringify(data ?? null), images };
  const bytes = Object.values(images).reduce((sum, image) => sum + image.byteLength, 0);
  for (const name of Object.keys(images)) {
    if (!/^[\w-]{1,100}\.(png|jpg|jpeg)$/.test(name))
      throw new Error('a picture of a document needs a plain name ending in .png or .jpg');
  }
  if (order.data.length > MAX_DATA_CHARS || bytes > MAX_IMAGE_BYTES) {
    throw new AppError('too_large', { say: '要打印的内容过多，请缩小期间或减少照片后分次生成。' });
  }
  if (waiting.length >= MAX_WAITING) throw new AppError('unavailable', { say: '正在生成的文件较多，请稍后再试。' });
  return new Promise((resolve, reject) => {
    waiting.push({ order, resolve, reject });
    next();
  });
}

/** Ends the typesetting thread; documents under way or waiting are refused. */
export async function closePdf(): Promise<void> {
  const ending = worker;
  for (const job of waiting.splice(0)) job.reject(new AppError('unavailable'));
  settle(job => job.reject(new AppError('unavailable')));
  worker = undefined;
  await ending?.terminate();
}

function next(): void {
  if (current || waiting.length === 0) return;
  current = waiting.shift()!;
  clearTimeout(idle);
  worker ??= start();
  worker.ref();
  timer = setTimeout(giveUp, LIMIT_MS);
  worker.postMessage(current.order);
}

/** Ends the current document, if there is one, and lets the process end when no other waits. */
function settle(how: (job: Job) => void): void {
  const job = current;
  clearTimeout(timer);
  current = undefined;
  worker?.unref();
  clearTimeout(idle);
  idle = setTimeout(() => void closePdf(), IDLE_MS).unref();
  if (job) how(job);
}

function start(): Worker {
  const started = new Worker(new URL('./pdf.worker.ts', import.meta.url), {
    workerData: { extraFonts: process.env.LINZHAN_FONTS || undefined },
    execArgv: [],
  });
  started.on('message', (delivery: Delivery) => {
    if (worker !== started) return;
    settle(job => {
      if ('pdf' in delivery) job.resolve(Buffer.from(delivery.pdf.buffer, delivery.pdf.byteOffset, delivery.pdf.byteLength));
      else job.reject(new Error(`the document could not be typeset: ${delivery.failed.join('; ')}`));
    });
    next();
  });
  started.on('error', error => replace(started, job => job.reject(error)));
  started.on('exit', () => replace(started, job => job.reject(new AppError('unavailable'))));
  return started;
}

/** The thread is gone or given up: its document fails, the next one gets a new thread. */
function replace(gone: Worker, how: (job: Job) => void): void {
  if (worker !== gone) return;
  settle(how);
  worker = undefined;
  next();
}

function giveUp(): void {
  const stuck = worker;
  if (!stuck) return;
  replace(stuck, job => job.reject(new AppError('unavailable', { say: '生成文件用时过长，已停止。请缩小期间或分次生成。' })));
  // Native code cannot be interrupted: the old thread ends when it comes back from it.
  void stuck.terminate();
}
