// Routes of evaluation and acceptance: endpoint and service, no SQL. `measures` are those the modules below declare.

import type { Measure } from '#server/measures.ts';
import { type BoundCommand, type BoundDocument, type BoundRead, bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { evaluationFile, paperFile } from './acceptance.documents.ts';
import { acceptancePolicy as may } from './acceptance.policy.ts';
import * as acceptance from './acceptance.ts';
import { acceptanceFor, beginAcceptance, beginFreezing, listAcceptances, writeDecisions } from './acceptances.service.ts';
import { changesSince } from './changes.service.ts';
import * as evaluation from './evaluation.ts';
import { beginOne, changeLayout, evaluationsOf, evaluatorsOf, reopen, retake, writeSatisfaction } from './evaluations.service.ts';
import { freezeEvidence } from './freezing.service.ts';
import { heardFor } from './heard.service.ts';
import { packageFile } from './package.documents.ts';
import { dropOpinion, keepOpinion, signFor } from './parties.service.ts';
import { evaluationFor, headOf, signSheet, writeSheet } from './sheets.service.ts';

type Measures = ReadonlyMap<string, Measure>;
const saved = (id: string, revision: number) => ({ answer: { id, revision }, subject: id });

const evaluationCommands = (measures: Measures): BoundCommand[] => [
  bindCommand(evaluation.beginEvaluation, may['acceptance.begin_evaluation'], async ({ tx }, input) => {
    await beginOne(tx, input, measures);
    return saved(input.id, 1);
  }),
  bindCommand(evaluation.setLayout, may['acceptance.set_layout'], async ({ tx }, input) =>
    saved(input.id, await changeLayout(tx, input, measures)),
  ),
  bindCommand(evaluation.takeFigures, may['acceptance.take_figures'], async ({ tx }, input) =>
    saved(input.id, await retake(tx, input, measures)),
  ),
  bindCommand(evaluation.setSatisfaction, may['acceptance.set_satisfaction'], async ({ tx }, input) =>
    saved(input.id, await writeSatisfaction(tx, input)),
  ),
  bindCommand(evaluation.score, may['acceptance.score'], async ({ tx }, input) => saved(input.id, await writeSheet(tx, input))),
  bindCommand(evaluation.signScores, may['acceptance.sign_scores'], async ({ tx }, input) =>
    saved(input.id, await signSheet(tx, input)),
  ),
  bindCommand(evaluation.reopenEvaluation, may['acceptance.reopen_evaluation'], async ({ tx }, input) => {
    await reopen(tx, input);
    return saved(input.new_id, 1);
  }),
];

export const commands = (measures: Measures): readonly BoundCommand[] => [
  ...evaluationCommands(measures),
  bindCommand(acceptance.begin, may['acceptance.begin'], async ({ tx }, input) => {
    await beginAcceptance(tx, input);
    return saved(input.id, 1);
  }),
  bindCommand(acceptance.freeze, may['acceptance.freeze'], async ({ tx }, input) => {
    const { contract, revision } = await beginFreezing(tx, input);
    return { ...saved(input.id, revision), after: run => freezeEvidence(run, input.id, contract, measures) };
  }),
  bindCommand(acceptance.decide, may['acceptance.decide'], async ({ tx }, input) =>
    saved(input.id, await writeDecisions(tx, input)),
  ),
  bindCommand(acceptance.addOpinion, may['acceptance.add_opinion'], async ({ tx }, input) => {
    await keepOpinion(tx, input);
    return saved(input.id, 1);
  }),
  bindCommand(acceptance.removeOpinion, may['acceptance.remove_opinion'], async ({ tx }, input) =>
    saved(input.id, await dropOpinion(tx, input)),
  ),
  bindCommand(acceptance.sign, may['acceptance.sign'], async ({ tx }, input) => saved(input.id, await signFor(tx, input))),
];

export const reads = (measures: Measures): readonly BoundRead[] => [
  bindRead(evaluation.evaluations, may['acceptance.evaluations'], async ({ tx }, query) => {
    const { contract_name, rows } = await evaluationsOf(tx, query.contract);
    return { contract_name, rows: rows.map(e => headOf(tx, e)) };
  }),
  bindRead(evaluation.evaluation, may['acceptance.evaluation'], ({ tx }, query) => evaluationFor(tx, query.id)),
  bindRead(evaluation.evaluators, may['acceptance.evaluators'], async ({ tx }) => ({ rows: await evaluatorsOf(tx) })),
  bindRead(acceptance.list, may['acceptance.list'], ({ tx }, query) => listAcceptances(tx, query.contract)),
  bindRead(acceptance.get, may['acceptance.get'], ({ tx }, query) => acceptanceFor(tx, query.id)),
  bindRead(acceptance.heard, may['acceptance.heard'], ({ tx }, query) => heardFor(tx, query.contract)),
  bindRead(acceptance.changes, may['acceptance.changes'], (c, query) => changesSince(c, query.id, measures)),
];

/** `printing`: the documents that print single records, by name. */
export const documents = (measures: Measures, printing: ReadonlyMap<string, BoundDocument>): readonly BoundDocument[] => {
  const rule = may['acceptance.documents'];
  return [
    bindDocument(evaluation.evaluationReport, rule, (c, query) => evaluationFile(c, query.id)),
    bindDocument(acceptance.certificatePdf, rule, (c, query) => paperFile(c, query.id, 'certificate', 'pdf')),
    bindDocument(acceptance.certificateWord, rule, (c, query) => paperFile(c, query.id, 'certificate', 'docx')),
    bindDocument(acceptance.noticePdf, rule, (c, query) => paperFile(c, query.id, 'notice', 'pdf')),
    bindDocument(acceptance.noticeWord, rule, (c, query) => paperFile(c, query.id, 'notice', 'docx')),
    bindDocument(acceptance.evidencePackage, rule, (c, query) => packageFile(c, query, measures, printing)),
  ];
};
