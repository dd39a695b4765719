// The reads, files and the one command of dossiers.

import { holds } from '#kernel/roles.ts';
import type { DossierKind } from '#server/dossiers.ts';
import { type BoundCommand, type BoundDocument, type BoundRead, bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { batchFile, pdfFile, wordFile } from './dossiers.documents.ts';
import { dossiersPolicy as may } from './dossiers.policy.ts';
import { kindOf, retentions, setRetention } from './dossiers.service.ts';
import * as api from './dossiers.ts';

export const commands = (all: readonly DossierKind[]): BoundCommand[] => [
  bindCommand(api.setRetention, may['dossiers.set_retention'], async ({ tx }, input) => {
    await setRetention(tx, kindOf(all, tx, input.kind).name, input.retention);
    return { answer: {}, subject: input.kind };
  }),
];

export const reads = (all: readonly DossierKind[]): BoundRead[] => [
  bindRead(api.kinds, may['dossiers.kinds'], async ({ tx }) => {
    const period = await retentions(tx);
    const own = all.filter(k => holds(tx.actor, ...k.roles));
    return { rows: own.map(({ name, title, opens }) => ({ name, title, opens, retention: period(name) })) };
  }),
  bindRead(api.list, may['dossiers.list'], ({ tx }, { kind, ...wish }) => kindOf(all, tx, kind).list(tx, wish)),
  bindRead(api.get, may['dossiers.get'], async (c, { kind, id }) => {
    const { number, subject, papers, missing } = await kindOf(all, c.tx, kind).compose(c, id);
    return { number, subject, papers: papers.map(({ blocks: _, ...paper }) => paper), missing: [...missing] };
  }),
];

export const documents = (all: readonly DossierKind[]): BoundDocument[] => [
  bindDocument(api.pdf, may['dossiers.pdf'], (c, { kind, id }) => pdfFile(c, kindOf(all, c.tx, kind), id)),
  bindDocument(api.word, may['dossiers.word'], (c, { kind, id }) => wordFile(c, kindOf(all, c.tx, kind), id)),
  bindDocument(api.batch, may['dossiers.batch'], (c, { kind, ids }) => batchFile(c, kindOf(all, c.tx, kind), ids ?? [])),
];
