// Who is heard and who signs: opinions of people served, signatures of the parties; the last signature closes the contract.

import type { z } from 'zod';
import { acceptContract } from '#domain/contract/proof.service.ts';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { acceptancePolicy as may } from './acceptance.policy.ts';
import type { addOpinion, Party, sign } from './acceptance.ts';
import { loadAcceptance, mustBeUnsigned, save } from './acceptances.service.ts';

/** Writes down what somebody served says. */
export async function keepOpinion(tx: Tx, input: z.output<typeof addOpinion.input>): Promise<void> {
  const now = await loadAcceptance(tx, input.acceptance);
  const refused = refusal(may['acceptance.add_opinion'], tx.actor, now);
  if (refused) throw new AppError(refused);
  mustBeUnsigned(now);
  const { acceptance, ...said } = input;
  await tx.run(
    q
      .insertInto('app.acceptance_opinions')
      .values({ county_id: tx.county, acceptance_id: acceptance, ...said, changed_by: tx.changedBy }),
  );
}

/** Takes an opinion out of the acceptance; its row stays. */
export async function dropOpinion(tx: Tx, input: { id: string; revision: number }): Promise<number> {
  const row = await tx.first(
    q.selectFrom('app.acceptance_opinions').select('acceptance_id').where('county_id', '=', tx.county).where('id', '=', input.id),
  );
  if (!row) throw new AppError('not_found');
  const now = await loadAcceptance(tx, row.acceptance_id);
  const refused = refusal(may['acceptance.remove_opinion'], tx.actor, now);
  if (refused) throw new AppError(refused);
  mustBeUnsigned(now);
  const changed = await tx.run(
    q
      .updateTable('app.acceptance_opinions')
      .set({ removed: true, revision: input.revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id)
      .where('revision', '=', input.revision)
      .where('removed', '=', false),
  );
  if (changed === 0) throw new AppError('stale');
  return input.revision + 1;
}

/** A party signs what is frozen. When purchaser and provider have signed, the acceptance is done, and a passed contract is closed. */
export async function signFor(tx: Tx, input: z.output<typeof sign.input>): Promise<number> {
  // Both parties at the same moment: the second waits and sees the first one's signature.
  await tx.first(
    sql`select 1 as one from app.acceptances where county_id = ${tx.county} and id = ${input.id} for update`.compile(q),
  );
  const now = await loadAcceptance(tx, input.id);
  const refused = refusal(may['acceptance.sign'], tx.actor, { state: now.state, party: input.party });
  if (refused) throw new AppError(refused);
  if (now.revision !== input.revision) throw new AppError('stale', { current: { revision: now.revision } });
  if (now.signatures.some(s => s.party === input.party)) throw new AppError('already_signed');
  if (now.conclusion === null) throw new AppError('no_conclusion');
  const file = await tx.first(
    q
      .selectFrom('app.files')
      .select('clean_hash')
      .where('county_id', '=', tx.county)
      .where('hash', '=', input.file)
      // Workers send the sheets people signed on; the photo of a signed acceptance is sent by who signs it.
      .where(e => e.or([e('use', '=', 'signature'), e.and([e('use', '=', 'paper'), e('sent_by', '=', tx.actor.account)])]))
      .limit(1),
  );
  if (!file) throw new AppError('missing_reference', { say: '签名或扫描件还没有上传，请先上传。' });
  await tx.run(
    q.insertInto('app.acceptance_signatures').values({
      county_id: tx.county,
      acceptance_id: now.id,
      frozen_as: now.frozen_as!,
      party: input.party,
      signer: input.signer,
      post: input.post,
      opinion: input.opinion,
      file_hash: file.clean_hash,
      signed_on: tx.today,
      account_id: tx.actor.account,
      changed_by: tx.changedBy,
    }),
  );
  const signed = new Set<Party>([...now.signatures.map(s => s.party), input.party]);
  const done = signed.has('purchaser') && signed.has('provider');
  if (done && now.conclusion !== 'failed') await acceptContract(tx, now.contract_id);
  return save(tx, now.id, now.revision, done ? { state: 'signed', signed_on: tx.today } : {});
}
