// Instruments: those of the platform and the county's own, in versions. A draft is changed, a published version never. Serves K3, E1.

import type { Selectable } from 'kysely';
import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { type Rule, refusal } from '#kernel/policy.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { assessmentsPolicy as may } from './assessments.policy.ts';
import {
  Instrument,
  type InstrumentFull,
  type InstrumentRow,
  type InstrumentState,
  instrumentProblems,
  itemsOf,
  type retireInstrument,
} from './assessments.ts';
import { SEEDED, type Seeded, seeded } from './instruments/seeded.ts';

type Columns = Selectable<DB['app.instruments']>;

const present = (r: Columns, used: number): InstrumentFull => {
  const body = Instrument.parse(r.body);
  return {
    id: r.id,
    revision: r.revision,
    code: r.code,
    version: r.version,
    title: r.title,
    state: r.state as InstrumentState,
    state_reason: r.state_reason,
    based_on: r.based_on,
    items: itemsOf(body).length,
    published_on: r.published_on,
    retired_on: r.retired_on,
    used,
    body,
  };
};

const presentSeeded = ({ code, version, body }: Seeded, used: number): InstrumentFull => ({
  id: null,
  revision: 1,
  code,
  version,
  title: body.title,
  state: 'builtin',
  state_reason: null,
  based_on: null,
  items: itemsOf(body).length,
  published_on: null,
  retired_on: null,
  used,
  body,
});

const rowsOf = (tx: Tx, code?: string) =>
  tx.all(
    q
      .selectFrom('app.instruments')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('state', '<>', 'discarded')
      .$if(code !== undefined, b => b.where('code', '=', code!))
      .orderBy('code')
      .orderBy('version', 'desc'),
  );

async function uses(tx: Tx): Promise<(code: string, version: number) => number> {
  const rows = await tx.all(
    sql<{
      instrument: string;
      version: number;
      n: number;
    }>`select a.instrument, a.version, count(*)::int as n from app.assessments a
      where a.county_id = ${tx.county} and a.state = 'recorded' group by a.instrument, a.version`.compile(q),
  );
  const known = new Map(rows.map(r => [`${r.instrument} ${r.version}`, r.n]));
  return (code, version) => known.get(`${code} ${version}`) ?? 0;
}

/** All of them: the platform's first, then the county's own by code, the newest version first. */
export async function listInstruments(tx: Tx): Promise<InstrumentRow[]> {
  const [own, used] = await Promise.all([rowsOf(tx), uses(tx)]);
  const all = [
    ...SEEDED.map(s => presentSeeded(s, used(s.code, s.version))),
    ...own.map(r => present(r, used(r.code, r.version))),
  ];
  return all.map(({ body: _, ...row }) => row);
}

/** One version in full; without a version the one in use, or else the newest. @throws AppError `not_found` */
export async function readInstrument(tx: Tx, code: string, version?: number): Promise<InstrumentFull> {
  const used = await uses(tx);
  const builtin = seeded(code, version);
  if (builtin) return presentSeeded(builtin, used(builtin.code, builtin.version));
  const own = await rowsOf(tx, code);
  const found = version === undefined ? (own.find(r => r.state === 'published') ?? own[0]) : own.find(r => r.version === version);
  if (!found) throw new AppError('not_found');
  return present(found, used(found.code, found.version));
}

/** Bodies by code and version, for what names them; asked for once. */
export async function bodiesOf(tx: Tx, wanted: readonly { instrument: string; version: number }[]): Promise<Bodies> {
  const codes = [...new Set(wanted.map(w => w.instrument))].filter(code => !seeded(code));
  const own =
    codes.length === 0
      ? []
      : await tx.all(
          q
            .selectFrom('app.instruments')
            .select(['code', 'version', 'body'])
            .where('county_id', '=', tx.county)
            .where('code', 'in', codes),
        );
  const parsed = new Map<string, Instrument>();
  for (const s of SEEDED) parsed.set(`${s.code} ${s.version}`, s.body);
  for (const { instrument, version } of wanted) {
    const row = own.find(r => r.code === instrument && r.version === version);
    const key = `${instrument} ${version}`;
    if (row && !parsed.has(key)) parsed.set(key, Instrument.parse(row.body));
  }
  return {
    get: (code, version) => {
      const body = parsed.get(`${code} ${version}`);
      if (!body) throw new AppError('instrument_unknown');
      return body;
    },
  };
}
export type Bodies = { get(code: string, version: number): Instrument };

/**
 * The instrument of a new record. A version that was followed by another may still arrive from a phone; a retired one only for a day
 * before it was retired.
 * @throws AppError `instrument_unknown`, `instrument_retired`
 */
