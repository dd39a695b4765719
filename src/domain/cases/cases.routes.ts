// The commands, reads and documents of cases: endpoint, rule, service. Nothing is decided here.

import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { breakGlass, setSupervisor } from './access.service.ts';
import { clientSheetFile, handoverFile, ledgerFile } from './cases.documents.ts';
import { casesPolicy as may } from './cases.policy.ts';
import { haltCase, openCase, takeConsentBack } from './cases.service.ts';
import * as api from './cases.ts';
import { fieldCases } from './field.service.ts';
import { listGlass } from './glass.service.ts';
import { handCasesOver, listHandovers } from './handover.service.ts';
import { listCases, readCase } from './reading.service.ts';
import { correctOne, recordOne, withdrawOne } from './writing.service.ts';

const saved = (id: string, revision: number, station: number) => ({ answer: { id, revision }, subject: id, station });

export const commands = [
  bindCommand(api.open, may['cases.open'], async ({ tx }, input) => saved(input.id, 1, (await openCase(tx, input)).station)),
  bindCommand(api.record, may['cases.record'], async ({ tx }, input) => saved(input.id, 1, (await recordOne(tx, input)).station)),
  bindCommand(api.correct, may['cases.correct'], async ({ tx }, input) => {
    const { station, revision } = await correctOne(tx, input);
    return saved(input.id, revision, station);
  }),
  bindCommand(api.withdraw, may['cases.withdraw'], async ({ tx }, input) =>
    saved(input.id, input.revision, (await withdrawOne(tx, input)).station),
  ),
  bindCommand(api.halt, may['cases.halt'], async ({ tx }, input) => {
    const { station, revision } = await haltCase(tx, input);
    return saved(input.id, revision, station);
  }),
  bindCommand(api.withdrawConsent, may['cases.withdraw_consent'], async ({ tx }, input) => {
    const { station, revision } = await takeConsentBack(tx, input);
    return saved(input.id, revision, station);
  }),
  bindCommand(api.supervise, may['cases.supervise'], async ({ tx }, input) => ({
    answer: { case: input.case },
    subject: input.case,
    station: (await setSupervisor(tx, input)).station,
  })),
  bindCommand(api.openGlass, may['cases.open_glass'], async ({ tx }, input) => {
    const { station, until } = await breakGlass(tx, input);
    return { answer: { case: input.case, until }, subject: input.case, station };
  }),
  bindCommand(api.handOver, may['cases.hand_over'], async ({ tx }, input) => {
    const { cases } = await handCasesOver(tx, input);
    return { answer: { id: input.id, cases }, subject: input.id, station: input.station };
  }),
];

export const reads = [
  bindRead(api.list, may['cases.list'], ({ tx }, query) => listCases(tx, query)),
  bindRead(api.get, may['cases.get'], ({ tx }, query) => readCase(tx, query.id)),
  bindRead(api.glass, may['cases.glass'], ({ tx }, query) => listGlass(tx, query)),
  bindRead(api.field, may['cases.field'], ({ tx }) => fieldCases(tx)),
  bindRead(api.handovers, may['cases.handovers'], ({ tx }, query) => listHandovers(tx, query)),
];

export const documents = [
  bindDocument(api.ledger, may['cases.ledger'], ledgerFile),
  bindDocument(api.clientSheet, may['cases.client_sheet'], (c, query) => clientSheetFile(c, query.id)),
  bindDocument(api.handoverSheet, may['cases.handover_sheet'], (c, query) => handoverFile(c, query.id)),
];
