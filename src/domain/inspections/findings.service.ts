// Findings: made with an inspection or after it, answered by the station, looked at again by the manager. Serves M3.

import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { type AboutFinding, type FindingRow, type FindingState, isOverdue, type NewFinding, type Step } from './findings.ts';
import { inspectionsPolicy as may } from './inspections.policy.ts';
import type { addFinding, answerFinding, findings, recheckFinding } from './inspections.ts';
import { loadInspection, mustBeSent, namesOf } from './rows.service.ts';

type Columns = Selectable<DB['app.findings']>;
type Of = { id: string; station: number; inspected_on: string };

/** Adds findings to an inspection. @throws AppError `invalid` for a deadline before the day of the inspection */
export async function insertFindings(tx: Tx, of: Of, list: readonly NewFinding[]): Promise<void> {
  if (list.length === 0) return;
  const issues = list.flatMap((f, i) =>
    f.deadline_on < of.inspected_on ? [{ path: `findings.${i}.deadline_on`, message: '整改期限不能早于检查日期' }] : [],
  );
  if (issues.length > 0) throw new AppError('invalid', { issues });
  await tx.run(
    q.insertInto('app.findings').values(
      list.map(f => ({
        county_id: tx.county,
        id: f.id,
        station_id: of.station,
        inspection_id: of.id,
        item: f.item ?? null,
        severity: f.severity,
        problem: f.problem,
        found_on: of.inspected_on,
        deadline_on: f.deadline_on,
        state: 'open',
        changed_by: tx.changedBy,
      })),
    ),
  );
}

/** Adds what was found later to an inspection that stands. */
export async function addOne(tx: Tx, input: z.output<typeof addFinding.input>): Promise<{ station: number }> {
  const { inspection, ...finding } = input;
  const row = await loadInspection(tx, inspection);
  const about = { station: row.station_id, state: row.state as 'recorded' | 'withdrawn' };
  const refused = refusal(may['inspections.add_finding'], tx.actor, about);
  if (refused) throw new AppError(refused);
  await insertFindings(tx, { id: row.id, station: row.station_id, inspected_on: row.inspected_on }, [finding]);
  return { station: row.station_id };
}

type Move = { to: FindingState; step: Step; words: string; photos: string[]; deadline_on: string | null };

