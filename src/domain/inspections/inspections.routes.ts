// The commands, reads and documents of inspections and draws: endpoint, rule, service. Nothing is decided here.

import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { listDraws, readDraw, readFrame, readItem } from './drawn.service.ts';
import { abandon, enterOne, finish, makeDraw } from './draws.service.ts';
import { addOne, answerOne, listFindings, recheckOne } from './findings.service.ts';
import { ledgerFile, sheetFile, statementFile } from './inspections.documents.ts';
import { inspectionsPolicy as may } from './inspections.policy.ts';
import { correctInspection, recordInspection, withdrawInspection } from './inspections.service.ts';
import * as inspections from './inspections.ts';
import { listInspections, readGrid, readInspection } from './reading.service.ts';

type Seen = { id: string; revision: number };
const next = ({ id, revision }: Seen, station: number | null) => ({
  answer: { id, revision: revision + 1 },
  subject: id,
  station,
});

export const commands = [
  bindCommand(inspections.record, may['inspections.record'], async ({ tx }, input) => {
    await recordInspection(tx, input);
    return { answer: { id: input.id, revision: 1 }, subject: input.id, station: input.station };
  }),
  bindCommand(inspections.correct, may['inspections.correct'], async ({ tx }, input) =>
    next(input, (await correctInspection(tx, input)).station),
  ),
  bindCommand(inspections.withdraw, may['inspections.withdraw'], async ({ tx }, input) =>
    next(input, (await withdrawInspection(tx, input)).station),
  ),
  bindCommand(inspections.addFinding, may['inspections.add_finding'], async ({ tx }, input) => ({
    answer: { id: input.id, revision: 1 },
    subject: input.id,
    station: (await addOne(tx, input)).station,
  })),
  bindCommand(inspections.answerFinding, may['inspections.answer_finding'], async ({ tx }, input) =>
    next(input, (await answerOne(tx, input)).station),
  ),
  bindCommand(inspections.recheckFinding, may['inspections.recheck_finding'], async ({ tx }, input) =>
    next(input, (await recheckOne(tx, input)).station),
  ),
  bindCommand(inspections.draw, may['inspections.draw'], async ({ tx }, input) => {
    await makeDraw(tx, input);
    return { answer: { id: input.id, revision: 1 }, subject: input.id };
  }),
  bindCommand(inspections.enterResult, may['inspections.enter_result'], async ({ tx }, input) =>
    next(input, (await enterOne(tx, input)).station),
  ),
  bindCommand(inspections.finishDraw, may['inspections.finish_draw'], async ({ tx }, input) => {
    await finish(tx, input);
    return next(input, null);
  }),
  bindCommand(inspections.abandonDraw, may['inspections.abandon_draw'], async ({ tx }, input) => {
    await abandon(tx, input);
    return next(input, null);
  }),
];

export const reads = [
  bindRead(inspections.grid, may['inspections.grid'], ({ tx }, query) => readGrid(tx, query)),
  bindRead(inspections.list, may['inspections.list'], ({ tx }, query) => listInspections(tx, query)),
  bindRead(inspections.get, may['inspections.get'], ({ tx }, query) => readInspection(tx, query.id)),
  bindRead(inspections.findings, may['inspections.findings'], ({ tx }, query) => listFindings(tx, query)),
  bindRead(inspections.draws, may['inspections.draws'], ({ tx }, query) => listDraws(tx, query)),
  bindRead(inspections.drawn, may['inspections.drawn'], ({ tx }, query) => readDraw(tx, query.id)),
  bindRead(inspections.drawnItem, may['inspections.drawn_item'], ({ tx }, query) => readItem(tx, query.id)),
  bindRead(inspections.frame, may['inspections.frame'], ({ tx }, query) => readFrame(tx, query)),
];

export const documents = [
  bindDocument(inspections.sheet, may['inspections.sheet'], (c, query) => sheetFile(c, query.id)),
  bindDocument(inspections.ledger, may['inspections.ledger'], (c, query) => ledgerFile(c, query)),
  bindDocument(inspections.statement, may['inspections.statement'], (c, query) => statementFile(c, query.id)),
];
