// Members: enrolled, changed, on the waiting list, left. Phones are sealed and never sent back in clear. Serves K4.

import type { Selectable } from 'kysely';
import { rowsOfPerson } from '#domain/clients/merges.service.ts';
import { countySettings } from '#domain/clients/settings.service.ts';
import { AppError } from '#kernel/errors.ts';
import { maskName, maskPhone } from '#kernel/masks.ts';
import { normalName } from '#kernel/names.ts';
import { parsePhone } from '#kernel/phones.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { groupsPolicy as may } from './groups.policy.ts';
import { isMinor, type Member, type MemberRow } from './groups.ts';
import { groupFor, stale } from './rows.service.ts';

export type MemberColumns = Selectable<DB['app.group_members']>;
export const PHONE_FIELD = 'group_members.phone';

const invalid = (path: string, message: string): AppError => new AppError('invalid', { issues: [{ path, message }] });

/** The person on file behind a member: the row that stands for him, active and within reach. */
async function personOf(tx: Tx, resident: string) {
  const { standing } = await rowsOfPerson(tx, resident);
  const row = await tx.first(
    q
      .selectFrom('app.residents')
      .select(['id', 'name', 'sex', 'born_on', 'village_code', 'state'])
      .where('county_id', '=', tx.county)
      .where('id', '=', standing),
  );
  if (!row) throw new AppError('not_found');
  if (row.state !== 'active') throw new AppError('person_not_active');
  return row;
}

async function phoneOf({ tx, house }: Context, written: string | undefined): Promise<{ phone_sealed: Buffer } | null> {
  if (!written?.trim()) return null;
  const read = parsePhone(written, (await countySettings(tx)).areaCode);
  if (!read.ok) throw invalid('phone', read.say);
  return { phone_sealed: house.secrets.seal(read.number, PHONE_FIELD) };
}

/** @throws AppError `guardian_needed`, `invalid` */
function mustFit(tx: Tx, m: Member, born: { on: string | null; year: number | null }): void {
  if (m.state === 'joined' && isMinor(born, m.joined_on) && !m.guardian) throw new AppError('guardian_needed');
  if (m.guardian && m.guardian.consented_on > tx.today) throw invalid('guardian.consented_on', '同意日期不能晚于今天。');
  if (m.left_on && m.left_on < m.joined_on) throw invalid('left_on', '离开日期早于入组日期，请核对。');
  if (m.left_on && !m.left_reason) throw invalid('left_reason', '请选择离开的原因');
  if (m.left_on && m.left_on > tx.today) throw invalid('left_on', '离开日期不能晚于今天。');
}

/** Adds a member, or replaces what is known of one. @throws AppError `guardian_needed`, `stale`, `invalid` */
export async function enrolMember(c: Context, input: Member): Promise<{ station: number; revision: number }> {
  const { tx } = c;
  const group = await groupFor(tx, input.group, may['groups.enrol']);
  const [person, phone] = await Promise.all([input.resident ? personOf(tx, input.resident) : null, phoneOf(c, input.phone)]);
  if (!person && !input.name) throw invalid('name', '请填写姓名，或选择在册的服务对象');
  mustFit(tx, input, { on: person?.born_on ?? null, year: input.born_year ?? null });
  const values = {
    resident_id: person?.id ?? null,
    name: person?.name ?? normalName(input.name!),
    sex: person?.sex ?? input.sex ?? null,
    born_year: person?.born_on ? Number(person.born_on.slice(0, 4)) : (input.born_year ?? null),
    village_code: person?.village_code ?? input.village ?? null,
    state: input.state,
    guardian: input.guardian ? JSON.stringify(input.guardian) : null,
    photo_consent: input.photo_consent,
    health: input.health ?? null,
    wish: input.wish ?? null,
    joined_on: input.joined_on,
    left_on: input.left_on ?? null,
    left_reason: input.left_reason ?? null,
    ...phone,
    changed_by: tx.changedBy,
  };
  const at = { county_id: tx.county, id: input.id, station_id: group.station_id, group_id: group.id };
  if (input.revision === 0) {
    await tx.run(q.insertInto('app.group_members').values({ ...at, ...values }));
    return { station: group.station_id, revision: 1 };
  }
  const revision = input.revision + 1;
  const changed = await tx.run(
    q
      .updateTable('app.group_members')
      .set({ ...values, revision })
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id)
      .where('group_id', '=', group.id)
      .where('revision', '=', input.revision),
  );
  if (changed === 0) {
    const now = (await membersOf(tx, group.id)).find(m => m.id === input.id);
    throw now ? stale(now) : new AppError('not_found');
  }
  return { station: group.station_id, revision };
}

/** Members of a group, in the order they joined. */
export const membersOf = (tx: Tx, group: string): Promise<MemberColumns[]> =>
  tx.all(
    q
      .selectFrom('app.group_members')
      .selectAll()
      .where('county_id', '=', tx.county)
      .where('group_id', '=', group)
      .orderBy('joined_on')
      .orderBy('id'),
  );

/** A member as this reader may see him: without the name also without phone, guardian and what was told of health. */
export function presentMember({ house }: Pick<Context, 'house'>, m: MemberColumns, named: boolean): MemberRow {
  const guardian = m.guardian as MemberRow['guardian'];
  return {
    id: m.id,
    revision: m.revision,
    resident: m.resident_id,
    name: named ? m.name : maskName(m.name),
    sex: m.sex,
    born_year: m.born_year,
    village: m.village_code,
    phone: named && m.phone_sealed ? maskPhone(house.secrets.openText(m.phone_sealed, PHONE_FIELD)) : null,
    state: m.state as MemberRow['state'],
    guardian: guardian && (named ? guardian : { ...guardian, name: maskName(guardian.name) }),
    photo_consent: m.photo_consent as MemberRow['photo_consent'],
    health: named ? m.health : null,
    wish: named ? m.wish : null,
    joined_on: m.joined_on,
    left_on: m.left_on,
    left_reason: m.left_reason,
  };
}
