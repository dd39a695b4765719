// The head of a station approves what his workers handed in, for the demo year and the tests: the verdict itself belongs to the reviews module.

import { z } from 'zod';
import { defineCommand, Saved } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { carryOut } from '#server/command.ts';
import type { House } from '#server/house.ts';
import { bindCommand } from '#server/module.ts';
import { approveSeen, returnSeen } from '#server/reviewing.ts';
import { groupReviewable } from './forms.service.ts';

const verdict = defineCommand({
  name: 'reviews.decide',
  title: '审核',
  clauses: ['K4'],
  input: z.strictObject({ id: z.uuid(), revision: z.int(), remark: z.string().optional() }),
  answer: Saved,
});
const bound = bindCommand(verdict, { roles: ['station_lead', 'project_manager'] }, async ({ tx }, { id, revision, remark }) => {
  const seen = { id, revision };
  const [one] = remark
    ? await returnSeen(tx, groupReviewable, seen, remark)
    : await approveSeen(tx, groupReviewable, [seen], null);
  return { answer: seen, subject: id, station: one!.station };
});

/** Approves a record of a group, or returns it with a remark. */
export const decideAs = (house: House, actor: Actor, input: z.input<typeof verdict.input>): Promise<unknown> =>
  carryOut(house, bound, { actor }, { id: newId(house.clock().getTime()), madeAt: null, input }, {});
