// What was changed in a contract: its own changes and the versions of its clauses and indicators, as one list (P1, P2).

import type { z } from 'zod';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { changes } from './changes.ts';
import { setupPolicy as may } from './setup.policy.ts';
import { contentsOf, mayRead } from './setup.service.ts';

const MOST = 500;

/** The changes of a contract this reader may read, the newest first. Throws `not_found`. */
export async function changesOf(tx: Tx, id: string): Promise<z.input<typeof changes.answer>> {
  mayRead(tx, await contentsOf(tx, id), may['contract.changes']);
  type Row = { at: string; by: string | null; what: string; reason: string | null };
  const versions = (table: 'clause_versions' | 'indicator_versions', name: ReturnType<typeof sql>) =>
    sql`select v.at, v.by_account, concat(${name}, case when v.removed then '：删去' else concat('：第 ', v.revision, ' 版') end) as what, v.reason
      from ${sql.table(`app.${table}`)} v where v.county_id = ${tx.county} and v.contract_id = ${id}`;
  const rows = await tx.all(
    sql<Row>`select l.at, a.name as by, l.what, l.reason from (
        select c.at, c.by_account, c.what, c.reason from app.contract_changes c where c.county_id = ${tx.county} and c.contract_id = ${id}
        union all ${versions('clause_versions', sql`'条款 ', v.code`)}
        union all ${versions('indicator_versions', sql`v.clause_code, ' 指标“', v.title, '”'`)}
      ) l left join (select n.id, n.name from app.accounts n where n.county_id = ${tx.county}) a on a.id = l.by_account
      order by l.at desc, l.what limit ${sql.lit(MOST)}`.compile(q),
  );
  return { rows: rows.map(r => ({ ...r, by: r.by ?? '' })) };
}
