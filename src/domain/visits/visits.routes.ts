// The commands, reads and documents of visits: endpoint, rule, service. Nothing is decided here.

import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { fieldPart } from './field.service.ts';
import { countVisits, listVisits, readVisit } from './read.service.ts';
import { ledgerFile, sheetFile } from './visits.documents.ts';
import { visitsPolicy as may } from './visits.policy.ts';
import { correctVisit, recordVisit, withdrawVisit } from './visits.service.ts';
import * as api from './visits.ts';

const saved = (id: string, revision: number, station: number) => ({ answer: { id, revision }, subject: id, station });

export const commands = [
  bindCommand(api.record, may['visits.record'], async ({ tx }, input) =>
    saved(input.id, 1, (await recordVisit(tx, input)).station),
  ),
  bindCommand(api.correct, may['visits.correct'], async ({ tx }, input) => {
    const { station, revision } = await correctVisit(tx, input);
    return saved(input.id, revision, station);
  }),
  bindCommand(api.withdraw, may['visits.withdraw'], async ({ tx }, input) =>
    saved(input.id, input.revision, (await withdrawVisit(tx, input)).station),
  ),
];

export const reads = [
  bindRead(api.list, may['visits.list'], ({ tx }, query) => listVisits(tx, query)),
  bindRead(api.get, may['visits.get'], ({ tx }, query) => readVisit(tx, query.id)),
  bindRead(api.numbers, may['visits.numbers'], ({ tx }, query) => countVisits(tx, query)),
  bindRead(api.field, may['visits.field'], ({ tx }, query) => fieldPart(tx, query.after)),
];

export const documents = [
  bindDocument(api.ledger, may['visits.ledger'], ledgerFile),
  bindDocument(api.sheet, may['visits.sheet'], (c, query) => sheetFile(c, query.id)),
];
