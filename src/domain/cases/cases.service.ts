// Opening a case, suspending it, taking a consent back; and what of cases is reviewable. Serves K3.

import { nextNumber } from '#domain/clients/files.service.ts';
import { rowsOfPerson } from '#domain/clients/merges.service.ts';
import { writeRecord } from '#domain/records/records.service.ts';
import { reviewableRecords } from '#domain/records/rows.service.ts';
import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { grantAccess, openShelves, supervisorsOf } from './access.service.ts';
import { type AboutCase, casesPolicy as may } from './cases.policy.ts';
import { type Content, FORMS, type Halt, kindCode, type OpenInput, RECORD_KINDS } from './cases.ts';
import { mustBeComplete } from './checking.ts';
import { caseRows, type FoundCase, loadCase } from './rows.service.ts';

/** The records of cases in the one review of all records. */
export const caseReviewable = reviewableRecords('cases', '个案', RECORD_KINDS, {
  open: openShelves,
  supervisorsOf,
  supervisors:
    county => sql`array(select a.account_id from app.case_accesses a where a.county_id = ${county} and a.case_id = r.shelf_id
    and a.part = 'supervisor' and a.until_at is null)`,
});

/** What the head of a case keeps of its intake. */
export const headOfIntake = (content: Content) => ({
  source: String(content.source),
  problem_types: content.problem_types as string[],
  urgency: String(content.urgency),
  decision: String(content.decision),
});

/** The person a case would be of: the row that stands, her station, all rows of hers. */
async function personOf(tx: Tx, id: string): Promise<{ id: string; station: number; rows: string[] }> {
  const { standing, rows } = await rowsOfPerson(tx, id);
  const row = await tx.first(
    q
      .selectFrom('app.residents')
      .select(['station_id as station', 'state'])
      .where('county_id', '=', tx.county)
      .where('id', '=', standing),
  );
  if (!row) throw new AppError('not_found');
  return { id: standing, station: row.station, rows, ...mustBeActive(row.state) };
}
function mustBeActive(state: string): object {
  if (state !== 'active') throw new AppError('person_not_active');
  return {};
}

const ENDED = ['declined', 'closed', 'follow_up'];
/** One case of a person at a time; one that is taken up again names a case of hers that has ended. */
async function mustBeFree(tx: Tx, rows: readonly string[], reopens: string | undefined): Promise<void> {
  const known = await caseRows(tx, sql`and z.resident_id = any(${[...rows]}::uuid[])`);
  if (known.some(c => !ENDED.includes(c.stage))) throw new AppError('case_under_way');
  if (reopens !== undefined && !known.some(c => c.id === reopens)) throw new AppError('not_found');
}

/** Opens a case with its intake. Its worker reaches it from now on. */
export async function openCase(tx: Tx, input: OpenInput): Promise<{ station: number }> {
  const { id: record, content, ...head } = input.intake;
  const person = await personOf(tx, input.resident);
  const worker = head.worker ?? tx.actor.account;
  const refused = refusal(may['cases.open'], tx.actor, { station: person.station, worker });
  if (refused) throw new AppError(refused);
  mustBeComplete('intake', head, content, tx.today);
  await mustBeFree(tx, person.rows, input.reopens);
  const case_no = await nextNumber(tx, person.station, 'C', head.occurred_on, 3);
  tx.later(
    q.insertInto('app.cases').values({
      county_id: tx.county,
      id: input.id,
      station_id: person.station,
      case_no,
      resident_id: person.id,
      worker_id: worker,
      reopens_id: input.reopens ?? null,
      ...headOfIntake(content),
      opened_on: head.occurred_on,
      changed_by: tx.changedBy,
    }),
  );
  await grantAccess(tx, { case: input.id, station: person.station, account: worker, part: 'worker' });
  await openShelves(tx);
  const place = { station: person.station, of: input.id, case: input.id, no: 1, title: `${FORMS.intake.title} ${case_no}` };
  await writeRecord(tx, { kind: kindCode('intake') }, record, place, { head, content });
  return { station: person.station };
}

type Seen = { id: string; revision: number };
/** A case as its writer saw it. */
export async function seenCase(tx: Tx, { id, revision }: Seen, rule: Rule<AboutCase>): Promise<FoundCase> {
  const [, found] = await Promise.all([openShelves(tx), loadCase(tx, id)]);
  const refused = refusal(rule, tx.actor, { station: found.station_id, worker: found.worker_id, open: found.open });
  if (refused) throw new AppError(refused);
  if (found.revision !== revision) throw new AppError('stale', { current: { revision: found.revision } });
  return found;
}

async function save(tx: Tx, { id, revision }: Seen, set: Record<string, unknown>): Promise<number> {
  const changed = await tx.run(
    q
      .updateTable('app.cases')
      .set({ ...set, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale');
  return revision + 1;
}

const mustHaveCome = (tx: Tx, on: string, from: string): void => {
  if (on > tx.today) throw new AppError('invalid', { issues: [{ path: 'on', message: '日期不能晚于今天。' }] });
  if (on < from) throw new AppError('invalid', { issues: [{ path: 'on', message: '日期不能早于接案日期。' }] });
};

/** Suspends a case or says that its person is lost, or takes it up again. */
export async function haltCase(
  tx: Tx,
  input: Seen & { halted: Halt | null; on: string; why: string },
): Promise<{ station: number; revision: number }> {
  const found = await seenCase(tx, input, may['cases.halt']);
  mustHaveCome(tx, input.on, found.opened_on);
  if (ENDED.includes(found.stage)) throw new AppError(found.stage === 'declined' ? 'case_declined' : 'case_closed');
  const set = input.halted
    ? { halted: input.halted, halted_on: input.on, halted_why: input.why }
    : { halted: null, halted_on: null, halted_why: null };
  return { station: found.station_id, revision: await save(tx, input, set) };
}

/** The client takes the consent back: the case goes no further until there is a new one. */
export async function takeConsentBack(tx: Tx, input: Seen & { on: string }): Promise<{ station: number; revision: number }> {
  const found = await seenCase(tx, input, may['cases.withdraw_consent']);
  mustHaveCome(tx, input.on, found.opened_on);
  if (!found.consent) throw new AppError('consent_needed');
  return { station: found.station_id, revision: await save(tx, input, { consent_withdrawn_on: input.on }) };
}
