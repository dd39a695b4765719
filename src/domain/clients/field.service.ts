// A worker's own people for the phone: everything a visit needs without signal, and only what changed since the last time. The phone
// keeps it encrypted with a key that goes when the session ends. Serves K1.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { pinyinOf } from '#kernel/names.ts';
import { q, sql } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { headOf } from '#server/ledger.ts';
import type { Context } from '#server/module.ts';
import { type CategoryCode, comesFirst } from './categories.ts';
import { openField, openMore, type ResidentRow } from './persons.service.ts';
import { shownIdentity } from './presenting.ts';
import type { CONSENT_PURPOSES, FileState } from './residents.ts';
import { currentCategories } from './search.service.ts';
import type { FieldPerson, field } from './views.ts';

type Member = { id: string; name: string; relation: string | null; sex: string; born_on: string | null };
type Own = ResidentRow & { village_name: string | null; categories: string[]; consents: string[]; members: Member[] };

/** Own people in the order of their ids, behind `cursor`; with `after` only those that a later command touched. */
const ownPeople = (tx: Tx, query: { after: number; cursor?: string; limit: number }) =>
  q
    .selectFrom('app.residents as r')
    .leftJoin('app.villages as v', j => j.onRef('v.village_code', '=', 'r.village_code').on('v.county_id', '=', tx.county))
    .selectAll('r')
    .select('v.name as village_name')
    .select(currentCategories(tx).as('categories'))
    .select(
      sql<
        string[]
      >`array(select distinct unnest(n.purposes) from app.consents n where n.county_id = ${tx.county} and n.resident_id = r.id and n.withdrawn_on is null order by 1)`.as(
        'consents',
      ),
    )
    .select(
      sql<
        Member[]
      >`coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'relation', m.relation, 'sex', m.sex, 'born_on', m.born_on) order by m.id)
        from app.residents m where m.county_id = ${tx.county} and m.household_id = r.household_id and m.state = 'active' and m.id <> r.id), '[]')`.as(
        'members',
      ),
    )
    .where('r.county_id', '=', tx.county)
    .where('r.worker_id', '=', tx.actor.account)
    .where('r.state', '=', 'active')
    .$if(query.after > 0, b => b.where(touchedSince(tx, query.after)))
    .$if(query.cursor !== undefined, b => b.where('r.id', '>', query.cursor!))
    .orderBy('r.id')
    .limit(query.limit + 1);

const touchedSince = (tx: Tx, after: number) =>
  sql<boolean>`exists (select from app.ledger l where l.county_id = ${tx.county} and l.id = r.changed_by and l.seq > ${after})`;

/** People who were this worker's once and are not any more (another worker's, moved, died, merged), touched since. */
const gonePeople = (tx: Tx, after: number) =>
  q
    .selectFrom('app.residents as r')
    .select('r.id')
    .where('r.county_id', '=', tx.county)
    .where(
      sql<boolean>`r.id in (select a.resident_id from app.assignments a where a.county_id = ${tx.county} and a.worker_id = ${tx.actor.account})`,
    )
    .where(sql<boolean>`(r.worker_id is distinct from ${tx.actor.account} or r.state <> 'active')`)
    .where(touchedSince(tx, after))
    .orderBy('r.id');

function onPhone(house: Context['house'], row: Own): FieldPerson {
  const { secrets } = house;
  const more = openMore(secrets, row);
  const categories = row.categories as CategoryCode[];
  const other = (name: string | null, relation: string | null, phone: string | null) =>
    name === null && phone === null ? null : { name, relation, phone };
  return {
    id: row.id,
    revision: row.revision,
    station: row.station_id,
    name: row.name,
    name_key: row.name_key,
    initials: pinyinOf(row.name).initials,
    sex: row.sex,
    born_on: row.born_on,
    identity: shownIdentity(openField(secrets, row, 'identity'), 'detail'),
    village_code: row.village_code,
    village_name: row.village_name,
    village_group: row.village_group,
    address: openField(secrets, row, 'address'),
    phone: openField(secrets, row, 'phone'),
    contact: other(row.contact_name, row.contact_relation, openField(secrets, row, 'contact_phone')),
    guardian: other(row.guardian_name, row.guardian_relation, openField(secrets, row, 'guardian_phone')),
    health: more.health ?? null,
    disability_kind: row.disability_kind,
    disability_grade: row.disability_grade,
    notes: more.note ?? null,
    categories,
    comes_first: comesFirst(categories),
    consents: row.consents as (keyof typeof CONSENT_PURPOSES)[],
    file_state: row.file_state as FileState,
    file_no: row.file_no,
    household: { id: row.household_id, members: row.members },
  };
}

/** A page of the worker's people. The head of the ledger is read in the same snapshot, so nothing falls between two readings. */
export async function fieldPeople(
  { tx, house }: Context,
  query: z.output<typeof field.query>,
): Promise<z.input<typeof field.answer>> {
  const { cursor } = query;
  if (cursor !== undefined && !/^[0-9a-f-]{36}$/.test(cursor))
    throw new AppError('unknown_parameter', { issues: [{ path: 'cursor', message: '分页位置已失效，请从头同步' }] });
  const wantsGone = query.after > 0 && cursor === undefined;
  const [head, people, gone] = await Promise.all([
    headOf(tx),
    tx.all(ownPeople(tx, query)),
    wantsGone ? tx.all(gonePeople(tx, query.after)) : [],
  ]);
  const rows = people.slice(0, query.limit).map(row => onPhone(house, row as Own));
  return { rows, gone: gone.map(r => r.id), head, next: people.length > query.limit ? rows.at(-1)!.id : null };
}
