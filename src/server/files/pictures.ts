// Photos and signatures are drawn anew before they are kept (pixels.ts says how). This is done in a process of its own, one at a
// time: decoders leave hundreds of MiB of holes in the memory of a long-lived server, and one that crashes or hangs on a hostile
// file must not take the server along. The process starts with the first picture and goes when it has been idle for a minute.

import { type ChildProcess, fork } from 'node:child_process';
import { AppError } from '#kernel/errors.ts';
import { slots } from '../slots.ts';
import { brokenPicture, formatOf } from './formats.ts';
import type { Answer, Task } from './pixels.process.ts';
import type { Picture, Signature } from './pixels.ts';

export type { Picture, Signature };

const MAX_BYTES = 15 * 1024 * 1024;
const MAX_SIGNATURE_BYTES = 200 * 1024;
const TIMEOUT_MS = 20_000;
const IDLE_MS = 60_000;
/** A death by one of these is the decoder's, so the file's; by any other signal it was somebody's from outside. */
const CRASHES = new Set(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP']);
/** One thread and memory given back to the system (glibc); nothing of the server's environment, which may hold secrets. */
const ENVIRONMENT = { UV_THREADPOOL_SIZE: '1', MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144' };

const gate = slots(1, 64);
let drawer: ChildProcess | null = null;
let idle: NodeJS.Timeout | undefined;

/** The next answer of the process; whatever ends it becomes the error to throw. */
function answerOf(child: ChildProcess, timeout: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeout);
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      child.off('message', onMessage).off('exit', onExit).off('error', onError);
      finish();
    };
    const onMessage = (message: Answer): void => settle(() => resolve(message));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number | null, signal: string | null): void =>
      settle(() => {
        if (late || CRASHES.has(signal ?? '')) reject(brokenPicture());
        else reject(code === null ? new AppError('unavailable') : new Error(`picture process ended with code ${code}`));
      });
    child.on('message', onMessage).on('exit', onExit).on('error', onError);
  });
}

async function start(): Promise<ChildProcess> {
  const child = fork(new URL('./pixels.process.ts', import.meta.url), {
    execArgv: [],
    env: ENVIRONMENT,
    serialization: 'advanced',
  });
  const forget = (): void => {
    if (drawer === child) drawer = null;
  };
  child.on('exit', forget).on('error', forget);
  await answerOf(child, TIMEOUT_MS);
  drawer = child;
  return child;
}

/** Lets the server end while the process is idle. */
function rest(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
  idle = setTimeout(() => child.connected && child.disconnect(), IDLE_MS).unref();
}

async function draw(task: Task): Promise<Picture | Signature> {
  clearTimeout(idle);
  const child = drawer?.connected ? drawer : await start();
  child.ref();
  child.channel?.ref();
  const answered = answerOf(child, TIMEOUT_MS);
  child.send(task);
  const answer = await answered.finally(() => rest(child));
  if ('drawn' in answer) return answer.drawn;
  if ('refused' in answer) throw new AppError(answer.refused.code, answer.refused.details);
  throw new Error('failed' in answer ? answer.failed : 'picture process answered out of turn');
}

/**
 * A photo as it is kept: upright sRGB JPEG of at most 2048 px a side, and a thumbnail (JPEG) of at most 320 px.
 * @throws AppError `unsupported_file` (not a whole JPEG, PNG or WebP), `too_large` (over 15 MB or too many pixels),
 * `too_many_requests` (queue full: send again later).
 */
export async function cleanPicture(bytes: Uint8Array): Promise<Picture> {
  if (bytes.length > MAX_BYTES) throw new AppError('too_large', { say: '照片不能超过 15 MB，请缩小后再上传。' });
  formatOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return (await gate(() => draw({ kind: 'picture', bytes }))) as Picture;
}

/**
 * A signature as it is kept: grey PNG on white, trimmed to the ink, at most 800 × 400 px.
 * @throws AppError `unsupported_file` (not a whole PNG), `too_large` (over 200 KB or 4 million pixels), `invalid` (nothing is drawn),
 * `too_many_requests`.
 */
export async function cleanSignature(bytes: Uint8Array): Promise<Signature> {
  if (bytes.length > MAX_SIGNATURE_BYTES) throw new AppError('too_large', { say: '签名图片不能超过 200 KB，请重新签名。' });
  const format = formatOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (format !== 'png') throw new AppError('unsupported_file', { say: '签名须为 PNG 图片，请在签名框中重新签名。' });
  return gate(() => draw({ kind: 'signature', bytes }));
}
