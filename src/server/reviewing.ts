// How a record of any module is reviewed: a module declares what of its own is reviewable, and the records module reads the queue and
// carries out the verdicts over all of them. Visits and records have their own tables and one way through review.

import type { RawBuilder } from 'kysely';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import type { AboutRecord, RecordState, Verdict } from '#kernel/review.ts';
import { q, sql } from './database/tables.ts';
import type { Tx } from './database/tx.ts';

export type Seen = { id: string; revision: number };
/** What stands of a record, for its rules and for the answer to somebody who came too late. */
export type Standing = {
  id: string;
  revision: number;
  station: number;
  /** The case its remarks stand behind, if any. */
  shelf?: string;
  kind: string;
  about: AboutRecord;
  /** For a 409: what a writer needs to go on, as far as he may read it. */
  current?: Readonly<Record<string, unknown>>;
};

export type Reviewable = {
  /** The module whose records these are: `visits`, `cases`, `groups` … */
  name: string;
  title: string;
  table: 'app.visits' | 'app.records';
  /** Kinds as they stand in the queue, with their Chinese names. */
  kinds: Readonly<Record<string, string>>;
  /** Path in the office that opens one, by kind, with `:id` and `:of`. */
  opens: Readonly<Record<string, string>>;
  /** Opens what row security holds back, before anything is read (access to cases). */
  prepare?: (tx: Tx) => Promise<void>;
  /** What stands of these records, in the order asked; a hidden or unknown one is `not_found`. */
  standing: (tx: Tx, ids: readonly string[]) => Promise<Standing[]>;
  /**
   * A SELECT of what waits for review in the county, with columns `id`, `of_id`, `kind`, `revision`, `station_id`, `title`, `occurred_on`,
   * `received_at`, `worker_id`, `written_by`, `co_worker_ids`, `late`, and `supervisor_ids` (null where the project manager may stand in
   * for a head). Names of people served are not in it.
   */
  waiting: (county: number) => RawBuilder<unknown>;
  /** Whom each of these is about, as this reader may see it. */
  subjects?: (tx: Tx, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** The table keeps the last remark beside the state, for the author's phone. */
  keepsRemark?: true;
};

type Step = {
  may: Rule<AboutRecord>;
  from: RecordState;
  to: RecordState;
  verdict: Verdict;
  remark: string | null;
};

const refused = (standing: Standing, code: ErrorCode): AppError => {
  const error = new AppError(code);
  if (error.status !== 409) return error;
  const { id, revision, about, current } = standing;
  return new AppError(code, { current: { id, revision, state: about.state, ...current } });
};

const reviewRow = (tx: Tx, s: Standing, verdict: Verdict, remark: string | null) =>
  q.insertInto('app.reviews').values({
    county_id: tx.county,
    id: newId(tx.now.getTime()),
    station_id: s.station,
    ...(s.shelf && { shelf_id: s.shelf }),
    kind: s.kind,
    subject_id: s.id,
    revision: s.revision,
    verdict,
    remark,
    reviewed_by: tx.actor.account,
    reviewed_at: tx.now.toISOString(),
    changed_by: tx.changedBy,
  });

/** Takes each record as it was seen from one state to another, or none at all. */
async function step(tx: Tx, what: Reviewable, seen: readonly Seen[], s: Step): Promise<Standing[]> {
  await what.prepare?.(tx);
  const ids = seen.map(one => one.id);
  const found = await what.standing(tx, ids);
  for (const [i, one] of found.entries()) {
    const code = refusal(s.may, tx.actor, one.about);
    if (code) throw refused(one, code);
    if (one.revision !== seen[i]!.revision) throw refused(one, 'stale');
  }
  const moves = found.map(one =>
    tx.run(
      sql`update ${sql.table(what.table)} set state = ${s.to}, changed_by = ${tx.changedBy} ${what.keepsRemark ? sql`, remark = ${s.remark}` : sql``}
        where county_id = ${tx.county} and id = ${one.id} and revision = ${one.revision} and state = ${s.from}`.compile(q),
    ),
  );
  const rows = found.map(one => tx.run(reviewRow(tx, one, s.verdict, s.remark)));
  const [changed] = await Promise.all([Promise.all(moves), Promise.all(rows)]);
  const missed = changed.indexOf(0);
  if (missed >= 0) {
    const [now] = await what.standing(tx, [found[missed]!.id]);
    throw refused(now!, refusal(s.may, tx.actor, now!.about) ?? 'stale');
  }
  return found;
}

/** Approves what was read. */
export const approveSeen = (tx: Tx, may: Rule<AboutRecord>, what: Reviewable, seen: readonly Seen[], remark: string | null) =>
  step(tx, what, seen, { may, from: 'submitted', to: 'approved', verdict: 'approved', remark });

/** Sends it back to its author with a remark. */
export const returnSeen = (tx: Tx, may: Rule<AboutRecord>, what: Reviewable, seen: Seen, remark: string) =>
  step(tx, what, [seen], { may, from: 'submitted', to: 'returned', verdict: 'returned', remark });

/** Opens what was approved again: it goes back to its author and is not counted until it is approved once more. */
export const reopenSeen = (tx: Tx, may: Rule<AboutRecord>, what: Reviewable, seen: Seen, reason: string) =>
  step(tx, what, [seen], { may, from: 'approved', to: 'returned', verdict: 'reopened', remark: reason });

/** A record as this reviewer sees it, of whatever state. @throws AppError `stale` when another revision stands by now */
export async function seenBy(tx: Tx, may: Rule<AboutRecord>, what: Reviewable, seen: Seen): Promise<Standing> {
  await what.prepare?.(tx);
  const one = (await what.standing(tx, [seen.id]))[0]!;
  const code = refusal(may, tx.actor, one.about) ?? (one.revision === seen.revision ? null : 'stale');
  if (code) throw refused(one, code);
  return one;
}

/** Writes a remark beside a record without a verdict (督导批注). */
export async function remarkOn(tx: Tx, may: Rule<AboutRecord>, what: Reviewable, seen: Seen, remark: string): Promise<Standing> {
  const one = await seenBy(tx, may, what, seen);
  await tx.run(reviewRow(tx, one, 'remarked', remark));
  return one;
}
