// The main thread's side of reading a roster: starts the thread, limits it, and takes what it answers piece by piece.

import { Worker } from 'node:worker_threads';
import { AppError } from '#kernel/errors.ts';
import { handedOver } from '#server/spreadsheets/read.ts';
import type { RosterContext } from './roster/person.ts';
import type { Answer, Work } from './roster.worker.ts';

export type { ReadRow, Skipped } from './roster.worker.ts';
export type Told = Exclude<Answer, { done: true } | { refused: unknown }>;

/** MB of heap for one roster, and seconds it may be silent. */
const HEAP_MB = 320;
const SECONDS = 120;
const TOO_MUCH = '文件内容过多，系统无法一次读完。请拆分成几个文件，或只保留需要的工作表后再上传。';

const meaning = (error: NodeJS.ErrnoException): Error =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new AppError('too_large', { say: TOO_MUCH }) : error;

/**
 * Reads a roster in a thread. Yields how many rows were read so far, then the summary, then the rows in pieces (each is made while the
 * one before is worked off). The thread takes the file's bytes over: they are empty here afterwards. Throws AppError with the refusal of the file.
 */
export async function* readRosterFile(file: Uint8Array, name: string, context: RosterContext): AsyncGenerator<Told> {
  const workerData: Work = { file, name, context };
  const worker = new Worker(new URL('./roster.worker.ts', import.meta.url), {
    workerData,
    transferList: handedOver(file),
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 32 },
  });
  const answers: Answer[] = [];
  let failure: Error | undefined;
  let wake = (): void => {};
  const arrived = (what: () => void) => {
    what();
    wake();
  };
  worker.on('message', (message: Answer) => arrived(() => answers.push(message)));
  worker.on('error', error => arrived(() => (failure ??= meaning(error as Error))));
  worker.on('exit', () => arrived(() => (failure ??= new Error('the roster thread ended early'))));
  try {
    for (;;) {
      const silent = setTimeout(() => arrived(() => (failure ??= new AppError('too_large', { say: TOO_MUCH }))), SECONDS * 1000);
      while (answers.length === 0 && !failure) await new Promise<void>(resolve => (wake = resolve));
      clearTimeout(silent);
      const answer = answers.shift();
      if (!answer) throw failure!;
      if ('done' in answer) return;
      if ('refused' in answer) throw new AppError(answer.refused.code, { say: answer.refused.say });
      // The next piece is made while this one is worked off.
      if (!('read' in answer)) worker.postMessage('more');
      yield answer;
    }
  } finally {
    await worker.terminate();
  }
}
