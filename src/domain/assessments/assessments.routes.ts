// The commands, reads and documents of assessments: endpoint, rule, service. Nothing is decided here.

import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { instrumentFile, sheetFile } from './assessments.documents.ts';
import { assessmentsPolicy as may } from './assessments.policy.ts';
import { correctAssessment, recordAssessment, withdrawAssessment } from './assessments.service.ts';
import * as api from './assessments.ts';
import { change, discard, draft, listInstruments, publish, readInstrument, retire } from './instruments.service.ts';
import { fieldPart, listAssessments, readAssessment, seriesFor } from './read.service.ts';

const saved = (id: string, revision: number, station?: number) => ({
  answer: { id, revision },
  subject: id,
  ...(station !== undefined && { station }),
});

export const commands = [
  bindCommand(api.record, may['assessments.record'], async ({ tx }, input) =>
    saved(input.id, 1, (await recordAssessment(tx, input)).station),
  ),
  bindCommand(api.correct, may['assessments.correct'], async ({ tx }, input) => {
    const { station, revision } = await correctAssessment(tx, input);
    return saved(input.id, revision, station);
  }),
  bindCommand(api.withdraw, may['assessments.withdraw'], async ({ tx }, input) => {
    const { station, revision } = await withdrawAssessment(tx, input);
    return saved(input.id, revision, station);
  }),
  bindCommand(api.draftInstrument, may['assessments.draft_instrument'], async ({ tx }, input) => {
    await draft(tx, input);
    return saved(input.id, 1);
  }),
  bindCommand(api.changeInstrument, may['assessments.change_instrument'], async ({ tx }, input) =>
    saved(input.id, await change(tx, input)),
  ),
  bindCommand(api.publishInstrument, may['assessments.publish_instrument'], async ({ tx }, input) =>
    saved(input.id, await publish(tx, input)),
  ),
  bindCommand(api.retireInstrument, may['assessments.retire_instrument'], async ({ tx }, input) =>
    saved(input.id, await retire(tx, input)),
  ),
  bindCommand(api.discardInstrument, may['assessments.discard_instrument'], async ({ tx }, input) =>
    saved(input.id, await discard(tx, input)),
  ),
];

export const reads = [
  bindRead(api.list, may['assessments.list'], ({ tx }, query) => listAssessments(tx, query)),
  bindRead(api.get, may['assessments.get'], ({ tx }, query) => readAssessment(tx, query.id)),
  bindRead(api.series, may['assessments.series'], async ({ tx }, query) => ({
    series: await seriesFor(tx, query.resident, query.instrument),
  })),
  bindRead(api.field, may['assessments.field'], ({ tx }, query) => fieldPart(tx, query.after)),
  bindRead(api.instruments, may['assessments.instruments'], async ({ tx }) => ({ rows: await listInstruments(tx) })),
  bindRead(api.instrument, may['assessments.instrument'], ({ tx }, query) => readInstrument(tx, query.code, query.version)),
];

export const documents = [
  bindDocument(api.sheet, may['assessments.sheet'], (c, query) => sheetFile(c, query.id)),
  bindDocument(api.exportInstrument, may['assessments.export_instrument'], (c, query) =>
    instrumentFile(c, query.code, query.version),
  ),
];
