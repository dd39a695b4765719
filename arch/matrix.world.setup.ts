// The part of the matrix's world that belongs to setting contracts up: a draft, a deliverable with its document, a payment milestone, an
// entry of the library, an indicator to take out. Each bears the mark of its place.

import * as contract from '#domain/contract/contract.ts';
import { ContractDocument } from '#domain/contract/contract-json.ts';
import * as deliverables from '#domain/contract/deliverables.ts';
import * as library from '#domain/contract/library.ts';
import * as milestones from '#domain/contract/milestones.ts';
import * as setup from '#domain/contract/setup.ts';
import { contractTemplate } from '#domain/contract/template.ts';
import { newId } from '#kernel/ids.ts';
import type { Person } from '#server/testing.ts';
import { sent } from './matrix.files.ts';

export const SETUP_KINDS = {
  draft: 'county',
  leftDraft: 'county',
  imported: 'county',
  spareIndicator: 'county',
  milestone: 'county',
  shelf: 'county',
  officerPaper: 'county',
  document: 'station',
  deliverable: 'station',
} as const;

/** `mark` is the station's, `shared` that of what all stations of the county see. */
type At = { mark: string; shared: string; station: number; lead: Person; officer: Person; contract: string };

async function must(answer: Promise<{ status: number; body: unknown }>): Promise<void> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`the world could not be made: ${JSON.stringify(body)}`);
}

const k1 = contractTemplate.clauses.find(c => c.code === 'K1')!;
const rule = k1.indicators[0]!.rule!;

/** A complete draft over one station. */
export const draftDocument = (code: string, station: number, mark = '', left_on: string | null = null): ContractDocument =>
  ContractDocument.parse({
    version: 1,
    code,
    name: `${mark}草稿`,
    purchaser: `${mark}民政局`,
    provider: `${mark}中心`,
    signed_on: '2026-03-01',
    from_on: '2026-03-01',
    to_on: '2027-02-28',
    budget_yuan: 10,
    stations: [{ station, fee_yuan: 1, operating_yuan: 1, left_on }],
    clauses: [{ ...k1, indicators: k1.indicators.map(i => ({ ...i, key: 'k1' })) }],
  });

/** A document with the mark in it; each is another file. */
const documentAt = (at: At): Promise<string> =>
  sent(
    at.lead,
    at.station,
    'document',
    Buffer.concat([Buffer.from('\xd0\xcf\x11\xe0', 'latin1'), Buffer.from(`${at.mark}材料 ${newId()}`)]),
  );

async function handedIn(at: At, by: Person, station: number | null): Promise<string> {
  const id = newId();
  const file = await documentAt(at);
  const what = { kind: 'case_study' as const, title: `${at.mark}案例`, pieces: 1, delivered_on: '2026-11-23', note: null };
  const where = { contract: at.contract, clause: 'K1', station };
  await must(by.send(deliverables.deliver, { id, revision: 0, ...where, ...what, file, file_name: `${at.mark}.doc` }));
  return id;
}

const draftAt = async (at: At, left_on: string | null = null): Promise<string> => {
  const id = newId();
  const document = draftDocument(`CG-${id.slice(-8)}`, at.station, at.shared, left_on);
  await must(at.officer.send(setup.importContract, { id, document }));
  return id;
};

/** How each kind is made at a place. */
export const setupMakers = {
  draft: (at: At) => draftAt(at),
  imported: (at: At) => draftAt(at),
  /** A draft whose station has left. */
  leftDraft: (at: At) => draftAt(at, '2026-04-30'),
  spareIndicator: async (at: At): Promise<string> => {
    const id = newId();
    const input = {
      id,
      contract: at.contract,
      clause: 'K1',
      revision: 0,
      title: `${at.shared}探访`,
      unit: '次',
      rule,
      reason: '试',
    };
    await must(at.officer.send(contract.setIndicator, input));
    return id;
  },
  milestone: async (at: At): Promise<string> => {
    const id = newId();
    const money = { amount_yuan: 1, percent: null };
    const input = {
      id,
      contract: at.contract,
      revision: 0,
      title: `${at.shared}款`,
      ...money,
      due_on: null,
      conditions: [],
      reason: '试',
    };
    await must(at.officer.send(milestones.setMilestone, input));
    return id;
  },
  shelf: async (at: At): Promise<string> => {
    const id = newId();
    await must(
      at.officer.send(library.saveToLibrary, { id, revision: 0, title: `${at.shared}探访`, unit: '次', note: '试', rule }),
    );
    return id;
  },
  document: documentAt,
  deliverable: (at: At): Promise<string> => handedIn(at, at.lead, at.station),
  officerPaper: (at: At): Promise<string> => handedIn({ ...at, mark: at.shared }, at.officer, null),
};
