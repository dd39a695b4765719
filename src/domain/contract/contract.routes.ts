// Routes of the contract: endpoint and service, no SQL. `measures` are those the modules below declare.

import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { holds } from '#kernel/roles.ts';
import type { Tx } from '#server/database/tx.ts';
import { type BoundCommand, type BoundDocument, type BoundRead, bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { standingDocument } from './contract.documents.ts';
import { contractPolicy as may } from './contract.policy.ts';
import {
  correctContract,
  type IndicatorRow,
  type Loaded,
  listContracts,
  loadContract,
  loadIndicator,
  openContract,
} from './contract.service.ts';
import * as contract from './contract.ts';
import { type Cell, type Counting, type Measures, wholeOf } from './counting.ts';
import { evidenceOf } from './evidence.service.ts';
import { figureOf, monthsOfFigure, previewOf } from './figure.service.ts';
import { putIndicator } from './indicators.service.ts';
import { myFigures } from './mine.service.ts';
import { missingOf } from './missing.service.ts';
import { detailedStanding } from './sheet.service.ts';
import { countingOf, postsOf, standingOf } from './standing.service.ts';
import { indicatorAt } from './versions.service.ts';

type Asked = { id: string; station?: number; worker?: string; revision?: number };
type Found = { loaded: Loaded; indicator: IndicatorRow; counting: Counting; cell: Cell };

/** The cell that is asked for, when it exists and the actor sees all of it. */
async function cellOf(tx: Tx, asked: Asked, measures: Measures, rule: (typeof may)['contract.figure']): Promise<Found> {
  const { contract: loaded, indicator: newest } = await loadIndicator(tx, asked.id);
  const stations = loaded.stations.map(s => s.station);
  const posts = await postsOf(tx, loaded);
  const post = posts.find(p => p.worker === asked.worker);
  if (asked.worker !== undefined && (!post || (asked.station !== undefined && asked.station !== post.station)))
    throw new AppError('not_found');
  if (asked.station !== undefined && !stations.includes(asked.station)) throw new AppError('not_found');
  const refused = refusal(rule, tx.actor, {
    contractStations: stations,
    station: post?.station ?? asked.station ?? null,
    worker: asked.worker ?? null,
  });
  if (refused) throw new AppError(refused);
  const indicator =
    asked.revision === undefined || asked.revision === newest.revision ? newest : await indicatorAt(tx, asked.id, asked.revision);
  const counting = await countingOf(tx, loaded, indicator, measures, posts);
  if (!counting) throw new AppError('not_connected');
  return { loaded, indicator, counting, cell: { station: asked.station ?? null, worker: asked.worker ?? null } };
}

/** The contract, when it is no draft of somebody else's. */
async function openTo(tx: Tx, id: string, rule: (typeof may)['contract.standing']): Promise<Loaded> {
  const loaded = await loadContract(tx, id);
  const refused = refusal(rule, tx.actor, loaded);
  if (refused) throw new AppError(refused);
  return loaded;
}

export const commands = (measures: Measures): readonly BoundCommand[] => [
  bindCommand(contract.open, may['contract.open'], async ({ tx }, input) => {
    await openContract(tx, input, measures);
    return { answer: { id: input.id, revision: 1 }, subject: input.id };
  }),
  bindCommand(contract.correct, may['contract.correct'], async ({ tx }, input) => ({
    answer: { id: input.id, revision: await correctContract(tx, input) },
    subject: input.id,
  })),
  bindCommand(contract.setIndicator, may['contract.set_indicator'], async ({ tx }, input) => ({
    answer: { id: input.id, revision: await putIndicator(tx, input, measures) },
    subject: input.id,
  })),
];

export const reads = (measures: Measures): readonly BoundRead[] => [
  bindRead(contract.list, may['contract.list'], async ({ tx }, { discarded }) => {
    const drafts = holds(tx.actor, ...may['contract.open'].roles);
    return { rows: (await listContracts(tx, drafts && discarded === 'true')).filter(c => drafts || c.state !== 'draft') };
  }),
  bindRead(contract.standing, may['contract.standing'], async ({ tx }, query) =>
    standingOf(tx, await openTo(tx, query.id, may['contract.standing']), measures),
  ),
  bindRead(contract.figure, may['contract.figure'], async ({ tx }, query) => {
    const { loaded, indicator, counting, cell } = await cellOf(tx, query, measures, may['contract.figure']);
    return figureOf(tx, loaded, indicator, counting, cell, measures);
  }),
  bindRead(contract.evidence, may['contract.evidence'], async ({ tx }, query) => {
    const { counting, cell } = await cellOf(tx, query, measures, may['contract.evidence']);
    const list = query.list === 'whole' ? wholeOf(counting) : counting;
    if (!list) throw new AppError('unknown_parameter');
    return evidenceOf(tx, list, cell, query);
  }),
  bindRead(contract.missingUnits, may['contract.missing_units'], async ({ tx }, query) => {
    const { counting, cell } = await cellOf(tx, query, measures, may['contract.missing_units']);
    return missingOf(tx, counting, cell, query);
  }),
  bindRead(contract.months, may['contract.months'], async ({ tx }, query) => {
    const { loaded, indicator, counting, cell } = await cellOf(tx, query, measures, may['contract.months']);
    return monthsOfFigure(tx, loaded, counting, cell, indicator.unit);
  }),
  bindRead(contract.preview, may['contract.preview'], async ({ tx }, query) =>
    previewOf(tx, await loadContract(tx, query.contract), query.rule, query.unit, measures),
  ),
  bindRead(contract.mine, may['contract.mine'], ({ tx }) => myFigures(tx, measures)),
];

export const documents = (measures: Measures): readonly BoundDocument[] => [
  bindDocument(contract.standingSheet, may['contract.standing_sheet'], async ({ tx }, query) =>
    standingDocument(tx, await detailedStanding(tx, await openTo(tx, query.id, may['contract.standing_sheet']), measures)),
  ),
];
