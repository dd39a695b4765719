// The ledger: one row for every command that was carried out, in the same commit. It answers a repeated request (idempotency) and
// it is the audit; each row carries the hash of the one before, so a changed or missing row shows (rule 3 of the house, SEC-08/09).

import { createHash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { AppError } from '#kernel/errors.ts';
import { shaped } from './database/shapes.ts';
import { q } from './database/tables.ts';
import type { Sender, Tx } from './database/tx.ts';

export type LedgerEntry = {
  id: string;
  command: string;
  subject: string;
  station: number | null;
  fields: readonly string[];
  madeAt: string | null;
  inputHash: Buffer;
  answer: unknown;
};

/** JSON with sorted keys: the same input has the same hash however the phone ordered it. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );

export const hashOfInput = (command: string, input: unknown): Buffer =>
  createHash('sha256')
    .update(`${command}\n${canonical(input)}`)
    .digest();

/** The statement that appends one row under the county's head lock; it answers the row's number in the county. */
export const rowOf = (tx: Sender & { actor: Tx['actor'] | null }, e: LedgerEntry): CompiledQuery<{ seq: number }> =>
  CompiledQuery.raw('select app.append_ledger($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb) as seq', [
    tx.county,
    e.id,
    e.command,
    tx.actor?.account ?? null,
    e.station,
    e.subject,
    [...e.fields],
    e.madeAt,
    tx.now.toISOString(),
    e.inputHash,
    JSON.stringify(e.answer ?? {}),
  ]) as CompiledQuery<{ seq: number }>;

/** Appends one row; answers its number in the county. */
export async function append(tx: Sender & { actor: Tx['actor'] | null }, e: LedgerEntry): Promise<number> {
  const row = await tx.first(rowOf(tx, e));
  return row!.seq;
}

/**
 * The answer that was given to this id before, or null when it is new.
 * The same id with another input, command or author is refused (`id_reused`): an id stands for one thing a person wrote. Its own
 * author learns what the first one was answered: a phone that lost that answer and edited the record sends the edit on as a correction.
 */
export async function seenBefore(tx: Tx, id: string, command: string, inputHash: Buffer): Promise<{ answer: unknown } | null> {
  const row = await tx.first(
    shaped('ledger.seen', { county: tx.county, id }, v =>
      q
        .selectFrom('app.ledger')
        .select(['command', 'actor_id', 'input_hash', 'answer'])
        .where('county_id', '=', v.county)
        .where('id', '=', v.id),
    ),
  );
  if (!row) return null;
  if (row.command !== command || row.actor_id !== tx.actor.account) throw new AppError('id_reused');
  if (!inputHash.equals(row.input_hash)) throw new AppError('id_reused', { current: row.answer });
  return { answer: row.answer };
}

/** The number of the county's last ledger row: the cursor of incremental reads. */
export async function headOf(tx: Sender): Promise<number> {
  const row = await tx.first(q.selectFrom('app.ledger_heads').select('seq').where('county_id', '=', tx.county));
  return row?.seq ?? 0;
}

export const firstHash = (county: number): Buffer => createHash('sha256').update(`linzhan ledger of ${county}`).digest();

type Row = Record<
  | 'seq'
  | 'id'
  | 'command'
  | 'actor_id'
  | 'station_id'
  | 'subject'
  | 'fields'
  | 'made_at'
  | 'received_at'
  | 'input_hash'
  | 'answer',
  string
> & { hash: Buffer };
export type Verdict = { rows: number; ok: boolean; problems: { seq: number; what: 'changed' | 'missing' | 'head' }[] };

/** Sends one statement and answers its rows. */
export type Ask = <T>(text: string, values: unknown[]) => Promise<T[]>;
export const askClient =
  (client: pg.ClientBase): Ask =>
  async <T>(text: string, values: unknown[]) =>
    (await client.query(text, values)).rows as T[];
export const askTx =
  (tx: Sender): Ask =>
  <T>(text: string, values: unknown[]) =>
    tx.all(CompiledQuery.raw(text, values) as CompiledQuery<T>);

/**
 * Recomputes the chain of a county without the database's own functions and names each row that was changed or is missing.
 * @param ask sends one statement to a connection that may read the county's ledger
 */
export async function verifyLedger(ask: Ask, county: number): Promise<Verdict> {
  const problems: Verdict['problems'] = [];
  let previous = firstHash(county);
  let seq = 0;
  let rows = 0;
  for (;;) {
    const page = await ask<Row>(
      `select seq::text, id::text, command, coalesce(actor_id::text, '-') actor_id, coalesce(station_id::text, '-') station_id, subject,
         array_to_string(fields, ',') fields, coalesce((extract(epoch from made_at) * 1000000)::bigint::text, '-') made_at,
         ((extract(epoch from received_at) * 1000000)::bigint)::text received_at, encode(input_hash, 'hex') input_hash, answer::text answer, hash
       from app.ledger l where l.county_id = $1 and l.seq > $2 order by l.seq limit 5000`,
      [county, seq],
    );
    if (page.length === 0) break;
    for (const row of page) {
      const number = Number(row.seq);
      for (let gap = seq + 1; gap < number && problems.length < 100; gap++) problems.push({ seq: gap, what: 'missing' });
      const text = [
        row.seq,
        row.id,
        row.command,
        row.actor_id,
        row.station_id,
        row.subject,
        row.fields,
        row.made_at,
        row.received_at,
        row.input_hash,
        row.answer,
      ].join('\x1f');
      const expected = createHash('sha256').update(previous).update(text, 'utf8').digest();
      if (number === seq + 1 && !expected.equals(row.hash)) problems.push({ seq: number, what: 'changed' });
      previous = row.hash;
      seq = number;
      rows++;
    }
  }
  const [last] = await ask<{ seq: string; hash: Buffer }>('select seq::text, hash from app.ledger_heads where county_id = $1', [
    county,
  ]);
  if (!last || Number(last.seq) !== seq || !last.hash.equals(previous))
    problems.push({ seq: Number(last?.seq ?? 0), what: 'head' });
  return { rows, ok: problems.length === 0, problems };
}
