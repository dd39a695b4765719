// The plan, the record of a session and the summary, written as records of the group. Serves K4–K4c.

import type { z } from 'zod';
import { rewriteRecord, submitRecord, writeRecord } from '#domain/records/records.service.ts';
import { loadRecords, reviewableRecords } from '#domain/records/rows.service.ts';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Reviewable } from '#server/reviewing.ts';
import { groupsPolicy as may } from './groups.policy.ts';
import { FORMS, type Form, type formInput, type plan, type recordSession, type summarise } from './groups.ts';
import { type FactsRow, groupFor, mayRun } from './rows.service.ts';
import { followPlan, loadSession } from './sessions.service.ts';

/** What the reviews module reads and decides of groups. */
export const groupReviewable: Reviewable = reviewableRecords('groups', '小组工作', Object.values(FORMS));

type Written = z.output<z.ZodObject<typeof formInput>>;
type Saved = { station: number; revision: number };

/** Ids of the records of one form of a group that were not withdrawn. */
const standingOf = (tx: Tx, group: string, form: Form): Promise<{ id: string; state: string }[]> =>
  tx.all(
    q
      .selectFrom('app.records')
      .select(['id', 'state'])
      .where('county_id', '=', tx.county)
      .where('of_id', '=', group)
      .where('kind', '=', FORMS[form].kind)
      .where('state', '<>', 'withdrawn'),
  );

/** Keeps a form: written for the first time, or again. A draft that is not to be one any more is handed in. */
async function keep(
  tx: Tx,
  form: Form,
  group: FactsRow,
  input: Written,
  content: unknown,
  at: { no?: number; title: string },
): Promise<Saved> {
  const written = { head: input.head, content };
  if (input.revision === 0) {
    const place = { station: group.station_id, of: group.id, ...at };
    const { revision } = await writeRecord(tx, FORMS[form], input.id, place, written, { draft: input.draft });
    return { station: group.station_id, revision };
  }
  const seen = { id: input.id, revision: input.revision, ...(input.reason && { reason: input.reason }) };
  const before = (await loadRecords(tx, [input.id]))[0]!.row;
  if (before.of_id !== group.id) throw new AppError('not_found');
  const { row, revision } = await rewriteRecord(tx, FORMS[form], seen, written, at.title);
  if (row.state === 'draft' && !input.draft) await submitRecord(tx, { id: input.id, revision });
  return { station: group.station_id, revision };
}

/** Writes the plan; the sessions it arranges are the group's. */
export async function writePlan(tx: Tx, input: z.output<typeof plan.input>): Promise<Saved> {
  const group = await groupFor(tx, input.group, may['groups.plan']);
  if (input.revision === 0 && (await standingOf(tx, group.id, 'plan')).length > 0) throw new AppError('plan_exists');
  const saved = await keep(tx, 'plan', group, input, input.content, { title: `${group.name}：计划书` });
  await followPlan(tx, group, input.content);
  return saved;
}

/** Names the record of a session. The session as its roll saw it does not change by that. @throws AppError `session_recorded` */
async function link(tx: Tx, session: string, before: string | null, record: string): Promise<void> {
  const linked = await tx.run(
    q
      .updateTable('app.group_sessions')
      .set({ record_id: record, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', session)
      .where('record_id', before === null ? 'is' : '=', before),
  );
  if (linked === 0) throw new AppError('session_recorded');
}

/** Writes what happened in a session that was held. */
export async function writeSession(tx: Tx, input: z.output<typeof recordSession.input>): Promise<Saved> {
  const session = await loadSession(tx, input.content.session);
  if (session.group_id !== input.group) throw new AppError('not_found');
  const group = await groupFor(tx, input.group, may['groups.record_session']);
  if (session.state !== 'held') throw new AppError('session_not_held');
  if (input.head.occurred_on !== session.held_on)
    throw new AppError('invalid', { issues: [{ path: 'head.occurred_on', message: '日期与点名的日期不一致，请核对。' }] });
  const own = session.record_id;
  if (own && own !== input.id && (await standingOf(tx, group.id, 'session')).some(r => r.id === own))
    throw new AppError('session_recorded');
  const title = `${group.name}：第 ${session.no} 节 ${session.topic}`;
  const saved = await keep(tx, 'session', group, input, input.content, { no: session.no, title });
  if (own !== input.id) await link(tx, session.id, own, input.id);
  return saved;
}

/** Writes the summary; how many sessions, person-times and people there were is counted here, not typed. */
export async function writeSummary(tx: Tx, input: z.output<typeof summarise.input>): Promise<Saved> {
  const group = await groupFor(tx, input.group, may['groups.summarise']);
  if (!mayRun(group)) throw new AppError('plan_not_approved');
  if (group.held === 0) throw new AppError('session_not_held');
  if (input.revision === 0 && (await standingOf(tx, group.id, 'summary')).length > 0)
    throw new AppError('plan_exists', { say: '这个小组已有总结，请打开原来的总结修改。' });
  const figures = { sessions: group.held, attendances: group.attendances, people: group.people };
  return keep(tx, 'summary', group, input, { ...input.content, figures }, { title: `${group.name}：总结` });
}
