// Rosters as the officer sees them: begun, listed, looked through row by row, confirmed or dropped; and what a crash cut short.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { maskIdentity } from '#kernel/masks.ts';
import type { Actor } from '#kernel/roles.ts';
import { as } from '#server/command.ts';
import { counties } from '#server/counties.ts';
import { alone } from '#server/database/lock.ts';
import { q, sql } from '#server/database/tables.ts';
import { enterAs, inTransaction, type Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import type { Context } from '#server/module.ts';
import { slots } from '#server/slots.ts';
import { type BatchState, batchRow, failBatch, INTERRUPTED, saveBatch, seenBatch } from './batches.service.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import type { confirmRoster, dropRoster, readRoster, rosters } from './roster.ts';
import { type Batch, type Finding, RosterCountsShape } from './roster.ts';
import { confirmBatch } from './roster-confirming.service.ts';
import { readBatch } from './roster-reading.service.ts';
import { mustBeAllowed } from './rows.service.ts';

type Done = { station: number; revision: number };

/** One roster at a time on a server: it bounds the memory, and leaves connections for everybody else. */
const inTurn = slots(1, 100);

/** Begins to read an uploaded file. */
export async function beginReading({ tx }: Context, input: z.output<typeof readRoster.input>): Promise<void> {
  mustBeAllowed(tx, may['clients.read_roster'], input.station);
  const file = await tx.first(
    q
      .selectFrom('app.files')
      .select('hash')
      .where('county_id', '=', tx.county)
      .where('hash', '=', input.file_hash)
      .where('station_id', '=', input.station)
      .where('use', '=', 'roster'),
  );
  if (!file) throw new AppError('missing_reference', { say: '名册文件还没有上传到本站，请先上传文件。' });
  await tx.run(
    q.insertInto('app.roster_batches').values({
      county_id: tx.county,
      id: input.id,
      station_id: input.station,
      file_hash: input.file_hash,
      file_name: input.file_name,
      state: 'reading',
      made_by: tx.actor.account,
      made_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
}
export const goOnReading = (house: House, actor: Actor, id: string, includeHidden: boolean): Promise<void> =>
  inTurn(() => readBatch(house, actor, id, includeHidden));

/** Begins to take a roster over; refused while rows are undecided. */
export async function beginConfirming(tx: Tx, input: z.output<typeof confirmRoster.input>): Promise<Done> {
  const batch = await seenBatch(tx, input, may['clients.confirm_roster'], ['ready']);
  const undecided = await tx.first(
    q
      .selectFrom('app.roster_rows')
      .select('place')
      .where('county_id', '=', tx.county)
      .where('batch_id', '=', batch.id)
      .where('decision', 'is', null)
      .where('verdict', 'in', ['doubtful', 'wrong'])
      .limit(1),
  );
  if (undecided) throw new AppError('roster_undecided');
  await saveBatch(tx, batch.id, { state: 'confirming', rows_done: 0, problem: null, finished_at: null });
  return { station: batch.station_id, revision: batch.revision + 1 };
}
export const goOnConfirming = (house: House, actor: Actor, id: string): Promise<void> =>
  inTurn(() => confirmBatch(house, actor, id));

/** Drops a roster that was not taken over; its rows are thrown away. */
export async function dropBatch(tx: Tx, input: z.output<typeof dropRoster.input>): Promise<Done> {
  const batch = await seenBatch(tx, input, may['clients.drop_roster'], ['ready', 'failed']);
  await tx.run(q.deleteFrom('app.roster_rows').where('county_id', '=', tx.county).where('batch_id', '=', batch.id));
  await saveBatch(tx, batch.id, { state: 'dropped', finished_at: tx.now.toISOString() });
  return { station: batch.station_id, revision: batch.revision + 1 };
}

const batches = (tx: Tx) =>
  q
    .selectFrom('app.roster_batches as b')
    .innerJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'b.station_id').on('s.county_id', '=', tx.county))
    .leftJoin('app.accounts as a', j => j.onRef('a.id', '=', 'b.made_by').on('a.county_id', '=', tx.county))
    .selectAll('b')
    .select(['s.name as station_name', 'a.name as made_by_name'])
    .where('b.county_id', '=', tx.county);
type Row = NonNullable<Awaited<ReturnType<typeof oneBatch>>>;
const oneBatch = (tx: Tx, id: string) => tx.first(batches(tx).where('b.id', '=', id));

const present = (row: Row): Batch => ({
  id: row.id,
  revision: row.revision,
  station: row.station_id,
  station_name: row.station_name,
  file_name: row.file_name,
  state: row.state as BatchState,
  rows_read: row.rows_read,
  rows_done: row.rows_done,
  counts: RosterCountsShape.parse(row.counts),
  problem: row.problem,
  made_by: row.made_by_name ?? '',
  made_at: row.made_at,
  finished_at: row.finished_at,
});

/** Rosters, newest first. */
export async function listBatches(tx: Tx, query: z.output<typeof rosters.query>): Promise<z.input<typeof rosters.answer>> {
  const at =
    query.cursor === undefined
      ? null
      : await tx.first(
          q
            .selectFrom('app.roster_batches')
            .select(['id', 'made_at'])
            .where('county_id', '=', tx.county)
            .where('id', '=', query.cursor),
        );
  if (at === undefined)
    throw new AppError('unknown_parameter', { issues: [{ path: 'cursor', message: '分页位置已失效，请从头查看' }] });
  const rows = await tx.all(
    batches(tx)
      .$if(query.station !== undefined, b => b.where('b.station_id', '=', query.station!))
      .$if(at !== null, b => b.where(sql<boolean>`(b.made_at, b.id) < (${at!.made_at}, ${at!.id}::uuid)`))
      .orderBy('b.made_at', 'desc')
      .orderBy('b.id', 'desc')
      .limit(query.limit + 1),
  );
  const page = rows.slice(0, query.limit);
  return { rows: page.map(present), next: rows.length > query.limit ? page.at(-1)!.id : null };
}

/** One roster with what reading found. */
export async function getBatch(tx: Tx, id: string): Promise<Batch & { findings: Finding[] }> {
  const row = await oneBatch(tx, id);
  if (!row) throw new AppError('not_found');
  return { ...present(row), findings: (row.findings as { sheets?: Finding[] }).sheets ?? [] };
}

/** A cell as written, masked where it holds a number. */
export const shownCell = (field: string, cell: string): string =>
  /identity|phone|disabilityNo|dibaoNo/i.test(field) && /\d{4}/.test(cell) ? maskIdentity(cell.trim(), 'list') : cell;

/** Marks as failed what an earlier run of a server left in the middle: nothing of it was written, because it was one transaction. */
export async function findInterrupted(house: House): Promise<void> {
  for (const { county } of await counties(house)) {
    const stations = await inTransaction(
      house.pool,
      'read',
      client => enterAs(client, { county }),
      async client =>
        (await client.query('select station_id from app.stations where county_id = $1', [county])).rows.map(
          r => r.station_id as number,
        ),
    );
    const actor: Actor = { county, account: '', name: '', grants: [], stations };
    const found = await as(house, { actor }, 'read', null, ({ tx }) =>
      tx.all(
        q
          .selectFrom('app.roster_batches')
          .select('id')
          .where('county_id', '=', county)
          .where('state', 'in', ['reading', 'confirming']),
      ),
    );
    for (const { id } of found) await giveUp(house, actor, id);
  }
}

/** A batch nobody works on (any more): its lock can be taken, at the latest when the database has noticed that its server is gone. */
async function giveUp(house: House, actor: Actor, id: string): Promise<void> {
  for (let tries = 0; tries < 20; tries++) {
    const done = await alone(house.pool, actor.county, id, async () => {
      await as(house, { actor }, 'write', null, async ({ tx }) => {
        const { state } = await batchRow(tx, id);
        if (state === 'reading' || state === 'confirming') await failBatch(tx, id, INTERRUPTED);
      });
      return true;
    });
    if (done) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}
