// Accounts and roles: made by the system administrator, given rights by the security administrator, read by the audit administrator.

import type { z } from 'zod';
import { addDays } from '#kernel/dates.ts';
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
import type { accounts, createAccount, endRole, GrantState, grantRole } from './org.ts';

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

/** Days of a role that was withdrawn before it began: it held on none, in any question by day. */
const NEVER = '-infinity';

/**
 * Ends a role now: yesterday was its last day, so the next request is refused. One that was to begin later is withdrawn.
 * @throws AppError `stale` · `conflict` when it is over already: what held on past days stays on record
 */
export async function endGrant(tx: Tx, input: z.output<typeof endRole.input>): Promise<number> {
  const row = await tx.first(
    q
      .selectFrom('app.role_grants')
      .select(['account_id', 'from_on', 'to_on', 'revision'])
      .where('county_id', '=', tx.county)
      .where('id', '=', input.id),
  );
  if (!row) throw new AppError('not_found');
  mustBeAnother(tx, 'org.end_role', row.account_id);
  if (row.revision !== input.revision) throw new AppError('stale', { current: { revision: row.revision } });
  if (['ended', 'withdrawn'].includes(stateOf(row, tx.today)))
    throw new AppError('conflict', { say: '这个岗位已经结束，不需要再结束。请刷新后查看。' });
  await setDays(tx, { ...row, id: input.id }, endedBy(row.from_on, addDays(tx.today, -1), tx.today), input.reason);
  return input.revision + 1;
}

/** Ends all roles of an account with a day, or at once when that day is past. */
export async function endGrantsWith(tx: Tx, account: string, last: string): Promise<void> {
  for (const g of await grantsOf(tx, [account])) {
    if (g.from_on === NEVER || (g.to_on !== null && g.to_on <= last)) continue;
    await setDays(tx, g, endedBy(g.from_on, last, tx.today), '离岗');
  }
}

/** The days that remain of a role when `last` is its last. One that began after it but has held till now held till yesterday. */
function endedBy(from: string, last: string, today: string): { from_on: string; to_on: string } {
  if (from > today) return from > last ? { from_on: NEVER, to_on: NEVER } : { from_on: from, to_on: last };
  if (from <= last) return { from_on: from, to_on: last };
  const yesterday = addDays(today, -1);
  return { from_on: from < yesterday ? from : yesterday, to_on: yesterday };
}

async function setDays(
  tx: Tx,
  grant: { id: string; from_on: string; revision: number },
  days: { from_on: string; to_on: string },
  reason: string,
): Promise<void> {
  const changed = await tx.run(
    q
      .updateTable('app.role_grants')
      .set({
        ...days,
        reason: days.from_on === NEVER ? `${reason}（原定 ${grant.from_on} 开始，开始前撤销）` : reason,
        revision: grant.revision + 1,
        changed_by: tx.changedBy,
      })
      .where('county_id', '=', tx.county)
      .where('id', '=', grant.id)
      .where('revision', '=', grant.revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: grant.revision } });
}

/** How a role stands on a day. */
function stateOf(g: { from_on: string; to_on: string | null }, day: string): GrantState {
  if (g.from_on === NEVER) return 'withdrawn';
  if (g.from_on > day) return 'later';
  return g.to_on === null || g.to_on >= day ? 'now' : 'ended';
}

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
          ...(g.from_on === NEVER ? { from_on: null, to_on: null } : { from_on: g.from_on, to_on: g.to_on }),
          state: stateOf(g, tx.today),
          revision: g.revision,
        })),
    })),
    next: rows.length > query.limit ? page.at(-1)!.user_name : null,
  };
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, c => `\\${c}`);
