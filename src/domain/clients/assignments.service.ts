// Who is responsible for whom: one worker a person at a time, with the history of it. Serves K1, K2.

import type { z } from 'zod';
import { inPost } from '#domain/org/org.service.ts';
import { addDays } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { among } from '#server/database/bulk.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import type { assign } from './clients.ts';
import { mustBeAllowed } from './rows.service.ts';

/** Ends the open assignment of people on a day; one that began later ends on its first day. */
async function endAssignments(tx: Tx, residents: readonly string[], on: string): Promise<void> {
  await tx.run(
    q
      .updateTable('app.assignments')
      .set({ to_on: sql`greatest(from_on, ${on}::date)`, changed_by: tx.changedBy, revision: sql`revision + 1` })
      .where('county_id', '=', tx.county)
      .where(among('resident_id', residents, 'uuid'))
      .where('to_on', 'is', null),
  );
}
export const endAssignment = (tx: Tx, resident: string, on: string): Promise<void> => endAssignments(tx, [resident], on);

/** The worker must work at this station on that day. */
async function mustWorkHere(tx: Tx, worker: string, station: number, day: string): Promise<void> {
  const post = (await inPost(tx, [worker], day)).get(worker);
  if (post?.station !== station) throw new AppError('worker_elsewhere');
}

/**
 * Makes a worker responsible for people of the station (`worker` null: nobody). Those who are already theirs are left alone.
 * @returns how many changed hands
 */
export async function assignResidents(tx: Tx, input: z.output<typeof assign.input>): Promise<number> {
  mustBeAllowed(tx, may['clients.assign'], input.station);
  const ids = [...new Set(input.residents)];
  const rows = await tx.all(
    q
      .selectFrom('app.residents')
      .select(['id', 'worker_id', 'state'])
      .where('county_id', '=', tx.county)
      .where('station_id', '=', input.station)
      .where(among('id', ids, 'uuid')),
  );
  if (rows.length !== ids.length) throw new AppError('not_found');
  if (rows.some(r => r.state !== 'active')) throw new AppError('person_not_active');
  if (input.worker !== null) await mustWorkHere(tx, input.worker, input.station, input.from_on);
  const moving = rows.filter(r => r.worker_id !== input.worker).map(r => r.id);
  if (moving.length === 0) return 0;
  await endAssignments(tx, moving, addDays(input.from_on, -1));
  const { worker } = input;
  if (worker !== null) {
    await tx.run(
      q.insertInto('app.assignments').values(
        moving.map(resident_id => ({
          county_id: tx.county,
          id: newId(tx.now.getTime()),
          station_id: input.station,
          resident_id,
          worker_id: worker,
          from_on: input.from_on,
          changed_by: tx.changedBy,
        })),
      ),
    );
  }
  await tx.run(
    q
      .updateTable('app.residents')
      .set({ worker_id: worker, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where(among('id', moving, 'uuid')),
  );
  return moving.length;
}
