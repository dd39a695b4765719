// A roster taken over: all of it in one transaction, or nothing. Every row is compared once more on the way; when the register has
// changed since the officer looked, nothing is written and the rows are shown anew.

import { setImmediate } from 'node:timers/promises';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as } from '#server/command.ts';
import { planAnew, planForValues } from '#server/database/bulk.ts';
import { alone } from '#server/database/lock.ts';
import { constraintOf } from '#server/database/refusals.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import { append, hashOfInput } from '#server/ledger.ts';
import { type BatchRow, batchRow, countRows, failBatch, saveBatch, sayProgress, sentenceOf } from './batches.service.ts';
import { type Compared, compareRows } from './classify.service.ts';
import type { Decision } from './roster.ts';
import { RosterHouseholds } from './roster-households.service.ts';
import {
  comparable,
  decisionRefusal,
  issuesOf,
  openRow,
  type Plan,
  planOf,
  rowsBehind,
  type StoredRow,
  saveCompared,
} from './roster-rows.service.ts';
import { RosterWriter, type Writing } from './roster-writing.service.ts';

const PIECE = 500;

/** The register is not any more what the officer looked at. */
class Moved extends Error {}

type Acting = Plan & { row: StoredRow; sealed: ReturnType<typeof openRow> };

/** The rows of a piece that do something, opened. */
async function actingRows(house: House, rows: readonly StoredRow[]): Promise<Acting[]> {
  const acting: Acting[] = [];
  for (const row of rows) {
    const plan = planOf(row);
    if (plan.act === 'undecided') throw new Moved();
    if (plan.act !== 'skip') acting.push({ ...plan, row, sealed: openRow(house, row) });
    if (acting.length % 100 === 99) await setImmediate();
  }
  return acting;
}

/** Whether the register still is as it was when this row was decided. */
function stands(plan: Acting, now: Compared): boolean {
  if (now.verdict === 'wrong') return false;
  if (plan.act === 'update') return now.owner === null || now.owner === plan.target;
  return now.owner === null && now.resident_id === null
    ? now.candidates.every(id => plan.apart.includes(id))
    : now.owner === null && plan.apart.includes(now.resident_id!);
}

/** Every piece of the batch's rows that do something, in the order of the file. The next rows are asked for before a piece is worked off. */
async function* actingPieces(tx: Tx, house: House, batch: BatchRow): AsyncGenerator<{ acting: Acting[]; seen: number }> {
  let coming = rowsBehind(tx, batch.id, -1, PIECE);
  for (let seen = 0; ; ) {
    const rows = await coming;
    if (rows.length === 0) return;
    coming = rowsBehind(tx, batch.id, rows.at(-1)!.place, PIECE);
    coming.catch(() => undefined);
    seen += rows.length;
    yield { acting: await actingRows(house, rows), seen };
  }
}

/**
 * Looks whether the register still is what the officer looked at, and learns the households the rows lead to. Before anything is written:
 * statements over what this very work has written could not be planned.
 */
async function lookOnceMore(tx: Tx, house: House, batch: BatchRow): Promise<RosterHouseholds> {
  await planForValues(tx);
  const households = new RosterHouseholds(house, batch.station_id);
  for await (const { acting } of actingPieces(tx, house, batch)) {
    const compared = await compareRows(
      tx,
      house,
      batch.station_id,
      acting.map(a => comparable(a.sealed.person, issuesOf(a.row))),
    );
    if (!acting.every((a, i) => stands(a, compared[i]!))) throw new Moved();
    await households.learn(
      tx,
      acting.map(a => a.sealed.person),
    );
  }
  return households;
}

