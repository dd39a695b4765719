// Opening a county: its stations and villages from a divisions file, and the three first administrators, who receive one-time links.
// Done by the person who runs the installation, before anybody can sign in.

import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { ADMIN_ROLES, ROLES, type Role } from '#kernel/roles.ts';
import { makeLink } from '#server/auth/links.ts';
import { endSessionsOf } from '#server/auth/sessions.ts';
import { q } from '#server/database/tables.ts';
import type { Sender } from '#server/database/tx.ts';
import { append, hashOfInput } from '#server/ledger.ts';
import { foldUserName } from '#server/secrets/lock.ts';

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

export type AdministratorLink = { role: string; userName: string; link: string };

/** What the person at the server did is in the ledger too, without an actor: nobody was signed in. */
const note = (tx: Sender, command: 'county.open' | 'county.renew_link', subject: string): Promise<number> =>
  append(Object.assign(tx, { actor: null }), {
    id: newId(tx.now.getTime()),
    command,
    subject,
    station: null,
    fields: [],
    madeAt: null,
    inputHash: hashOfInput(command, { subject }),
    answer: {},
  });

/** The three first administrators, each with a one-time link to set a password. Everybody else is made by them. */
export async function addFirstAdministrators(tx: Sender): Promise<AdministratorLink[]> {
  const made: AdministratorLink[] = [];
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
  await note(tx, 'county.open', String(tx.county));
  return made;
}

/**
 * A new link for an administrator whom no other administrator can help (the only system administrator lost password or phone): sets the
 * password anew, and the authenticator is bound anew. Only from the machine itself; the ledger says so.
 * @throws AppError `not_found` when no living account of that name is an administrator's today
 */
export async function renewAdministratorLink(tx: Sender, userName: string): Promise<AdministratorLink> {
  const account = await tx.first(
    q
      .selectFrom('app.accounts as a')
      .innerJoin('app.role_grants as g', j => j.onRef('g.account_id', '=', 'a.id').on('g.county_id', '=', tx.county))
      .select(['a.id', 'g.role'])
      .where('a.county_id', '=', tx.county)
      .where('a.user_name', '=', foldUserName(userName))
      .where('a.closed_at', 'is', null)
      .where('g.role', 'in', [...ADMIN_ROLES])
      .where('g.from_on', '<=', tx.today)
      .where(e => e.or([e('g.to_on', 'is', null), e('g.to_on', '>=', tx.today)])),
  );
  if (!account)
    throw new AppError('not_found', {
      say: `没有用户名为 ${userName} 的在岗管理员；其他账号的链接请由系统管理员在“账号”中生成。`,
    });
  await tx.run(
    q
      .updateTable('app.accounts')
      .set({ totp_secret: null, totp_step: null, totp_confirmed_at: null })
      .where('county_id', '=', tx.county)
      .where('id', '=', account.id),
  );
  await endSessionsOf(tx, account.id);
  const { token } = await makeLink(tx, account.id, null);
  await note(tx, 'county.renew_link', account.id);
  return { role: ROLES[account.role as Role], userName, link: `/link#${token}` };
}
