// Opening a county: its stations and villages from a divisions file, and the three first administrators, who receive one-time links.
// Done by the person who runs the installation, before anybody can sign in.

import { z } from 'zod';
import { newId } from '#kernel/ids.ts';
import { ADMIN_ROLES, ROLES, type Role } from '#kernel/roles.ts';
import { makeLink } from '#server/auth/links.ts';
import { q } from '#server/database/tables.ts';
import type { Sender } from '#server/database/tx.ts';

/** A county's townships and villages: nine- and twelve-digit statistical codes. */
export const Divisions = z.object({
  townships: z.array(
    z.object({
      code: z.string().regex(/^\d{9}$/),
      name: z.string(),
      is_station: z.boolean(),
      station_sign: z.string().nullish(),
      villages: z.array(z.object({ code: z.string().regex(/^\d{12}$/), name: z.string() })),
    }),
  ),
});
export type Divisions = z.infer<typeof Divisions>;

/** Adds one station for each township that has one, with its villages. The station's number is the township's code. */
export async function addStations(tx: Sender, divisions: Divisions, openedOn: string, changedBy: string): Promise<void> {
  for (const t of divisions.townships.filter(t => t.is_station)) {
    const station_id = Number(t.code);
    await tx.run(
      q.insertInto('app.stations').values({
        county_id: tx.county,
        station_id,
        name: `${t.name}社工站`,
        township_code: t.code,
        sign: t.station_sign ?? `${t.name}社会工作服务站`,
        opened_on: openedOn,
        changed_by: changedBy,
      }),
    );
    // One village a statement: the texts stay few and prepared.
    for (const v of t.villages) {
      const kind = /居委会|居民委员会/.test(v.name) ? 'community' : 'village';
      await tx.run(
        q.insertInto('app.villages').values({ county_id: tx.county, village_code: v.code, name: v.name, kind, station_id }),
      );
    }
  }
}

const FIRST: Readonly<Record<string, string>> = { system_admin: 'xitong', security_admin: 'anquan', audit_admin: 'shenji' };

/** The three first administrators, each with a one-time link to set a password. Everybody else is made by them. */
export async function addFirstAdministrators(tx: Sender): Promise<{ role: string; userName: string; link: string }[]> {
  const made: { role: string; userName: string; link: string }[] = [];
  for (const role of ADMIN_ROLES as readonly Role[]) {
    const id = newId(tx.now.getTime());
    await tx.run(q.insertInto('app.accounts').values({ county_id: tx.county, id, user_name: FIRST[role]!, name: ROLES[role] }));
    await tx.run(
      q.insertInto('app.role_grants').values({
        county_id: tx.county,
        id: newId(tx.now.getTime()),
        account_id: id,
        role,
        station_id: null,
        from_on: tx.today,
        to_on: null,
        reason: '开通',
      }),
    );
    made.push({ role: ROLES[role], userName: FIRST[role]!, link: `/link#${(await makeLink(tx, id, null)).token}` });
  }
  return made;
}