async function takeOver(
  tx: Tx,
  house: House,
  batch: BatchRow,
  households: RosterHouseholds,
  said: (rows: number) => Promise<unknown>,
): Promise<{ inserted: number; updated: number }> {
  const writer = new RosterWriter(tx, house, batch, households);
  const done = { inserted: 0, updated: 0 };
  let piece = 0;
  for await (const { acting, seen } of actingPieces(tx, house, batch)) {
    // The tables are looked at anew whenever they have doubled.
    if (Number.isInteger(Math.log2(++piece))) await planAnew(tx);
    const writing = (act: 'insert' | 'update'): Writing[] =>
      acting.filter(a => a.act === act).map(a => ({ person: a.sealed.person, target: a.target, apart: a.apart }));
    done.inserted += await writer.insert(writing('insert'));
    done.updated += await writer.update(writing('update'));
    await said(seen);
  }
  await writer.finish();
  return done;
}

/** Compares every row again after the register moved, and asks the officer to look again. */
async function compareAgain(house: House, actor: Actor, batch: BatchRow): Promise<void> {
  let moved = 0;
  for (let place = -1; ; ) {
    const rows = await as(house, { actor }, 'write', null, async ({ tx }) => {
      const piece = await rowsBehind(tx, batch.id, place, PIECE);
      const compared = await compareRows(
        tx,
        house,
        batch.station_id,
        piece.map(row => comparable(openRow(house, row).person, issuesOf(row))),
      );
      for (const [i, row] of piece.entries()) {
        const now = compared[i]!;
        const decision = row.decision as Decision | null;
        const target = decision === 'same_as' ? row.resident_id : now.resident_id;
        const fits =
          decision === null ||
          (decisionRefusal(decision, now, row.resident_id ?? undefined) === null && now.verdict === row.verdict);
        const same =
          fits && now.verdict === row.verdict && target === row.resident_id && String(now.candidates) === String(row.candidates);
        if (same) continue;
        moved++;
        await saveCompared(tx, row, null, now, fits ? decision : null, fits ? target : now.resident_id);
      }
      return piece;
    });
    if (rows.length === 0) break;
    place = rows.at(-1)!.place;
  }
  const problem = `确认时发现名单在核对之后有变化（${moved} 行受影响），没有导入任何人员。请查看后再次确认。`;
  await as(house, { actor }, 'write', null, async ({ tx }) =>
    saveBatch(tx, batch.id, { state: 'ready', problem, rows_done: 0, counts: JSON.stringify(await countRows(tx, batch.id)) }),
  );
}

const moved = (error: unknown): boolean =>
  error instanceof Moved || (error instanceof Error && constraintOf(error) === 'residents_identity');

/**
 * Takes a confirmed roster over; ends `confirmed`, `ready` again when the register moved, or `failed` with a sentence. The ledger's row
 * of it is written last, in the same commit, so that a phone that asks "what changed since" never misses it.
 */
export async function confirmBatch(house: House, actor: Actor, id: string): Promise<void> {
  await alone(house.pool, actor.county, id, async () => {
    const batch = await as(house, { actor }, 'read', null, ({ tx }) => batchRow(tx, id));
    if (batch.state !== 'confirming') return;
    const doneId = newId(house.clock().getTime());
    try {
      const households = await as(house, { actor }, 'read', null, ({ tx }) => lookOnceMore(tx, house, batch));
      await as(house, { actor }, 'write', doneId, async ({ tx }) => {
        const done = await takeOver(tx, house, batch, households, rows_done => sayProgress(house, actor, id, { rows_done }));
        await saveBatch(tx, id, { state: 'confirmed', problem: null, finished_at: house.clock().toISOString() });
        const input = { id };
        await append(tx, {
          id: doneId,
          command: 'clients.confirm_roster',
          subject: id,
          station: batch.station_id,
          fields: ['residents'],
          madeAt: null,
          inputHash: hashOfInput('clients.confirm_roster', input),
          answer: done,
        });
      });
    } catch (error) {
      if (moved(error)) await compareAgain(house, actor, batch);
      else {
        const problem = sentenceOf(house, id, error);
        await as(house, { actor }, 'write', null, ({ tx }) => failBatch(tx, id, problem));
      }
    }
  });
}
