// Writing the records of a case and correcting them: what the form holds, whether the case is so far, that it speaks of this case's own goals; and
// the few figures that stand outside the shelf. Serves K3, K3b.

import { rewriteRecord, withdrawRecord, writeRecord } from '#domain/records/records.service.ts';
import type { RecordHead } from '#domain/records/records.ts';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { openShelves } from './access.service.ts';
import { casesPolicy as may } from './cases.policy.ts';
import { headOfIntake } from './cases.service.ts';
import {
  type Content,
  type CorrectInput,
  formOf,
  isDeclined,
  type Kind,
  kindCode,
  kindOf,
  mayWrite,
  type RecordInput,
  strayRefs,
  type Told,
} from './cases.ts';
import { mustBeComplete } from './checking.ts';
import { type FoundCase, factsOf, loadCase } from './rows.service.ts';
import { toldOf } from './told.service.ts';

const bornOn = async (tx: Tx, resident: string): Promise<string | null> =>
  (await tx.first(q.selectFrom('app.residents').select('born_on').where('county_id', '=', tx.county).where('id', '=', resident)))
    ?.born_on ?? null;

/** Whose words a form builds on: all but those of the record itself. */
async function mustFit(
  tx: Tx,
  kind: Kind,
  c: FoundCase,
  w: { head: RecordHead; content: Content },
  self?: string,
): Promise<void> {
  const [told, born_on] = await Promise.all([toldOf(tx, [c.id]), bornOn(tx, c.resident_id)]);
  mustBeComplete(kind, w.head, w.content, tx.today, born_on);
  const before: readonly Told[] = (told.get(c.id) ?? []).filter(t => t.id !== self);
  const own = (told.get(c.id) ?? []).filter(t => t.id === self);
  if (w.head.occurred_on < c.opened_on)
    throw new AppError('invalid', { issues: [{ path: 'occurred_on', message: '日期不能早于接案日期。' }] });
  if (strayRefs(kind, w.content, [...before, ...own]).length > 0)
    throw new AppError('invalid', {
      issues: [{ path: 'content', message: '提到的目标或需求不在这个个案里，请刷新后重新选择。' }],
    });
}

/** What stands outside the shelf of a record: the way, whether the person was met, the agreed day. */
async function projected(tx: Tx, kind: Kind, record: string, c: FoundCase, content: Content): Promise<void> {
  const service = kind === 'session' || kind === 'follow_up';
  if (!service && kind !== 'plan' && kind !== 'closure') return;
  const says = {
    channel: service ? String(content.channel) : null,
    met: service ? content.met !== 'no' : null,
    next_on: typeof content.next_on === 'string' ? content.next_on : null,
    changed_by: tx.changedBy,
  };
  await tx.run(
    q
      .insertInto('app.case_services')
      .values({
        county_id: tx.county,
        record_id: record,
        station_id: c.station_id,
        case_id: c.id,
        resident_id: c.resident_id,
        ...says,
      })
      .onConflict(o => o.constraint('case_services_pk').doUpdateSet(says)),
  );
}

const setHead = (tx: Tx, id: string, set: Record<string, unknown>): Promise<number> =>
  tx.run(
    q
      .updateTable('app.cases')
      .set({ ...set, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id),
  );

const partsOf = <I extends { content: Content }>(input: I) => {
  const { kind: _, id: __, case: ___, revision: ____, reason: _____, content, ...head } = input as I & Record<string, unknown>;
  return { head: head as unknown as RecordHead, content };
};

/** Writes one more record of a case. */
export async function recordOne(tx: Tx, input: RecordInput): Promise<{ station: number }> {
  const { kind, id } = input;
  const [, c] = await Promise.all([openShelves(tx), loadCase(tx, input.case)]);
  const about = { station: c.station_id, worker: c.worker_id, open: c.open };
  const refused = refusal(may['cases.record'], tx.actor, about);
  if (refused) throw new AppError(refused);
  const w = partsOf(input);
  const early = mayWrite(kind, factsOf(c), w.head.occurred_on, w.content.close_type);
  if (early) throw new AppError(early);
  await mustFit(tx, kind, c, w);
  const no = (factsOf(c).have[kind].written ?? 0) + 1;
  const place = { station: c.station_id, of: c.id, case: c.id, no, title: `${formOf(kind).title} ${c.case_no}` };
  await writeRecord(tx, { kind: kindCode(kind) }, id, place, w);
  await projected(tx, kind, id, c, w.content);
  if (kind === 'closure')
    await setHead(tx, c.id, { close_type: w.content.close_type, halted: null, halted_on: null, halted_why: null });
  return { station: c.station_id };
}

/** A decision cannot be taken back once the case has gone on. */
function mustStayAccepted(c: FoundCase, content: Content): void {
  const more = Object.entries(factsOf(c).have).some(([kind, n]) => kind !== 'intake' && kind !== 'referral' && n.written > 0);
  if (more && isDeclined({ decision: content.decision as never }))
    throw new AppError('invalid', {
      issues: [{ path: 'content.decision', message: '已有后续记录，不能改为不接案；如不再服务，请结案。' }],
    });
}

/** Replaces what was written of one record by a new revision. */
export async function correctOne(tx: Tx, input: CorrectInput): Promise<{ station: number; revision: number }> {
  const { id, revision, reason } = input;
  const [, found] = await Promise.all([
    openShelves(tx),
    tx.first(q.selectFrom('app.records').select(['of_id', 'kind']).where('county_id', '=', tx.county).where('id', '=', id)),
  ]);
  const kind = found && kindOf(found.kind);
  if (!kind || kind !== input.kind) throw new AppError('not_found');
  const c = await loadCase(tx, found.of_id);
  const w = partsOf(input);
  if (!c.open) throw new AppError('case_of_other');
  await mustFit(tx, kind, c, w, id);
  if (kind === 'intake') mustStayAccepted(c, w.content);
  const saved = await rewriteRecord(tx, { kind: kindCode(kind) }, { id, revision, reason }, w);
  await projected(tx, kind, id, c, w.content);
  if (kind === 'intake') await setHead(tx, c.id, { ...headOfIntake(w.content), opened_on: w.head.occurred_on });
  if (kind === 'closure') await setHead(tx, c.id, { close_type: w.content.close_type });
  return { station: c.station_id, revision: saved.revision };
}

/** Takes a record of a case back before it is approved. */
export async function withdrawOne(tx: Tx, seen: { id: string; revision: number; reason: string }): Promise<{ station: number }> {
  const [, found] = await Promise.all([
    openShelves(tx),
    tx.first(q.selectFrom('app.records').select(['of_id', 'kind']).where('county_id', '=', tx.county).where('id', '=', seen.id)),
  ]);
  const kind = found && kindOf(found.kind);
  if (!kind || kind === 'intake') throw new AppError('not_found');
  const c = await loadCase(tx, found.of_id);
  if (!c.open) throw new AppError('case_of_other');
  await withdrawRecord(tx, seen);
  return { station: c.station_id };
}
