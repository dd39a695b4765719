// Consents (PRI-01): what was agreed to, how, by whom, in which wording; withdrawn on a day. Of a child under 14 the guardian signs.

import type { z } from 'zod';
import { ageOn } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import type { consent, withdrawConsent } from './clients.ts';
import { settle } from './files.service.ts';
import { CONSENT_AGE, SELF } from './residents.ts';
import { livingRow, mustNotBeFuture } from './rows.service.ts';

async function mustBeSent(tx: Tx, hash: string, station: number): Promise<void> {
  const file = await tx.first(
    q
      .selectFrom('app.files')
      .select('hash')
      .where('county_id', '=', tx.county)
      .where('hash', '=', hash)
      .where('station_id', '=', station)
      .where('use', 'in', ['photo', 'signature']),
  );
  if (!file) throw new AppError('file_not_sent');
}

/** Records a consent. Answers the station. */
export async function addConsent(tx: Tx, input: z.output<typeof consent.input>): Promise<number> {
  const row = await livingRow(tx, input.resident, may['clients.consent']);
  mustNotBeFuture(tx, 'given_on', input.given_on);
  const child = row.born_on !== null && ageOn(row.born_on, input.given_on) < CONSENT_AGE;
  if (child && input.signer_relation === SELF)
    throw new AppError('invalid', { issues: [{ path: 'signer_relation', message: '不满 14 周岁的，须由监护人同意并签字' }] });
  if (input.file_hash) await mustBeSent(tx, input.file_hash, row.station_id);
  await tx.run(
    q.insertInto('app.consents').values({
      county_id: tx.county,
      id: input.id,
      station_id: row.station_id,
      resident_id: row.id,
      purposes: [...new Set(input.purposes)],
      way: input.way,
      text_version: input.text_version,
      signed_by: input.signed_by,
      signer_relation: input.signer_relation,
      given_on: input.given_on,
      file_hash: input.file_hash ?? null,
      changed_by: tx.changedBy,
    }),
  );
  await settle(tx, row.id);
  return row.station_id;
}

/** Withdraws a consent: what was done before stays lawful, nothing further is based on it. */
export async function withdrawGivenConsent(
  tx: Tx,
  input: z.output<typeof withdrawConsent.input>,
): Promise<{ station: number; revision: number; resident: string }> {
  const entry = await tx.first(
    q.selectFrom('app.consents').selectAll().where('county_id', '=', tx.county).where('id', '=', input.id),
  );
  if (!entry) throw new AppError('not_found');
  const row = await livingRow(tx, entry.resident_id, may['clients.withdraw_consent']);
  if (entry.revision !== input.revision) throw new AppError('stale', { current: { revision: entry.revision } });
  if (entry.withdrawn_on !== null) throw new AppError('conflict', { say: '这份同意已经撤回，无需重复办理。' });
  mustNotBeFuture(tx, 'withdrawn_on', input.withdrawn_on);
  if (input.withdrawn_on < entry.given_on)
    throw new AppError('invalid', { issues: [{ path: 'withdrawn_on', message: '撤回日期早于同意日期' }] });
  const revision = entry.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.consents')
      .set({ withdrawn_on: input.withdrawn_on, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id)
      .where('revision', '=', input.revision),
  );
  if (changed === 0) throw new AppError('stale');
  await settle(tx, row.id);
  return { station: row.station_id, revision, resident: row.id };
}
