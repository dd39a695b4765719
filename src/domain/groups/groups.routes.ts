// The commands, reads and documents of group work: endpoint, rule, service. Nothing is decided here.

import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { currentCode } from './desk.service.ts';
import { writePlan, writeSession, writeSummary } from './forms.service.ts';
import { ledgerFile } from './groups.documents.ts';
import { groupsPolicy as may } from './groups.policy.ts';
import { changeGroup, endGroup, openGroup, reopenGroup } from './groups.service.ts';
import * as groups from './groups.ts';
import { enrolMember } from './members.service.ts';
import { fieldPart, listGroups, readGroup } from './reading.service.ts';
import { callRoll, moveOne } from './sessions.service.ts';

const saved = (id: string, { station, revision }: { station: number; revision: number }) => ({
  answer: { id, revision },
  subject: id,
  station,
});

export const commands = [
  bindCommand(groups.open, may['groups.open'], async ({ tx }, input) => {
    await openGroup(tx, input);
    return saved(input.id, { station: input.station, revision: 1 });
  }),
  bindCommand(groups.change, may['groups.change'], async ({ tx }, input) => saved(input.id, await changeGroup(tx, input))),
  bindCommand(groups.plan, may['groups.plan'], async ({ tx }, input) => saved(input.id, await writePlan(tx, input))),
  bindCommand(groups.enrol, may['groups.enrol'], async (c, input) => saved(input.id, await enrolMember(c, input))),
  bindCommand(groups.moveSession, may['groups.move_session'], async ({ tx }, input) => saved(input.id, await moveOne(tx, input))),
  bindCommand(groups.rollCall, may['groups.roll_call'], async ({ tx }, input) => saved(input.session, await callRoll(tx, input))),
  bindCommand(groups.recordSession, may['groups.record_session'], async ({ tx }, input) =>
    saved(input.id, await writeSession(tx, input)),
  ),
  bindCommand(groups.summarise, may['groups.summarise'], async ({ tx }, input) => saved(input.id, await writeSummary(tx, input))),
  bindCommand(groups.end, may['groups.end'], async ({ tx }, input) => saved(input.id, await endGroup(tx, input))),
  bindCommand(groups.reopen, may['groups.reopen'], async ({ tx }, input) => saved(input.id, await reopenGroup(tx, input))),
];

export const reads = [
  bindRead(groups.list, may['groups.list'], ({ tx }, query) => listGroups(tx, query)),
  bindRead(groups.get, may['groups.get'], (c, query) => readGroup(c, query.id)),
  bindRead(groups.field, may['groups.field'], c => fieldPart(c)),
  bindRead(groups.code, may['groups.code'], (c, query) => currentCode(c, query.session)),
];

export const documents = [bindDocument(groups.ledger, may['groups.ledger'], (c, query) => ledgerFile(c, query))];
