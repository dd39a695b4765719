// Pictures of an activity with what they show and whether those on them agreed; and what somebody answered to the questions. Serves K5, C (privacy).

import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import type { Rule } from '#kernel/policy.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { activitiesPolicy as may } from './activities.policy.ts';
import { type AboutActivity, type Answer, type addPhoto, type changePhoto, PHOTOS, type removePhoto } from './activities.ts';
import { allowed, mustBeSent } from './rows.service.ts';

export type PhotoColumns = Selectable<DB['app.activity_photos']>;

/** The pictures of an activity that were not removed. */
export const photosOf = (tx: Tx, activity: string): Promise<PhotoColumns[]> =>
  tx.all(
    q
      .selectFrom('app.activity_photos')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('activity_id', '=', activity)
      .where('removed_because', 'is', null)
      .orderBy('id'),
  );

/** Adds a picture that was sent before. The same picture twice is one. */
export async function addActivityPhoto(tx: Tx, input: z.output<typeof addPhoto.input>): Promise<{ station: number }> {
  const row = await allowed(tx, input.activity, may['activities.add_photo']);
  const [there] = await Promise.all([photosOf(tx, row.id), mustBeSent(tx, row.station_id, [input.hash])]);
  if (there.some(p => p.hash === input.hash)) throw new AppError('conflict', { say: '这张照片已经在这场活动里，请换一张。' });
  if (there.length >= PHOTOS.most)
    throw new AppError('conflict', { say: `一场活动最多 ${PHOTOS.most} 张照片，请先移除不需要的。` });
  await tx.run(
    q.insertInto('app.activity_photos').values({
      county_id: tx.county,
      id: input.id,
      station_id: row.station_id,
      activity_id: row.id,
      hash: input.hash,
      shows: input.shows,
      consent: input.consent,
      caption: input.caption ?? null,
      changed_by: tx.changedBy,
    }),
  );
  return { station: row.station_id };
}

async function savePhoto(
  tx: Tx,
  seen: { id: string; revision: number },
  rule: Rule<AboutActivity>,
  values: Record<string, unknown>,
): Promise<{ station: number; revision: number }> {
  const row = await tx.first(
    q.selectFrom('app.activity_photos').selectAll().where('county_id', '=', tx.county).where('id', '=', seen.id),
  );
  if (!row) throw new AppError('not_found');
  await allowed(tx, row.activity_id, rule);
  const revision = seen.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.activity_photos')
      .set({ ...values, revision, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id)
      .where('revision', '=', seen.revision)
      .where('removed_because', 'is', null),
  );
  if (changed === 0) throw new AppError('stale', { current: { id: row.id, revision: row.revision } });
  return { station: row.station_id, revision };
}

/** Says anew what a picture shows and whether those on it agreed (consent may be taken back). */
export const changeActivityPhoto = (tx: Tx, { shows, consent, caption, ...seen }: z.output<typeof changePhoto.input>) =>
  savePhoto(tx, seen, may['activities.change_photo'], { shows, consent, caption: caption ?? null });

/** Takes a picture out of the activity, with the reason. */
export const removeActivityPhoto = (tx: Tx, { reason, ...seen }: z.output<typeof removePhoto.input>) =>
  savePhoto(tx, seen, may['activities.remove_photo'], { removed_because: reason });

/** Keeps one person's answers; who it was is not kept, and only the day. */
export async function keepAnswer(tx: Tx, input: z.output<typeof Answer>): Promise<{ station: number }> {
  const row = await allowed(tx, input.activity, may['activities.answer']);
  await tx.run(answerRow(tx, row.station_id, input));
  return { station: row.station_id };
}

/** The row of an answer, for the public page as well. */
export const answerRow = (tx: Pick<Tx, 'county' | 'today' | 'changedBy'>, station: number, a: z.output<typeof Answer>) =>
  q.insertInto('app.satisfaction_answers').values({
    county_id: tx.county,
    id: a.id,
    station_id: station,
    subject_kind: 'activity',
    subject_id: a.activity,
    scores: JSON.stringify(a.scores),
    words: a.words ?? null,
    how: a.how,
    filled_by: a.filled_by ?? null,
    answered_on: tx.today,
    changed_by: tx.changedBy,
  });
