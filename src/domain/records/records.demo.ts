// For the demo year and the tests of the modules above: the reviewers' commands over what they declare (演示数据).

import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { carryOut } from '#server/command.ts';
import type { House } from '#server/house.ts';
import type { Reviewable } from '#server/reviewing.ts';
import { commands } from './records.routes.ts';

export { commands as reviewCommands } from './records.routes.ts';

type Verdict = { id: string; revision: number; remark?: string; reason?: string };
/** Approves records of this module as this reviewer; with a remark it returns them, with a reason it reopens them. */
export function deciding(what: Reviewable): (house: House, reviewer: Actor, verdict: Verdict) => Promise<void> {
  const bound = new Map(commands([what]).map(c => [c.def.name, c]));
  return async (house, actor, verdict) => {
    const command = bound.get(verdict.reason ? 'records.reopen' : verdict.remark ? 'records.return' : 'records.approve')!;
    const request = { id: newId(house.clock().getTime()), madeAt: null, input: { what: what.name, ...verdict } };
    await carryOut(house, command, { actor }, request, {});
  };
}
