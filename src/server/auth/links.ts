// One-time links to set a password, and the setting itself; the second factor's set-up. No account ever has a default password.

import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { q } from '../database/tables.ts';
import type { Sender } from '../database/tx.ts';
import type { House } from '../house.ts';
import { append, hashOfInput } from '../ledger.ts';
import { hashPassword, verifyPassword } from '../secrets/password.ts';
import { checkStrength } from '../secrets/strength.ts';
import { newTotpSecret, totpUri, verifyTotp } from '../secrets/totp.ts';
import { endSessionsOf, inCounty } from './sessions.ts';

const LINK_HOURS = 72;
const REMEMBERED = 5;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Makes a one-time link for an account; earlier unused links of the account stop working.
 * @returns the part after `#` in `/link#<token>`; only its hash is kept
 */
export async function makeLink(
  tx: Sender,
  account: string,
  madeBy: string | null,
): Promise<{ token: string; expiresAt: string }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(tx.now.getTime() + LINK_HOURS * 3_600_000).toISOString();
  await tx.run(
    q
      .updateTable('app.one_time_links')
      .set({ used_at: tx.now.toISOString() })
      .where('county_id', '=', tx.county)
      .where('account_id', '=', account)
      .where('used_at', 'is', null),
  );
  await tx.run(
    q
      .insertInto('app.one_time_links')
      .values({ county_id: tx.county, token_hash: hashOf(token), account_id: account, made_by: madeBy, expires_at: expiresAt }),
  );
  return { token: `${tx.county}.${token}`, expiresAt };
}

const partsOf = (token: string): { county: number; hash: Buffer } => {
  const match = /^(\d{6})\.([\w-]{43})$/.exec(token);
  if (!match) throw new AppError('link_expired');
  return { county: Number(match[1]), hash: hashOf(match[2]!) };
};

async function linked(tx: Sender, hash: Buffer) {
  const row = await tx.first(
    q
      .selectFrom('app.one_time_links as l')
      .innerJoin('app.accounts as a', j => j.onRef('a.id', '=', 'l.account_id').on('a.county_id', '=', tx.county))
      .select(['a.id', 'a.user_name', 'a.name', 'a.password_history'])
      .where('l.county_id', '=', tx.county)
      .where('l.token_hash', '=', hash)
      .where('l.used_at', 'is', null)
      .where('l.expires_at', '>', tx.now.toISOString())
      .where('a.closed_at', 'is', null),
  );
  if (!row) throw new AppError('link_expired');
  return row;
}

/** Whose link it is, for the page that asks for the new password. */
export function lookAtLink(house: House, token: string): Promise<{ userName: string; name: string }> {
  const { county, hash } = partsOf(token);
  return inCounty(house, county, async tx => {
    const row = await linked(tx, hash);
    return { userName: row.user_name, name: row.name };
  });
}

/** Uses a link once: sets the password and ends every session of the account. */
export async function useLink(house: House, token: string, password: string): Promise<void> {
  const { county, hash } = partsOf(token);
  const row = await inCounty(house, county, tx => linked(tx, hash));
  checkStrength(password, row.user_name);
  for (const old of row.password_history) if (await verifyPassword(password, old)) throw new AppError('password_reused');
  const passwordHash = await hashPassword(password);
  await inCounty(house, county, async tx => {
    const used = await tx.run(
      q
        .updateTable('app.one_time_links')
        .set({ used_at: tx.now.toISOString() })
        .where('county_id', '=', county)
        .where('token_hash', '=', hash)
        .where('used_at', 'is', null),
    );
    if (used === 0) throw new AppError('link_expired');
    await setPassword(tx, row.id, passwordHash, row.password_history);
    await endSessionsOf(tx, row.id);
    const actor = { account: row.id, county, name: row.name, grants: [], stations: [] };
    await append(Object.assign(tx, { actor }), {
      id: newId(tx.now.getTime()),
      command: 'session.set_password',
      subject: row.id,
      station: null,
      fields: ['password'],
      madeAt: null,
      inputHash: hashOfInput('session.set_password', {}),
      answer: {},
    });
  });
}

/** Stores a password's hash and remembers the last few. */
export const setPassword = (tx: Sender, account: string, passwordHash: string, history: readonly string[]): Promise<number> =>
  tx.run(
    q
      .updateTable('app.accounts')
      .set({
        password_hash: passwordHash,
        password_history: [passwordHash, ...history].slice(0, REMEMBERED),
        password_set_at: tx.now.toISOString(),
      })
      .where('county_id', '=', tx.county)
      .where('id', '=', account),
  );

/** Starts the set-up of a second factor: a new secret, not yet in force. Refused when one is in force (an administrator resets it). */
export function beginSecondFactor(house: House, county: number, account: string): Promise<{ uri: string; secret: string }> {
  return inCounty(house, county, async tx => {
    const row = await tx.first(
      q
        .selectFrom('app.accounts')
        .select(['user_name', 'totp_confirmed_at'])
        .where('county_id', '=', county)
        .where('id', '=', account),
    );
    if (!row || row.totp_confirmed_at)
      throw new AppError('conflict', { say: '已绑定验证器；如需更换，请系统管理员先解除绑定。' });
    const secret = newTotpSecret();
    await tx.run(
      q
        .updateTable('app.accounts')
        .set({ totp_secret: house.secrets.seal(secret, 'accounts.totp_secret'), totp_step: null })
        .where('county_id', '=', county)
        .where('id', '=', account),
    );
    return { uri: totpUri(secret, row.user_name), secret };
  });
}

/** Puts the second factor in force when the code is right, and frees a session that waited for it. */
export function confirmSecondFactor(
  house: House,
  county: number,
  account: string,
  tokenHash: Buffer,
  code: string,
): Promise<void> {
  return inCounty(house, county, async tx => {
    const row = await tx.first(
      q
        .selectFrom('app.accounts')
        .select(['totp_secret', 'totp_confirmed_at'])
        .where('county_id', '=', county)
        .where('id', '=', account),
    );
    const secret =
      row?.totp_secret && !row.totp_confirmed_at ? house.secrets.openText(row.totp_secret, 'accounts.totp_secret') : null;
    const step = secret ? verifyTotp(secret, code, null, tx.now.getTime()) : null;
    if (step === null)
      throw new AppError('invalid', {
        issues: [{ path: 'code', message: '验证码不正确。请核对手机时间是否准确，再输入当前显示的 6 位数字。' }],
      });
    await tx.run(
      q
        .updateTable('app.accounts')
        .set({ totp_confirmed_at: tx.now.toISOString(), totp_step: step })
        .where('county_id', '=', county)
        .where('id', '=', account),
    );
    await tx.run(
      q.updateTable('app.sessions').set({ pending: false }).where('county_id', '=', county).where('token_hash', '=', tokenHash),
    );
  });
}
