// Giving people to a worker, as many as a filter finds. Serves K1, K2.

import { newId } from '#kernel/ids.ts';
import { type QueryOf, read, send } from '#web/api.ts';
import { assign, list, type ResidentRow } from '../../clients.ts';

/** As many as one command takes. */
const PIECE = 500;
const PAGE = 200;

/** Everybody a filter finds, page by page. */
export async function everybody(query: QueryOf<typeof list>): Promise<ResidentRow[]> {
  const rows: ResidentRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read(list, { ...query, limit: PAGE, cursor, count: 'false' });
    rows.push(...page.rows);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}

export type Wish = { worker: string | null; from_on: string };

/** Commands for these people, station by station; each keeps its key, so that trying again repeats nothing. */
export function assignments(
  rows: readonly ResidentRow[],
  wish: Wish,
): { id: string; input: Parameters<typeof send<typeof assign>>[1] }[] {
  return [...Map.groupBy(rows, row => row.station)].flatMap(([station, people]) =>
    Array.from({ length: Math.ceil(people.length / PIECE) }, (_, i) => ({
      id: newId(),
      input: { station, residents: people.slice(i * PIECE, (i + 1) * PIECE).map(p => p.id), ...wish },
    })),
  );
}

/** Carries them out; answers how many people changed hands. @throws ApiError */
export async function carryOut(commands: ReturnType<typeof assignments>): Promise<number> {
  let changed = 0;
  for (const { id, input } of commands) changed += (await send(assign, input, { id })).assigned;
  return changed;
}
