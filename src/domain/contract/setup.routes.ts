// Routes of setting a contract up, its library, deliverables and payments: endpoint and service, no SQL.

import type { Writable } from 'node:stream';
import { AppError } from '#kernel/errors.ts';
import type { Measure } from '#server/measures.ts';
import { type BoundCommand, type BoundDocument, type BoundRead, bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { changesOf } from './changes.service.ts';
import * as changes from './changes.ts';
import { putClause, putOrder, takeOutClause, takeOutIndicator } from './clauses.service.ts';
import { contractSchemaText } from './contract-schema.ts';
import { deliverablesPolicy } from './deliverables.policy.ts';
import { check, deliverablesOf, documentOfDeliverable, handIn, withdraw } from './deliverables.service.ts';
import * as deliverables from './deliverables.ts';
import { beginningOf, discardDraft, documentOf, writeDraft } from './drafts.service.ts';
import { libraryOf, putInLibrary, takeFromLibrary } from './library.service.ts';
import * as library from './library.ts';
import { milestonesPolicy } from './milestones.policy.ts';
import { milestonesOf, notePayment, putMilestone, takeOutMilestone } from './milestones.service.ts';
import * as milestones from './milestones.ts';
import { putBudget, putGrades, putStation, takeOutStation, takeStationBack } from './money.service.ts';
import { scoreSaid } from './score.service.ts';
import * as score from './score.ts';
import { libraryPolicy, setupPolicy } from './setup.policy.ts';
import { contentsOf, mayRead, setupOf, startContract } from './setup.service.ts';
import * as setup from './setup.ts';
import { versionsOfClause, versionsOfIndicator } from './versions.service.ts';
import * as versions from './versions.ts';

type Measures = ReadonlyMap<string, Measure>;
const may = { ...setupPolicy, ...libraryPolicy, ...deliverablesPolicy, ...milestonesPolicy };
const saved = (id: string, revision: number) => ({ answer: { id, revision }, subject: id });

const settingUp = (measures: Measures): readonly BoundCommand[] => [
  bindCommand(setup.draft, may['contract.draft'], async ({ tx }, input) => {
    await writeDraft(tx, input.id, await beginningOf(tx, input), measures);
    return saved(input.id, 1);
  }),
  bindCommand(setup.importContract, may['contract.import'], async ({ tx }, input) => {
    await writeDraft(tx, input.id, input.document, measures);
    return saved(input.id, 1);
  }),
  bindCommand(setup.start, may['contract.start'], async ({ tx }, { id, revision }) =>
    saved(id, await startContract(tx, id, revision, measures)),
  ),
  bindCommand(setup.discard, may['contract.discard'], async ({ tx }, input) => saved(input.id, await discardDraft(tx, input))),
  bindCommand(setup.rejoinStation, may['contract.rejoin_station'], async ({ tx }, input) =>
    saved(input.id, await takeStationBack(tx, input)),
  ),
  bindCommand(setup.setStation, may['contract.set_station'], async ({ tx }, input) =>
    saved(input.id, await putStation(tx, input)),
  ),
  bindCommand(setup.removeStation, may['contract.remove_station'], async ({ tx }, input) =>
    saved(input.id, await takeOutStation(tx, input)),
  ),
  bindCommand(setup.setBudget, may['contract.set_budget'], async ({ tx }, input) => saved(input.id, await putBudget(tx, input))),
  bindCommand(setup.setGrades, may['contract.set_grades'], async ({ tx }, input) => saved(input.id, await putGrades(tx, input))),
  bindCommand(setup.setClause, may['contract.set_clause'], async ({ tx }, input) =>
    saved(input.contract, await putClause(tx, input)),
  ),
  bindCommand(setup.removeClause, may['contract.remove_clause'], async ({ tx }, input) =>
    saved(input.contract, await takeOutClause(tx, input)),
  ),
  bindCommand(setup.orderClauses, may['contract.order_clauses'], async ({ tx }, input) =>
    saved(input.id, await putOrder(tx, input)),
  ),
  bindCommand(setup.removeIndicator, may['contract.remove_indicator'], async ({ tx }, input) =>
    saved(input.id, await takeOutIndicator(tx, input)),
  ),
];

const beside = (measures: Measures): readonly BoundCommand[] => [
  bindCommand(library.saveToLibrary, may['contract.save_to_library'], async ({ tx }, input) =>
    saved(input.id, await putInLibrary(tx, input, measures)),
  ),
  bindCommand(library.removeFromLibrary, may['contract.remove_from_library'], async ({ tx }, input) =>
    saved(input.id, await takeFromLibrary(tx, input)),
  ),
  bindCommand(deliverables.deliver, may['contract.deliver'], async ({ tx }, input) => ({
    ...saved(input.id, await handIn(tx, input)),
    station: input.station,
  })),
  bindCommand(deliverables.withdrawDeliverable, may['contract.withdraw_deliverable'], async ({ tx }, input) =>
    saved(input.id, await withdraw(tx, input)),
  ),
  bindCommand(deliverables.checkDeliverable, may['contract.check_deliverable'], async ({ tx }, input) =>
    saved(input.id, await check(tx, input)),
  ),
  bindCommand(milestones.setMilestone, may['contract.set_milestone'], async ({ tx }, input) =>
    saved(input.id, await putMilestone(tx, input)),
  ),
  bindCommand(milestones.removeMilestone, may['contract.remove_milestone'], async ({ tx }, input) =>
    saved(input.id, await takeOutMilestone(tx, input)),
  ),
  bindCommand(milestones.payMilestone, may['contract.pay_milestone'], async ({ tx }, input) =>
    saved(input.id, await notePayment(tx, input)),
  ),
];

export const setupCommands = (measures: Measures): readonly BoundCommand[] => [...settingUp(measures), ...beside(measures)];

/** What of a measure leaves the server: everything but its SQL. */
const countable = ({ name, title, unit, attributes, exclusions }: Measure) => ({
  ...{ name, title, unit },
  attributes: Object.fromEntries(
    Object.entries(attributes).map(([key, a]) => [
      key,
      { title: a.title, kind: a.kind, ...(a.options && { options: a.options }) },
    ]),
  ),
  exclusions: exclusions.map(x => ({ code: x.code, title: x.title })),
});

export const setupReads = (measures: Measures): readonly BoundRead[] => [
  bindRead(setup.measures, may['contract.measures'], async () => ({ rows: [...measures.values()].map(countable) })),
  bindRead(setup.setup, may['contract.setup'], ({ tx }, { id }) => setupOf(tx, id, measures)),
  bindRead(changes.changes, may['contract.changes'], ({ tx }, { id }) => changesOf(tx, id)),
  bindRead(versions.indicatorVersions, may['contract.indicator_versions'], ({ tx }, { id }) =>
    versionsOfIndicator(tx, id, measures),
  ),
  bindRead(versions.clauseVersions, may['contract.clause_versions'], ({ tx }, { contract, code }) =>
    versionsOfClause(tx, contract, code),
  ),
  bindRead(library.library, may['contract.library'], async ({ tx }) => ({ rows: await libraryOf(tx, measures) })),
  bindRead(deliverables.deliverables, may['contract.deliverables'], ({ tx }, { id }) => deliverablesOf(tx, id)),
  bindRead(score.score, may['contract.score'], ({ tx }, { id }) => scoreSaid(tx, id, measures)),
  bindRead(milestones.milestones, may['contract.milestones'], ({ tx }, { id }) => milestonesOf(tx, id, measures)),
];

const whole = (bytes: string | Buffer) => async (out: Writable) => {
  out.write(bytes);
};

export const setupDocuments: readonly BoundDocument[] = [
  bindDocument(setup.exportContract, may['contract.export'], async ({ tx }, { id }) => {
    const contents = await contentsOf(tx, id);
    mayRead(tx, contents, may['contract.export']);
    const text = JSON.stringify({ $schema: './contract.schema.json', ...documentOf(contents) }, null, 2);
    return { fileName: `合同_${contents.code}.json`, write: whole(`${text}\n`) };
  }),
  bindDocument(setup.contractSchema, may['contract.json_schema'], async () => ({
    fileName: 'contract.schema.json',
    write: whole(contractSchemaText()),
  })),
  bindDocument(deliverables.deliverableFile, may['contract.deliverable_file'], async ({ tx, house }, { id }) => {
    const { name, hash } = await documentOfDeliverable(tx, id);
    const bytes = await house.files.get(tx.county, hash);
    if (!bytes) throw new AppError('not_found');
    return { fileName: name, write: whole(bytes) };
  }),
];
