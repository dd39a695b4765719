// The command and the read of hints.

import { bindCommand, bindRead } from '#server/module.ts';
import { hintsPolicy as may } from './hints.policy.ts';
import { hintsOf, remarkHint } from './hints.service.ts';
import * as hints from './hints.ts';

export const commands = [
  bindCommand(hints.remark, may['hints.remark'], async ({ tx }, input) => {
    const { id, station } = await remarkHint(tx, input);
    return { answer: { id, revision: 1 }, subject: id, station };
  }),
];
export const reads = [bindRead(hints.list, may['hints.list'], ({ tx }, query) => hintsOf(tx, query))];
