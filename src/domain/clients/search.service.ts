// Finding people: filters, order by name, and a fragment of a name, pinyin initials or a number, each served by an index under row
// security. A reader who sees people masked gets them in no telling order and cannot search them (attack 3).

import type { ExpressionBuilder, SqlBool } from 'kysely';
import type { z } from 'zod';
import { addMonths } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { normalIdentity, parseIdentityNumber } from '#kernel/identity.ts';
import { nameMatches, queryKeys } from '#kernel/names.ts';
import { parsePhone } from '#kernel/phones.ts';
import { among } from '#server/database/bulk.ts';
import { type DB, q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import type { Sealer } from '#server/secrets/seal.ts';
import { seesAllNames } from './clients.policy.ts';
import { identityIndex, lastFourKey, phoneIndex } from './persons.service.ts';
import { type Listed, type Onlooker, shownRow } from './presenting.ts';
import type { list, ResidentRow, twins } from './views.ts';

type Query = z.output<typeof list.query>;
type Fields = ExpressionBuilder<DB & { r: DB['app.residents'] }, 'r'>;

/** People with everything a list shows of them. The categories are those of today. */
export const listed = (tx: Tx) =>
  q
    .selectFrom('app.residents as r')
    .leftJoin('app.villages as v', j => j.onRef('v.village_code', '=', 'r.village_code').on('v.county_id', '=', tx.county))
    .leftJoin('app.staff as w', j => j.onRef('w.id', '=', 'r.worker_id').on('w.county_id', '=', tx.county))
    .select([
      'r.id',
      'r.revision',
      'r.station_id',
      'r.name',
      'r.sex',
      'r.born_on',
      'r.identity_sealed',
      'r.phone_sealed',
      'r.village_code',
      'v.name as village_name',
    ])
    .select([
      'r.village_group',
      'r.worker_id',
      'w.name as worker_name',
      'r.file_state',
      'r.state',
      'r.name_key',
      'r.twin_key',
      'r.distinct_from',
    ])
    .select(currentCategories(tx).as('categories'))
    .where('r.county_id', '=', tx.county);

/** The codes of a person's categories today, as a column beside `r`. */
export const currentCategories = (tx: Tx) =>
  sql<string[]>`array(select c.category from app.resident_categories c where c.county_id = ${tx.county} and c.resident_id = r.id
    and (c.to_on is null or c.to_on >= ${tx.today}) order by c.category)`;

/** What a typed fragment looks for. `none`: it can match nobody (digits of another length). */
type Sought = { by: 'keys'; keys: string[] } | { by: 'number'; index: Buffer } | { by: 'phone'; index: Buffer } | { by: 'none' };

function soughtBy(secrets: Sealer, typed: string, today: string): Sought {
  const number = normalIdentity(typed);
  if (/^\d{3}[\dX]$/.test(number)) return { by: 'keys', keys: [lastFourKey(secrets, number)] };
  const whole = parseIdentityNumber(typed, today);
  if (whole.ok) return { by: 'number', index: identityIndex(secrets, 'resident_id', whole.number) };
  const phone = parsePhone(typed);
  if (phone.ok) return { by: 'phone', index: phoneIndex(secrets, phone.number) };
  const keys = /\d/.test(typed) ? [] : queryKeys(typed);
  return keys.length === 0 ? { by: 'none' } : { by: 'keys', keys };
}

/** The filters of a query, without the cursor and the fragment. */
function filtered(tx: Tx, f: Query) {
  return (e: Fields) => {
    const parts = [e('r.state', '=', f.state)];
    if (f.station !== undefined) parts.push(e('r.station_id', '=', f.station));
    if (f.village !== undefined)
      parts.push(f.village === 'none' ? e('r.village_code', 'is', null) : e('r.village_code', '=', f.village));
    if (f.worker !== undefined) parts.push(e('r.worker_id', '=', f.worker));
    if (f.unassigned !== undefined) parts.push(e('r.worker_id', f.unassigned ? 'is' : 'is not', null));
    if (f.file_state !== undefined) parts.push(e('r.file_state', 'in', f.file_state));
    if (f.age_from !== undefined) parts.push(e('r.born_on', '<=', addMonths(tx.today, -12 * f.age_from)));
    if (f.age_to !== undefined) parts.push(e('r.born_on', '>', addMonths(tx.today, -12 * (f.age_to + 1))));
    if (f.category !== undefined)
      parts.push(
        sql<SqlBool>`r.id in (select c.resident_id from app.resident_categories c where c.county_id = ${tx.county} and c.category = any(${f.category})
          and (c.to_on is null or c.to_on >= ${tx.today}))` as never,
      );
    return e.and(parts);
  };
}

/** The fragment as conditions: every key must lead to the person. */
const sought = (tx: Tx, s: Exclude<Sought, { by: 'none' }>) => (e: Fields) =>
  s.by === 'number'
    ? e('r.identity_index', '=', s.index)
    : s.by === 'phone'
      ? e('r.phone_index', '=', s.index)
      : e.and(
          s.keys.map(
            key =>
              sql<SqlBool>`r.id in (select k.resident_id from app.resident_keys k where k.county_id = ${tx.county} and k.key = ${key})`,
          ),
        );

/** The place in the order where a page begins: behind this person. */
async function cursorAt(tx: Tx, cursor: string | undefined): Promise<{ id: string; name_key: string } | null> {
  if (cursor === undefined) return null;
  const known = /^[0-9a-f-]{36}$/.test(cursor);
  const row = known
    ? await tx.first(
        q.selectFrom('app.residents').select(['id', 'name_key']).where('county_id', '=', tx.county).where('id', '=', cursor),
      )
    : undefined;
  if (!row) throw new AppError('unknown_parameter', { issues: [{ path: 'cursor', message: '分页位置已失效，请从头查看' }] });
  return row;
}

const ROUNDS = 20;

/** A page of people. `total` is counted on request, and not for a fragment of a name. */
export async function listResidents({ tx, house }: Context, f: Query): Promise<z.input<typeof list.answer>> {
  const byName = seesAllNames(tx.actor);
  if (f.q && !byName)
    throw new AppError('forbidden', { say: '您看到的是脱敏名单，不能按姓名或号码查找；请用类别、村（居）等条件筛选。' });
  const what = f.q ? soughtBy(house.secrets, f.q, tx.today) : null;
  if (what?.by === 'none') return { rows: [], next: null, total: null };
  const base = listed(tx)
    .where(filtered(tx, f))
    .$if(what !== null, b => b.where(sought(tx, what as Exclude<Sought, { by: 'none' }>)));
  const fits = (name: string): boolean => what?.by !== 'keys' || !f.q || /^\d/.test(f.q) || nameMatches(name, f.q);
  const look: Onlooker = { actor: tx.actor, secrets: house.secrets, today: tx.today };
  const total = f.count && !what ? countOf(tx, f) : null;
  const rows: Listed[] = [];
  let at = await cursorAt(tx, f.cursor);
  let more = true;
  for (let round = 0; more && rows.length < f.limit && round < ROUNDS; round++) {
    const page = await tx.all(
      base
        .$if(at !== null, b =>
          b.where(
            byName ? sql<SqlBool>`(r.name_key, r.id) > (${at!.name_key}, ${at!.id}::uuid)` : sql<SqlBool>`r.id > ${at!.id}::uuid`,
          ),
        )
        .$if(byName, b => b.orderBy('r.name_key'))
        .orderBy('r.id')
        .limit(f.limit + 1),
    );
    const left = f.limit - rows.length;
    const taken: typeof page = [];
    for (const row of page) {
      if (taken.length === left) break;
      at = row;
      if (fits(row.name)) taken.push(row);
    }
    rows.push(...taken);
    more = page.length > f.limit || at?.id !== page.at(-1)?.id;
  }
  return { rows: rows.map(row => shownRow(look, row)), next: more && at ? at.id : null, total: await total };
}

const PIECE = 500;

/** Everybody a list with these filters goes through, in its order, a piece at a time. The first piece is read at once: what is refused is refused here. */
export async function everybody(c: Context, f: Omit<Query, 'limit' | 'cursor' | 'count'>): Promise<AsyncGenerator<ResidentRow>> {
  const piece = (cursor?: string) => listResidents(c, { ...f, limit: PIECE, ...(cursor && { cursor }) });
  return (async function* (page: Awaited<ReturnType<typeof piece>>) {
    for (;;) {
      yield* page.rows;
      if (page.next === null) return;
      page = await piece(page.next);
    }
  })(await piece());
}

async function countOf(tx: Tx, f: Query): Promise<number> {
  const row = await tx.first(
    q
      .selectFrom('app.residents as r')
      .select(e => e.fn.countAll<number>().as('n'))
      .where('r.county_id', '=', tx.county)
      .where(filtered(tx, f)),
  );
  return row!.n;
}

/** Groups of people who may be one: same sound, birth date and village, not told apart yet. */
export async function listTwins({ tx, house }: Context, f: z.output<typeof twins.query>): Promise<z.input<typeof twins.answer>> {
  const look: Onlooker = { actor: tx.actor, secrets: house.secrets, today: tx.today };
  const at =
    f.cursor === undefined
      ? null
      : await tx.first(
          q.selectFrom('app.residents').select('twin_key').where('county_id', '=', tx.county).where('id', '=', f.cursor),
        );
  if (at === undefined)
    throw new AppError('unknown_parameter', { issues: [{ path: 'cursor', message: '分页位置已失效，请从头查看' }] });
  const groups: ResidentRow[][] = [];
  let after = at?.twin_key ?? '';
  let last: string | null = null;
  for (let round = 0; round < ROUNDS && groups.length < f.limit; round++) {
    const keys = await tx.all(
      q
        .selectFrom('app.residents')
        .select('twin_key')
        .where('county_id', '=', tx.county)
        .where('state', '<>', 'merged')
        .where('twin_key', '>', after)
        .$if(f.station !== undefined, b => b.where('station_id', '=', f.station!))
        .groupBy('twin_key')
        .having(e => e(e.fn.countAll(), '>', 1))
        .orderBy('twin_key')
        .limit(f.limit),
    );
    if (keys.length === 0) return { rows: groups.map(people => ({ people })), next: null };
    const rows = await tx.all(
      listed(tx)
        .where('r.state', '<>', 'merged')
        .where(
          among(
            'r.twin_key',
            keys.map(k => k.twin_key),
            'text',
          ),
        )
        .orderBy('r.twin_key')
        .orderBy('r.id'),
    );
    for (const { twin_key } of keys) {
      const group = rows.filter(r => r.twin_key === twin_key);
      after = twin_key!;
      last = group[0]?.id ?? last;
      if (group.some((a, i) => group.slice(i + 1).some(b => !a.distinct_from.includes(b.id) && !b.distinct_from.includes(a.id))))
        groups.push(group.map(r => shownRow(look, r)));
      if (groups.length === f.limit) break;
    }
  }
  return { rows: groups.map(people => ({ people })), next: last };
}
