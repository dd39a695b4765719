// The commands and reads of working time.

import { type BoundCommand, type BoundRead, bindCommand, bindRead } from '#server/module.ts';
import type { Spans } from '#server/spans.ts';
import { worktimePolicy as may } from './worktime.policy.ts';
import { correctEntry, piecesOf, recordEntry, sumsOf, withdrawEntry } from './worktime.service.ts';
import * as api from './worktime.ts';

const saved = (id: string, revision: number, station: number) => ({ answer: { id, revision }, subject: id, station });

export const commands: BoundCommand[] = [
  bindCommand(api.record, may['worktime.record'], async ({ tx }, input) =>
    saved(input.id, 1, (await recordEntry(tx, input)).station),
  ),
  bindCommand(api.correct, may['worktime.correct'], async ({ tx }, input) =>
    saved(input.id, input.revision + 1, (await correctEntry(tx, input)).station),
  ),
  bindCommand(api.withdraw, may['worktime.withdraw'], async ({ tx }, input) =>
    saved(input.id, input.revision + 1, (await withdrawEntry(tx, input)).station),
  ),
];

/** @param all what the modules know of workers' time */
export const reads = (all: readonly Spans[]): BoundRead[] => [
  bindRead(api.summary, may['worktime.summary'], ({ tx }, query) => sumsOf(tx, all, query)),
  bindRead(api.list, may['worktime.list'], ({ tx }, query) => piecesOf(tx, all, query)),
];
