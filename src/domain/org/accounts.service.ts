// Accounts and roles: made by the system administrator, given rights by the security administrator, read by the audit administrator.

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { refusal } from '#kernel/policy.ts';
import type { Grant, Role } from '#kernel/roles.ts';
import { makeLink } from '#server/auth/links.ts';
import { endSessionsOf } from '#server/auth/sessions.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import { foldUserName } from '#server/secrets/lock.ts';
import { grantRefusal, orgPolicy } from './org.policy.ts';
import type { accounts, createAccount, endRole, grantRole } from './org.ts';

/** Refuses what an administrator may not do to this account (his own). */
const mustBeAnother = (
  tx: Tx,
  verb: 'org.send_link' | 'org.close_account' | 'org.reset_second_factor' | 'org.end_role',
  account: string,
): void => {
  const code = refusal(orgPolicy[verb], tx.actor, { account });
  if (code) throw new AppError(code);
};

/** Makes an account without a password. With `staff` it belongs to the person registered under the same id. */
export async function addAccount(tx: Tx, input: z.output<typeof createAccount.input>): Promise<void> {
  if (input.staff) {
    const person = await tx.first(
      q.selectFrom('app.staff').select('id').where('county_id', '=', tx.county).where('id', '=', input.id),
    );
    if (!person) throw new AppError('missing_reference');
  }
  await tx.run(
    q.insertInto('app.accounts').values({
      county_id: tx.county,
      id: input.id,
      user_name: foldUserName(input.user_name),
      name: input.name,
      changed_by: tx.changedBy,
    }),
  );
}

const accountOf = async (tx: Tx, id: string) => {
  const row = await tx.first(
    q.selectFrom('app.accounts').select(['id', 'revision', 'closed_at']).where('county_id', '=', tx.county).where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  return row;
};

/** A one-time link to set the password; the caller hands it over by a way of his own. */
export async function linkFor(tx: Tx, id: string): Promise<{ link: string; expires_at: string }> {
  mustBeAnother(tx, 'org.send_link', id);
  if ((await accountOf(tx, id)).closed_at) throw new AppError('conflict', { say: '账号已停用，不能生成链接。' });
  const { token, expiresAt } = await makeLink(tx, id, tx.actor.account);
  return { link: `/link#${token}`, expires_at: expiresAt };
}

async function update(
  tx: Tx,
  id: string,
  revision: number,
  set: { closed_at?: string; totp_secret?: null; totp_confirmed_at?: null; totp_step?: null },
): Promise<number> {
  const changed = await tx.run(
    q
      .updateTable('app.accounts')
      .set({ ...set, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: (await accountOf(tx, id)).revision } });
  await endSessionsOf(tx, id);
  return revision + 1;
}

/** Closes an account: its sessions end at once, its past records stay. */
export function shutAccount(tx: Tx, id: string, revision: number): Promise<number> {
  mustBeAnother(tx, 'org.close_account', id);
  return update(tx, id, revision, { closed_at: tx.now.toISOString() });
}

/** Removes the second factor (a lost phone); the person sets it up anew at the next sign-in. */
export function forgetSecondFactor(tx: Tx, id: string, revision: number): Promise<number> {
  mustBeAnother(tx, 'org.reset_second_factor', id);
  return update(tx, id, revision, { totp_secret: null, totp_confirmed_at: null, totp_step: null });
}

const grantsOf = (tx: Tx, ids: readonly string[]) =>
  tx.all(
    q
      .selectFrom('app.role_grants')
      .select(['id', 'account_id', 'role', 'station_id', 'from_on', 'to_on', 'revision'])
      .where('county_id', '=', tx.county)
      .where('account_id', 'in', [...ids])
      .orderBy('from_on', 'desc')
      .orderBy('role'),
  );

/** Grants a role from a day (to a day). What the account holds now or later decides whether it fits. */
export async function addGrant(tx: Tx, input: z.output<typeof grantRole.input>): Promise<void> {
  if ((await accountOf(tx, input.account)).closed_at) throw new AppError('conflict', { say: '账号已停用，不能授予岗位。' });
  const held: Grant[] = (await grantsOf(tx, [input.account]))
    .filter(g => g.to_on === null || g.to_on >= input.from_on)
    .map(g => ({ role: g.role as Role, station: g.station_id }));
  const code = grantRefusal(tx.actor, { ...input, held });
  if (code) throw new AppError(code);
  await tx.run(
    q.insertInto('app.role_grants').values({
      county_id: tx.county,
      id: input.id,
      account_id: input.account,
      role: input.role,
      station_id: input.station,
      from_on: input.from_on,
      to_on: input.to_on,
      reason: input.reason,
      changed_by: tx.changedBy,
    }),
  );
}

/** Ends a role now: yesterday was its last day, so the next request is refused; a role that began today never held. */
export async function endGrant(tx: Tx, input: z.output<typeof endRole.input>): Promise<number> {
  const row = await tx.first(
    q
      .selectFrom('app.role_grants')
      .select(['account_id', 'from_on', 'revision'])
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id),
  );
  if (!row) throw new AppError('not_found');
  mustBeAnother(tx, 'org.end_role', row.account_id);
  const changed = await tx.run(
    q
      .updateTable('app.role_grants')
      .set(e => ({
        to_on: e.cast<string>(e.val(dayBefore(tx.today)), 'date'),
        from_on: e.fn<string>('least', ['from_on', e.cast<string>(e.val(dayBefore(tx.today)), 'date')]),
        reason: input.reason,
        revision: input.revision + 1,
        changed_by: tx.changedBy,
      }))
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id)
      .where('revision', '=', input.revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: row.revision } });
  return input.revision + 1;
}

const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Accounts with their roles, by user name. */
export async function listAccounts(
  { tx }: Context,
  query: z.output<typeof accounts.query>,
): Promise<z.input<typeof accounts.answer>> {
  const rows = await tx.all(
    q
      .selectFrom('app.accounts')
      .select(['id', 'user_name', 'name', 'password_hash', 'totp_confirmed_at', 'signed_in_at', 'closed_at', 'revision'])
      .where('county_id', '=', tx.county)
      .$if(query.q !== undefined, b =>
        b.where(e => e.or([e('user_name', 'like', `%${escapeLike(query.q!)}%`), e('name', 'like', `%${escapeLike(query.q!)}%`)])),
      )
      .$if(query.cursor !== undefined, b => b.where('user_name', '>', query.cursor!))
      .orderBy('user_name')
      .limit(query.limit + 1),
  );
  const page = rows.slice(0, query.limit);
  const grants = page.length
    ? await grantsOf(
        tx,
        page.map(r => r.id),
      )
    : [];
  return {
    rows: page.map(({ password_hash, totp_confirmed_at, ...r }) => ({
      ...r,
      has_password: password_hash !== null,
      second_factor: totp_confirmed_at !== null,
      grants: grants
        .filter(g => g.account_id === r.id)
        .map(g => ({
          id: g.id,
          role: g.role as Role,
          station: g.station_id,
          from_on: g.from_on,
          to_on: g.to_on,
          now: g.from_on <= tx.today && (g.to_on === null || g.to_on >= tx.today),
          revision: g.revision,
        })),
    })),
    next: rows.length > query.limit ? page.at(-1)!.user_name : null,
  };
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, c => `\\${c}`);
