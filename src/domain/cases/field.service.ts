// The phone's part: a worker's own cases that go on, with the goals a session begins with and the sessions he wrote. Serves K3b.

import type { z } from 'zod';
import { settingsOf } from '#domain/records/records.service.ts';
import { recordsOf, reviewsOf, textsOf } from '#domain/records/rows.service.ts';
import { addDays } from '#kernel/dates.ts';
import { sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { openShelves } from './access.service.ts';
import { type Content, type FieldCase, type field, followUpDue, kindCode, SERVICES, tracksOf } from './cases.ts';
import { caseRows, factsOf, presentRow } from './rows.service.ts';
import { toldOf } from './told.service.ts';

/** Sessions the phone keeps of each case; older ones are read in the office. */
const KEPT = 12;
/** Days after its end for which a case stays on the phone. */
const AFTER_END = 200;

const ownSessions = async (tx: Tx, id: string): Promise<FieldCase['sessions_told']> => {
  const rows = (await recordsOf(tx, id, SERVICES.map(kindCode))).filter(r => r.worker === tx.actor.account).slice(-KEPT);
  const ids = rows.map(r => r.id);
  const [texts, reviews] = await Promise.all([textsOf(tx, ids), reviewsOf(tx, ids)]);
  return rows.flatMap(r => {
    const [text] = texts.get(r.id) ?? [];
    return text
      ? [
          {
            ...r,
            content: text.content as Content,
            files: text.files,
            signatures: text.signatures,
            remarks: reviews.get(r.id) ?? [],
          },
        ]
      : [];
  });
};

/** Everything at once: a worker has a handful of cases. */
export async function fieldCases(tx: Tx): Promise<z.input<typeof field.answer>> {
  const [, settings, rows] = await Promise.all([
    openShelves(tx),
    settingsOf(tx),
    caseRows(
      tx,
      sql`and z.worker_id = ${tx.actor.account}::uuid and z.open and z.stage <> 'declined'
        and (z.closed_on is null or z.closed_on >= ${addDays(tx.today, -AFTER_END)}::date) order by z.case_no`,
    ),
  ]);
  const told = await toldOf(
    tx,
    rows.map(r => r.id),
  );
  const sessions = await Promise.all(rows.map(r => ownSessions(tx, r.id)));
  return {
    late_days: settings.late_days,
    cases: rows.map((r, i) => {
      const words = told.get(r.id) ?? [];
      const plan = words.findLast(t => t.kind === 'session')?.content.next_plan;
      const row = presentRow(tx.actor, r);
      return {
        ...row,
        next_on: row.next_on ?? followUpDue(factsOf(r)),
        consent: r.consent,
        goals: tracksOf(words).map(t => ({ ...t, steps: [...t.steps] })),
        next_plan: typeof plan === 'string' ? plan : null,
        sessions_told: sessions[i]!,
      };
    }),
  };
}