/** One step of a finding: what was seen is what is answered. */
async function move(
  tx: Tx,
  seen: { id: string; revision: number },
  rule: Rule<AboutFinding>,
  m: Move,
): Promise<{ station: number }> {
  const row = await tx.first(
    q.selectFrom('app.findings').selectAll().where('county_id', '=', tx.county).where('id', '=', seen.id),
  );
  if (!row) throw new AppError('not_found');
  const refused = refusal(rule, tx.actor, { station: row.station_id, state: row.state as FindingState });
  if (refused) throw new AppError(refused);
  if (m.deadline_on !== null && m.deadline_on < tx.today)
    throw new AppError('invalid', { issues: [{ path: 'recheck.deadline_on', message: '新的期限不能早于今天' }] });
  await mustBeSent(tx, row.station_id, m.photos);
  const changed = await tx.run(
    q
      .updateTable('app.findings')
      .set({
        state: m.to,
        closed_on: m.to === 'closed' ? tx.today : null,
        deadline_on: m.deadline_on ?? row.deadline_on,
        revision: seen.revision + 1,
        changed_by: tx.changedBy,
      })
      .where('county_id', '=', tx.county)
      .where('id', '=', seen.id)
      .where('revision', '=', seen.revision)
      .where('state', 'in', ['open', 'answered']),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: row.revision, state: row.state } });
  await tx.run(
    q.insertInto('app.finding_steps').values({
      county_id: tx.county,
      finding_id: seen.id,
      place: seen.revision,
      station_id: row.station_id,
      step: m.step,
      words: m.words,
      photo_hashes: m.photos,
      deadline_on: m.deadline_on,
      done_by: tx.actor.account,
      done_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
  return { station: row.station_id };
}

/** The station says what it has done; again, when it has more to say before the re-check. */
export const answerOne = (tx: Tx, { words, photos, ...seen }: z.output<typeof answerFinding.input>) =>
  move(tx, seen, may['inspections.answer_finding'], { to: 'answered', step: 'answer', words, photos, deadline_on: null });

/** The manager has looked again: put right, or once more with a new deadline. */
export const recheckOne = (tx: Tx, { recheck, ...seen }: z.output<typeof recheckFinding.input>) =>
  move(tx, seen, may['inspections.recheck_finding'], {
    to: recheck.verdict === 'closed' ? 'closed' : 'open',
    step: recheck.verdict,
    words: recheck.words,
    photos: recheck.photos,
    deadline_on: recheck.verdict === 'again' ? recheck.deadline_on : null,
  });

/** Findings with their steps, as they leave the server. */
export async function presentFindings(tx: Tx, rows: readonly Columns[]): Promise<FindingRow[]> {
  if (rows.length === 0) return [];
  const steps = await tx.all(
    q
      .selectFrom('app.finding_steps')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where(
        'finding_id',
        'in',
        rows.map(r => r.id),
      )
      .orderBy('finding_id')
      .orderBy('place'),
  );
  const names = await namesOf(
    tx,
    steps.map(s => s.done_by),
  );
  const ofFinding = Map.groupBy(steps, s => s.finding_id);
  return rows.map(r => {
    const state = r.state as FindingState;
    return {
      id: r.id,
      revision: r.revision,
      station: r.station_id,
      inspection: r.inspection_id,
      item: r.item,
      severity: r.severity as FindingRow['severity'],
      problem: r.problem,
      found_on: r.found_on,
      deadline_on: r.deadline_on,
      closed_on: r.closed_on,
      state,
      overdue: isOverdue({ state, deadline_on: r.deadline_on }, tx.today),
      steps: (ofFinding.get(r.id) ?? []).map(s => ({
        step: s.step as Step,
        words: s.words,
        photos: s.photo_hashes,
        deadline_on: s.deadline_on,
        by: names.get(s.done_by) ?? '',
        at: s.done_at,
      })),
    };
  });
}

function after(cursor: string): [string, string] {
  const found = /^(\d{4}-\d\d-\d\d)\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor);
  if (!found) throw new AppError('unknown_parameter');
  return [found[1]!, found[2]!];
}

/** A page of findings, by deadline. */
export async function listFindings(tx: Tx, f: z.output<typeof findings.query>): Promise<z.input<typeof findings.answer>> {
  const from = f.cursor === undefined ? null : after(f.cursor);
  const overdue = sql<boolean>`(state in ('open', 'answered') and deadline_on < ${tx.today}::date)`;
  const rows = await tx.all(
    q
      .selectFrom('app.findings')
      .selectAll()
      .where('county_id', '=', tx.county)
      .$if(f.station !== undefined, b => b.where('station_id', '=', f.station!))
      .$if(f.state !== undefined, b => b.where('state', 'in', f.state!))
      .$if(f.state === undefined, b => b.where('state', '<>', 'dropped'))
      .$if(f.severity !== undefined, b => b.where('severity', 'in', f.severity!))
      .$if(f.overdue !== undefined, b => b.where(f.overdue ? overdue : sql<boolean>`not ${overdue}`))
      .$if(from !== null, b => b.where(sql<boolean>`(deadline_on, id) > (${from?.[0]}::date, ${from?.[1]}::uuid)`))
      .orderBy('deadline_on')
      .orderBy('id')
      .limit(sql.lit(f.limit + 1)),
  );
  const page = rows.slice(0, f.limit);
  const last = page.at(-1);
  return {
    rows: await presentFindings(tx, page),
    next: rows.length > f.limit && last ? `${last.deadline_on}.${last.id}` : null,
  };
}
