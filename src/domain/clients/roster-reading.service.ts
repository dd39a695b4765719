// Reading a roster in the background: the file in a thread of its own, every piece of it compared with the register and sealed into
// app.roster_rows. Nothing of the register changes.

import { AppError } from '#kernel/errors.ts';
import type { Actor } from '#kernel/roles.ts';
import { as } from '#server/command.ts';
import { insertMany, planForValues } from '#server/database/bulk.ts';
import { alone } from '#server/database/lock.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import { type BatchRow, batchRow, countRows, failBatch, saveBatch, sayProgress, sentenceOf } from './batches.service.ts';
import { compareRows } from './classify.service.ts';
import type { RosterContext } from './roster/person.ts';
import { type RosterSummary, SKIPS } from './roster/roster.ts';
import type { Finding } from './roster.ts';
import { type ReadRow, readRosterFile, type Skipped, type Told } from './roster-thread.ts';
import { countySettings } from './settings.service.ts';

/** Name of the sealed field a roster's row is kept in. */
export const SEALED_ROW = 'roster_rows.person';

/** What the parser must know of the county. */
export async function rosterContext(tx: Tx, station: number, includeHidden: boolean): Promise<RosterContext> {
  const [villages, stations, settings] = await Promise.all([
    tx.all(
      q
        .selectFrom('app.villages')
        .select(['village_code as code', 'name'])
        .where('county_id', '=', tx.county)
        .orderBy('village_code'),
    ),
    tx.all(
      q.selectFrom('app.stations').select(['station_id', 'township_code as code', 'name']).where('county_id', '=', tx.county),
    ),
    countySettings(tx),
  ]);
  return {
    today: tx.today,
    villages,
    townships: stations.map(s => ({ code: s.code, name: s.name.replace(/社工站$/, '') })),
    township: stations.find(s => s.station_id === station)?.code ?? null,
    ...(settings.areaCode !== undefined && { areaCode: settings.areaCode }),
    includeHidden,
  };
}

const UNREAD = { unknown: '列名不认识', duplicate: '与前面的列重复' } as const;

/** What reading found, for people. */
function findingsOf(told: { summary: RosterSummary; skipped: Skipped[]; foldedCount: number }): Finding[] {
  return told.summary.sheets.map(sheet => ({
    sheet: sheet.name,
    rows: sheet.rows,
    skipped: told.skipped.filter(s => s.sheet === sheet.name).map(s => ({ why: SKIPS[s.why], rows: s.rows })),
    unread: sheet.unread.map(u => ({ column: u.column, header: u.header, why: UNREAD[u.why] })),
    stops: sheet.problems,
  }));
}

/** Whether the file can go on: a sheet whose columns cannot be told stops the whole file, because nobody knows what would be missing. */
function mustBeReadable({ summary }: { summary: RosterSummary }): void {
  const stopped = summary.sheets.some(sheet => sheet.state === 'stopped');
  if (stopped || summary.rows === 0) throw new AppError('unsupported_file', { say: summary.problems.slice(0, 5).join(' ') });
}

async function storePiece(tx: Tx, house: House, batch: BatchRow, rows: readonly ReadRow[], from: number): Promise<void> {
  await planForValues(tx);
  const compared = await compareRows(tx, house, batch.station_id, rows);
  await tx.run(
    insertMany(
      'app.roster_rows',
      rows.map((row, i) => {
        const c = compared[i]!;
        return {
          county_id: tx.county,
          station_id: batch.station_id,
          batch_id: batch.id,
          place: from + i,
          sheet: row.sheet,
          row_number: row.rowNumber,
          verdict: c.verdict,
          decision: null,
          person_sealed: house.secrets.seal(JSON.stringify({ person: row.person, written: row.written }), SEALED_ROW),
          identity_index: c.identity_index,
          issues: JSON.stringify(c.issues),
          resident_id: c.resident_id,
          candidates: c.candidates,
          changed_fields: c.changes.map(change => change.field),
        };
      }),
    ),
  );
}

async function readAll(house: House, actor: Actor, batch: BatchRow, includeHidden: boolean): Promise<void> {
  const file = await house.files.get(batch.county_id, batch.file_hash);
  if (!file) throw new AppError('missing_reference', { say: '名册文件已不在系统中，请重新上传。' });
  const context = await as(house, { actor }, 'read', null, ({ tx }) => rosterContext(tx, batch.station_id, includeHidden));
  let place = 0;
  let findings: Finding[] = [];
  let folded: Extract<Told, { summary: unknown }>['folded'] = [];
  const store = async (rows: readonly ReadRow[], from: number): Promise<number> => {
    await as(house, { actor }, 'write', null, ({ tx }) => storePiece(tx, house, batch, rows, from));
    return from + rows.length;
  };
  // While the database writes a piece the next one is compared and sealed: two at once, not more.
  let before: Promise<number> | null = null;
  const finishBefore = async (): Promise<void> => {
    if (before) await sayProgress(house, actor, batch.id, { rows_done: await before });
  };
  try {
    for await (const told of readRosterFile(file, batch.file_name, context)) {
      if ('read' in told) await sayProgress(house, actor, batch.id, { rows_read: told.read });
      else if ('summary' in told) {
        mustBeReadable(told);
        findings = findingsOf(told);
        folded = told.folded;
        await sayProgress(house, actor, batch.id, { rows_read: told.summary.rows });
      } else {
        const storing = store(told.rows, place);
        storing.catch(() => undefined);
        place += told.rows.length;
        await finishBefore().finally(() => {
          before = storing;
        });
      }
    }
    await finishBefore();
  } finally {
    // Nothing is said about the batch while a piece of it is still under way.
    await Promise.allSettled([before]);
  }
  await as(house, { actor }, 'write', null, async ({ tx }) => {
    const counts = JSON.stringify(await countRows(tx, batch.id));
    await saveBatch(tx, batch.id, {
      state: 'ready',
      counts,
      findings: JSON.stringify({ sheets: findings, folded }),
      rows_done: 0,
      finished_at: tx.now.toISOString(),
    });
  });
}

/** Reads the batch's file; ends `ready`, or `failed` with a sentence. */
export async function readBatch(house: House, actor: Actor, id: string, includeHidden: boolean): Promise<void> {
  await alone(house.pool, actor.county, id, async () => {
    const batch = await as(house, { actor }, 'read', null, ({ tx }) => batchRow(tx, id));
    if (batch.state !== 'reading') return;
    try {
      await readAll(house, actor, batch, includeHidden);
    } catch (error) {
      const problem = sentenceOf(house, id, error);
      await as(house, { actor }, 'write', null, ({ tx }) => failBatch(tx, id, problem));
    }
  });
}
