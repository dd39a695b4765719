// The commands, reads and documents about rosters. Reading and taking over go on in the background after the answer.

import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import { rosterReportFile, rosterTemplateFile } from './roster.documents.ts';
import {
  beginConfirming,
  beginReading,
  dropBatch,
  getBatch,
  goOnConfirming,
  goOnReading,
  listBatches,
} from './roster.service.ts';
import * as rosters from './roster.ts';
import { decideRosterRows } from './roster-deciding.service.ts';
import { listRosterRows } from './roster-viewing.service.ts';

const saved = (id: string, { station, revision }: { station: number; revision: number }) => ({
  answer: { id, revision },
  subject: id,
  station,
});

export const rosterCommands = [
  bindCommand(rosters.readRoster, may['clients.read_roster'], async (c, input) => {
    await beginReading(c, input);
    const { house, tx } = c;
    return {
      ...saved(input.id, { station: input.station, revision: 1 }),
      after: () => goOnReading(house, tx.actor, input.id, input.include_hidden),
    };
  }),
  bindCommand(rosters.decideRows, may['clients.decide_rows'], async (c, input) =>
    saved(input.id, await decideRosterRows(c, input)),
  ),
  bindCommand(rosters.confirmRoster, may['clients.confirm_roster'], async ({ tx, house }, input) => ({
    ...saved(input.id, await beginConfirming(tx, input)),
    after: () => goOnConfirming(house, tx.actor, input.id),
  })),
  bindCommand(rosters.dropRoster, may['clients.drop_roster'], async ({ tx }, input) =>
    saved(input.id, await dropBatch(tx, input)),
  ),
];

export const rosterReads = [
  bindRead(rosters.rosters, may['clients.rosters'], ({ tx }, query) => listBatches(tx, query)),
  bindRead(rosters.roster, may['clients.roster'], ({ tx }, query) => getBatch(tx, query.id)),
  bindRead(rosters.rosterRows, may['clients.roster_rows'], listRosterRows),
];

export const rosterDocuments = [
  bindDocument(rosters.rosterReport, may['clients.roster_report'], rosterReportFile),
  bindDocument(rosters.rosterTemplate, may['clients.roster_template'], c => rosterTemplateFile(c)),
];
