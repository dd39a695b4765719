// Spreadsheets that people upload, as rows of text. The file is read in a thread of its own with limits on time, memory and size;
// rows come as the caller asks for them, so a slow caller holds the reader back and a caller who stops ends it.
import { Worker } from 'node:worker_threads';
import { AppError } from '#kernel/errors.ts';
import { LIMITS, type Limits, say, tooLarge } from './limits.ts';
import type { Answer, Work } from './read.worker.ts';

export type { Limits } from './limits.ts';

/** One row with content; all arrays have the same length and start at column A. */
export type SheetRow = {
  /** The sheet's name; '' in a CSV. */
  sheet: string;
  /** The row or its whole sheet is hidden in Excel. `sheetHidden` tells which. */
  hidden: boolean;
  sheetHidden: boolean;
  /** As Excel counts it, from 1; in a CSV the number of the record. */
  rowNumber: number;
  /** What the cell shows: days as 'YYYY-MM-DD', integers with all digits, line breaks as '\n', '' for nothing and for errors. */
  cells: string[];
  /** The cell is a number in the file: a text of more than 15 digits there has lost its last ones. */
  numeric: boolean[];
  /** The cell repeats the value of a merged area; the area's first cell itself is not marked. */
  merged: boolean[];
};

/** What of these bytes a thread can be handed instead of a copy: their memory, where they are all that is in it. */
export const handedOver = ({ buffer, byteLength }: Uint8Array): ArrayBuffer[] =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];

/**
 * Reads an .xlsx or .csv.
 * @param file its bytes, or the path of a file of ours
 * @param name the name it was uploaded with; only its ending is looked at
 * @param handOver the caller needs the bytes no more: the thread takes them over, and they are empty here
 * Throws AppError `unsupported_file` or `too_large` with a sentence that says what to do.
 */
export async function* readSheets(
  file: Uint8Array | string,
  name: string,
  limits: Partial<Limits> = {},
  handOver = false,
): AsyncGenerator<SheetRow> {
  const allowed: Limits = { ...LIMITS, ...limits };
  if (typeof file !== 'string' && file.byteLength > allowed.fileBytes)
    throw tooLarge(`文件超过 ${Math.floor(allowed.fileBytes / 2 ** 20)} MB，请拆分后再上传。`);
  const work: Work = { file, name, limits: allowed };
  const worker = new Worker(new URL('./read.worker.ts', import.meta.url), {
    workerData: work,
    transferList: handOver && typeof file !== 'string' ? handedOver(file) : [],
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: allowed.heapMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
  const inbox = new Inbox(worker, allowed.seconds);
  try {
    for (;;) {
      const answer = await inbox.next();
      if ('done' in answer) return;
      if ('refused' in answer) throw new AppError(answer.refused.code, { say: answer.refused.say });
      const { sheet, sheetHidden, rows } = answer.batch;
      for (const row of rows) yield { sheet, sheetHidden, ...row };
      worker.postMessage('more');
    }
  } finally {
    await worker.terminate();
  }
}

/** The thread's answers in order; only the time spent waiting for one counts against the time limit. */
class Inbox {
  private readonly answers: Answer[] = [];
  private failure: Error | undefined;
  private wake: (() => void) | undefined;
  private leftMs: number;

  constructor(worker: Worker, seconds: number) {
    this.leftMs = seconds * 1000;
    worker.on('message', (answer: Answer) => this.arrived(() => this.answers.push(answer)));
    worker.on('error', (error: NodeJS.ErrnoException) =>
      this.arrived(() => (this.failure ??= error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(say.memory) : error)),
    );
    worker.on('exit', () => this.arrived(() => (this.failure ??= new Error('the reading thread ended early'))));
  }

  async next(): Promise<Answer> {
    const since = performance.now();
    const timer = setTimeout(() => this.arrived(() => (this.failure ??= tooLarge(say.slow))), this.leftMs);
    try {
      while (this.answers.length === 0 && !this.failure) await new Promise<void>(resolve => (this.wake = resolve));
    } finally {
      clearTimeout(timer);
      this.leftMs = Math.max(0, this.leftMs - (performance.now() - since));
    }
    const answer = this.answers.shift();
    if (!answer) throw this.failure!;
    return answer;
  }

  private arrived(what: () => void): void {
    what();
    this.wake?.();
  }
}
