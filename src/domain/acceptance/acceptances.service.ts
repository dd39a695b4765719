// Acceptances as they are written down: begun, decided, heard, signed. What was frozen is in freezing.service.ts.

import { z } from 'zod';
import { loadContract } from '#domain/contract/contract.service.ts';
import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { acceptancePolicy as may } from './acceptance.policy.ts';
import {
  type begin,
  type Conclusion,
  DecisionShown,
  type decide,
  type get,
  type list,
  type Opinion,
  type Signature,
  type State,
} from './acceptance.ts';
import { Frozen } from './frozen.ts';

const Decisions = z.record(z.string(), DecisionShown);
const FREEZING_MS = 600_000;

const heads = (tx: Tx) =>
  q
    .selectFrom('app.acceptances as a')
    .innerJoin('app.contracts as c', j => j.onRef('c.id', '=', 'a.contract_id').on('c.county_id', '=', tx.county))
    .selectAll('a')
    .select(['c.name as contract_name', 'c.to_on'])
    .where('a.county_id', '=', tx.county);
type Found = Awaited<ReturnType<typeof found>>[number];
const found = (tx: Tx) => tx.all(heads(tx));

const opinionsOf = (tx: Tx, id: string) =>
  tx.all(
    q
      .selectFrom('app.acceptance_opinions')
      .select(['id', 'heard_on', 'way', 'speaker', 'view', 'said', 'revision'])
      .where('county_id', '=', tx.county)
      .where('acceptance_id', '=', id)
      .where('removed', '=', false)
      .orderBy('heard_on')
      .orderBy('id'),
  );
const signaturesOf = (tx: Tx, id: string) =>
  tx.all(
    q
      .selectFrom('app.acceptance_signatures')
      .select(['frozen_as', 'party', 'signer', 'post', 'opinion', 'signed_on', 'file_hash'])
      .where('county_id', '=', tx.county)
      .where('acceptance_id', '=', id)
      .orderBy('party'),
  );

export type Loaded = Awaited<ReturnType<typeof loadAcceptance>>;

/** An acceptance with opinions and the signatures that hold. Throws `not_found`. */
export async function loadAcceptance(tx: Tx, id: string) {
  const [row, opinions, signatures] = await Promise.all([
    tx.first(heads(tx).where('a.id', '=', id)),
    opinionsOf(tx, id),
    signaturesOf(tx, id),
  ]);
  if (!row) throw new AppError('not_found');
  return {
    ...row,
    state: row.state as State,
    conclusion: row.conclusion as Conclusion | null,
    frozen: row.frozen === null ? null : Frozen.parse(row.frozen),
    decisions: Decisions.parse(row.decisions),
    opinions: opinions as Opinion[],
    signatures: signatures.filter(s => s.frozen_as === row.frozen_as) as (Signature & { file_hash: string })[],
  };
}

/** The acceptance when the actor may do this with it and has seen its newest state. */
async function held(tx: Tx, input: { id: string; revision: number }, rule: Rule<{ state: State }>): Promise<Loaded> {
  const now = await loadAcceptance(tx, input.id);
  const refused = refusal(rule, tx.actor, now);
  if (refused) throw new AppError(refused);
  if (now.revision !== input.revision) throw new AppError('stale', { current: { revision: now.revision } });
  return now;
}

/** Opinions and findings are what was signed under. */
export const mustBeUnsigned = (a: Loaded): void => {
  if (a.signatures.length > 0)
    throw new AppError('already_signed', { say: '已有一方签署，内容不能再改；如须更改，请重新固定证据，各方重新签署。' });
};

type Fields = {
  state?: State;
  conclusion?: Conclusion | null;
  conclusion_text?: string | null;
  decisions?: string;
  signed_on?: string;
} & {
  freezing_as?: string;
  freezing_since?: string;
};
/** Writes fields of an acceptance of this revision. */
export async function save(tx: Tx, id: string, revision: number, fields: Fields): Promise<number> {
  const changed = await tx.run(
    q
      .updateTable('app.acceptances')
      .set({ ...fields, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: (await loadAcceptance(tx, id)).revision } });
  return revision + 1;
}

/** Begins the acceptance of a contract. Throws `not_found` for a contract that is not there. */
export async function beginAcceptance(tx: Tx, input: z.output<typeof begin.input>): Promise<void> {
  await loadContract(tx, input.contract);
  await tx.run(
    q.insertInto('app.acceptances').values({
      county_id: tx.county,
      id: input.id,
      contract_id: input.contract,
      title: input.title,
      changed_by: tx.changedBy,
    }),
  );
}

/** Notes that the evidence is being frozen. Refused while another freezing is under way. */
export async function beginFreezing(
  tx: Tx,
  input: { id: string; revision: number },
): Promise<{ contract: string; revision: number }> {
  const now = await held(tx, input, may['acceptance.freeze']);
  if (now.freezing_since !== null && tx.now.getTime() - Date.parse(now.freezing_since) < FREEZING_MS)
    throw new AppError('freezing');
  const revision = await save(tx, now.id, now.revision, {
    freezing_as: tx.changedBy,
    freezing_since: tx.now.toISOString(),
  });
  return { contract: now.contract_id, revision };
}

/** What the county found: clauses that are named are replaced. Throws `invalid` for a clause the contract has not. */
export async function writeDecisions(tx: Tx, input: z.output<typeof decide.input>): Promise<number> {
  const now = await held(tx, input, may['acceptance.decide']);
  mustBeUnsigned(now);
  const known = new Set((await loadContract(tx, now.contract_id)).clauses.map(c => c.code));
  const strange = input.clauses.find(c => !known.has(c.code));
  if (strange) throw new AppError('invalid', { issues: [{ path: 'clauses', message: `合同没有条款 ${strange.code}` }] });
  const decisions = { ...now.decisions };
  for (const { code, decision, remark } of input.clauses) decisions[code] = { decision, remark };
  return save(tx, now.id, now.revision, {
    decisions: JSON.stringify(decisions),
    conclusion: input.conclusion,
    conclusion_text: input.conclusion_text,
  });
}

const headOf = (row: Found) => ({
  id: row.id,
  contract: row.contract_id,
  contract_name: row.contract_name,
  title: row.title,
  state: row.state as State,
  as_of: row.as_of,
  hash: row.hash,
  conclusion: row.conclusion as Conclusion | null,
  signed_on: row.signed_on,
  revision: row.revision,
});

/** Acceptances of the county or of one contract, the newest first. */
export async function listAcceptances(tx: Tx, contract: string | undefined): Promise<z.input<typeof list.answer>> {
  const rows = await tx.all(
    heads(tx)
      .$if(contract !== undefined, b => b.where('a.contract_id', '=', contract!))
      .orderBy('a.id', 'desc'),
  );
  return { rows: rows.map(headOf) };
}

export async function acceptanceFor(tx: Tx, id: string): Promise<z.input<typeof get.answer>> {
  const a = await loadAcceptance(tx, id);
  const { stations } = await loadContract(tx, a.contract_id);
  return {
    ...headOf(a),
    freezing_since: a.freezing_since,
    to_on: a.to_on,
    conclusion_text: a.conclusion_text,
    frozen: a.frozen,
    decisions: a.decisions,
    opinions: a.opinions,
    signatures: a.signatures.map(({ party, signer, post, opinion, signed_on }) => ({ party, signer, post, opinion, signed_on })),
    file_station: stations[0]!.station,
  };
}