export async function usable(tx: Tx, code: string, version: number, on: string): Promise<Instrument> {
  const builtin = seeded(code, version);
  if (builtin) return builtin.body;
  const row = await tx.first(
    q
      .selectFrom('app.instruments')
      .select(['body', 'state', 'retired_on'])
      .where('county_id', '=', tx.county)
      .where('code', '=', code)
      .where('version', '=', version),
  );
  if (!row || row.state === 'draft' || row.state === 'discarded') throw new AppError('instrument_unknown');
  if (row.state === 'retired' && row.retired_on !== null && on > row.retired_on) throw new AppError('instrument_retired');
  return Instrument.parse(row.body);
}

function mustBeSound(body: Instrument): Instrument {
  const issues = instrumentProblems(body).map(i => ({ ...i, path: `body.${i.path}` }));
  if (issues.length) throw new AppError('instrument_unsound', { issues });
  const { $schema: _, ...kept } = body;
  return kept;
}

/** Begins a draft: the next version of its code. One draft for each code at a time. */
export async function draft(
  tx: Tx,
  { id, body, based_on }: { id: string; body: Instrument; based_on?: string | undefined },
): Promise<void> {
  if (seeded(body.code)) throw new AppError('instrument_code_taken');
  const kept = mustBeSound(body);
  const before = await tx.all(
    q.selectFrom('app.instruments').select(['version', 'state']).where('county_id', '=', tx.county).where('code', '=', body.code),
  );
  if (before.some(r => r.state === 'draft')) throw new AppError('instrument_code_taken');
  await tx.run(
    q.insertInto('app.instruments').values({
      county_id: tx.county,
      id,
      code: kept.code,
      version: Math.max(0, ...before.map(r => r.version)) + 1,
      title: kept.title,
      body: JSON.stringify(kept),
      based_on: based_on ?? null,
      state: 'draft',
      written_by: tx.actor.account,
      written_at: tx.now.toISOString(),
      changed_by: tx.changedBy,
    }),
  );
}

type Seen = { id: string; revision: number };

async function standing(tx: Tx, { id, revision }: Seen, rule: Rule<{ state: InstrumentState }>): Promise<Columns> {
  const row = await tx.first(q.selectFrom('app.instruments').selectAll().where('county_id', '=', tx.county).where('id', '=', id));
  if (!row) throw new AppError('not_found');
  const refused = refusal(rule, tx.actor, { state: row.state as InstrumentState });
  if (refused) throw new AppError(refused);
  if (row.revision !== revision) throw new AppError('stale', { current: { id, revision: row.revision } });
  return row;
}

async function put(tx: Tx, { id, revision }: Seen, change: Partial<Omit<Columns, 'body'>> & { body?: string }): Promise<number> {
  const changed = await tx.run(
    q
      .updateTable('app.instruments')
      .set({ ...change, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale');
  return revision + 1;
}

/** Changes a draft. Its code stays: it is the same instrument. */
export async function change(tx: Tx, input: Seen & { body: Instrument }): Promise<number> {
  const row = await standing(tx, input, may['assessments.change_instrument']);
  const kept = mustBeSound(input.body);
  if (kept.code !== row.code)
    throw new AppError('invalid', {
      issues: [{ path: 'body.code', message: '草稿的编号不能更改；请放弃这份草稿，用新编号另建' }],
    });
  return put(tx, input, {
    title: kept.title,
    body: JSON.stringify(kept),
    written_by: tx.actor.account,
    written_at: tx.now.toISOString(),
  });
}

/** Puts a draft into use; the version in use until now is followed by it. */
export async function publish(tx: Tx, input: Seen): Promise<number> {
  const row = await standing(tx, input, may['assessments.publish_instrument']);
  mustBeSound(Instrument.parse(row.body));
  await tx.run(
    q
      .updateTable('app.instruments')
      .set({ state: 'superseded', changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('code', '=', row.code)
      .where('state', '=', 'published'),
  );
  return put(tx, input, { state: 'published', published_on: tx.today });
}

/** Takes a published instrument out of use; what was recorded with it stays. */
export async function retire(tx: Tx, input: z.output<typeof retireInstrument.input>): Promise<number> {
  await standing(tx, input, may['assessments.retire_instrument']);
  return put(tx, input, { state: 'retired', retired_on: tx.today, state_reason: input.reason });
}

export async function discard(tx: Tx, input: Seen): Promise<number> {
  await standing(tx, input, may['assessments.discard_instrument']);
  return put(tx, input, { state: 'discarded' });
}
