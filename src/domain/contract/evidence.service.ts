// The records behind a figure, and those left out for one reason: pages of the rows that counting.service.ts classifies (K1–K6c).

import { AppError } from '#kernel/errors.ts';
import { maskName } from '#kernel/masks.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Attribute } from '#server/measures.ts';
import { seesNames } from './contract.policy.ts';
import { classified } from './counting.service.ts';
import { type Cell, type Counting, reasonsOf } from './counting.ts';
import type { EvidenceRow } from './evidence.ts';
import { column, inCell, type Sql } from './rows.service.ts';

type Key = { id: string; occurred_on: string; station_id: number; worker_id: string | null; amount: number };
/** One row of evidence without names: ids say which record and who, so that it can be shown to anybody. */
export type ProofRow = {
  record: string;
  on: string;
  station: number;
  worker: string | null;
  client: string | null;
  amount: number;
  facts: Record<string, string>;
};
type Facts = {
  id: string;
  worker_id: string | null;
  client_id: string | null;
  station_name: string | null;
  worker_name: string | null;
  client_name: string | null;
} & Record<string, unknown>;

const NOBODY = '00000000-0000-0000-0000-000000000000';
const cursorOf = (row: Key): string => `${row.occurred_on}_${row.id}_${row.worker_id ?? NOBODY}`;
function afterCursor(cursor: string): Sql {
  const parts = /^(\d{4}-\d\d-\d\d)_([0-9a-f-]{36})_([0-9a-f-]{36})$/.exec(cursor);
  if (!parts) throw new AppError('unknown_parameter');
  return sql`and (z.occurred_on, z.id, coalesce(z.worker_id, ${NOBODY}::uuid)) < (${parts[1]}::date, ${parts[2]}::uuid, ${parts[3]}::uuid)`;
}

function wordOf(attribute: Attribute, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? '是' : null;
  const words = (Array.isArray(value) ? value : [value]).map(v => attribute.options?.[String(v)] ?? String(v));
  return words.length ? words.join('、') : null;
}

const shownOf = (c: Counting): [string, Attribute][] =>
  Object.entries(c.measure.attributes).filter(([, attribute]) => !attribute.quiet);

/** What a row says, from its `fact_` columns. */
const wordsOf = (c: Counting, facts: Readonly<Record<string, unknown>>): EvidenceRow['facts'] =>
  shownOf(c).flatMap(([name, attribute]) => {
    const value = wordOf(attribute, facts[`fact_${name}`]);
    return value === null ? [] : [{ title: attribute.title, value }];
  });

/** What is shown of these rows; asked for the rows of a page only, because facts may need other tables. */
function factsOf(tx: Tx, c: Counting, keys: readonly Key[]): Promise<Facts[]> {
  const facts = shownOf(c).map(([name]) => sql`${column('e', name)} as ${sql.ref(`fact_${name}`)}`);
  return tx.all(
    sql<Facts>`select p.*, s.name as station_name, w.name as worker_name, r.name as client_name
      from (select ${sql.join([sql`e.id, e.worker_id, e.client_id, e.station_id`, ...facts])} from (${c.measure.evidence(tx.county, c.today)}) e where e.id = any(${keys.map(k => k.id)}::uuid[])) p
      left join (select station_id, name from app.stations where county_id = ${tx.county}) s on s.station_id = p.station_id
      left join (select id, name from app.staff where county_id = ${tx.county}) w on w.id = p.worker_id
      left join (select id, name from app.residents where county_id = ${tx.county}) r on r.id = p.client_id`.compile(q),
  );
}

function presentRow(tx: Tx, c: Counting, key: Key, facts: Facts, reason: string | null): EvidenceRow {
  return {
    record: key.id,
    occurred_on: key.occurred_on,
    station: key.station_id,
    station_name: facts.station_name ?? String(key.station_id),
    worker: key.worker_id,
    worker_name: facts.worker_name,
    client: facts.client_id,
    client_name: facts.client_name && !seesNames(tx.actor, key.station_id) ? maskName(facts.client_name) : facts.client_name,
    amount: key.amount,
    facts: wordsOf(c, facts),
    reason,
    opens: c.measure.opens.replace(':id', key.id).replace(':worker', key.worker_id ?? ''),
  };
}

/** One page of the rows behind a cell that have this reason, newest first. */
export async function evidenceOf(
  tx: Tx,
  c: Counting,
  cell: Cell,
  page: { reason: string; cursor?: string; limit: number },
): Promise<{ rows: EvidenceRow[]; next: string | null }> {
  const reasons = reasonsOf(c);
  const reason = reasons.findIndex(r => r.code === page.reason);
  if (reason < 0) throw new AppError('unknown_parameter');
  const keys = await tx.all(
    sql<Key>`select z.id, z.occurred_on, z.station_id, z.worker_id, z.amount from (${classified(tx.county, c)}) z
      where ${inCell('z', cell)} and z.reason = ${sql.lit(reason)} ${page.cursor ? afterCursor(page.cursor) : sql``}
      order by z.occurred_on desc, z.id desc, coalesce(z.worker_id, ${NOBODY}::uuid) desc limit ${page.limit + 1}`.compile(q),
  );
  const shownKeys = keys.slice(0, page.limit);
  const facts = new Map((shownKeys.length ? await factsOf(tx, c, shownKeys) : []).map(f => [`${f.id} ${f.worker_id}`, f]));
  return {
    rows: shownKeys.map(key =>
      presentRow(tx, c, key, facts.get(`${key.id} ${key.worker_id}`)!, reason === 0 ? null : reasons[reason]!.title),
    ),
    next: keys.length > page.limit ? cursorOf(shownKeys.at(-1)!) : null,
  };
}

const PAGE = 2_000;

/** Every row of a counting but those of these reasons, page by page: by reason as `reasonsOf` lists them, the newest first. */
export async function* allRowsOf(
  tx: Tx,
  c: Counting,
  without: readonly string[],
): AsyncGenerator<(ProofRow & { reason: string })[]> {
  const reasons = reasonsOf(c).map(r => r.code);
  const carried = [
    { name: 'client_id', attribute: 'client_id' },
    ...shownOf(c).map(([name]) => ({ name: `fact_${name}`, attribute: name })),
  ];
  type Row = Key & { client_id: string | null; reason: number } & Record<string, unknown>;
  const rows = sql<Row>`select z.* from (${classified(tx.county, c, { carried })}) z
    where z.reason <> all(${without.map(code => reasons.indexOf(code))}::int[])
    order by z.reason, z.occurred_on desc, z.id desc, coalesce(z.worker_id, ${NOBODY}::uuid) desc`;
  for await (const page of tx.pages(rows.compile(q), PAGE))
    yield page.map(row => ({
      reason: reasons[row.reason]!,
      record: row.id,
      on: row.occurred_on,
      station: row.station_id,
      worker: row.worker_id,
      client: row.client_id,
      amount: row.amount,
      facts: Object.fromEntries(wordsOf(c, row).map(f => [f.title, f.value])),
    }));
}
