// The thread in which a roster is read: the spreadsheet (in a thread of its own below this one), people told from titles and totals,
// the same person on two sheets folded together. It keeps the whole roster, packed; the main thread gets it in pieces as it asks for them.

import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { twinKey } from '#kernel/names.ts';
import { readSheets } from '#server/spreadsheets/read.ts';
import { type Folded, Folding } from './roster/duplicates.ts';
import type { RosterContext, RosterRow } from './roster/person.ts';
import { parseRoster, type RosterSummary, type Skip } from './roster/roster.ts';

export type Work = { file: Uint8Array; name: string; context: RosterContext };
/** A row with the key its twins are found by. */
export type ReadRow = Omit<RosterRow, 'kind'> & { twin: string | null };
export type Skipped = { sheet: string; why: Skip; rows: number };
export type Answer =
  | { read: number }
  | { summary: RosterSummary; skipped: Skipped[]; folded: Folded[]; foldedCount: number; rows: number }
  | { rows: ReadRow[] }
  | { done: true }
  | { refused: { code: ErrorCode; say: string } };

const PIECE = 500;
const TOLD_FOLDED = 2_000;
const port = parentPort!;
const answer = (message: Answer): void => port.postMessage(message);
const asked = (): Promise<void> => new Promise(resolve => port.once('message', () => resolve()));

async function read({ file, name, context }: Work): Promise<void> {
  const folding = new Folding();
  let read = 0;
  const skipped = new Map<string, Skipped>();
  let summary: RosterSummary | undefined;
  for await (const event of parseRoster(readSheets(file, name, {}, true), context)) {
    if (event.kind === 'summary') summary = event;
    else if (event.kind === 'row') {
      folding.take(event);
      if (++read % 1_000 === 0) answer({ read });
    } else {
      const key = `${event.sheet}\n${event.why}`;
      const count = skipped.get(key) ?? { sheet: event.sheet, why: event.why, rows: 0 };
      count.rows++;
      skipped.set(key, count);
    }
  }
  folding.end();
  answer({
    summary: summary!,
    skipped: [...skipped.values()],
    folded: folding.folded.slice(0, TOLD_FOLDED),
    foldedCount: folding.folded.length,
    rows: folding.size,
  });
  for (let at = 0; at < folding.size; at += PIECE) {
    await asked();
    const piece = folding.piece(at, PIECE);
    answer({
      rows: piece.map(({ kind, ...row }) => ({ ...row, twin: twinKey(row.person.name, row.person.born, row.person.village) })),
    });
  }
  await asked();
  answer({ done: true });
}

try {
  await read(workerData as Work);
} catch (error) {
  // Refusals are answers; anything else is our own fault and ends the thread, which the main thread sees.
  if (!(error instanceof AppError)) throw error;
  answer({ refused: { code: error.code, say: error.say } });
} finally {
  port.unref();
}
