// Signing in: throttle, password, second factor, roles of today, session. One answer for an unknown account and a wrong password,
// in the same time (SEC-01, SEC-02, SEC-04).

import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { type Role, SECOND_FACTOR_ROLES } from '#kernel/roles.ts';
import { q, sql } from '../database/tables.ts';
import type { Sender } from '../database/tx.ts';
import type { House } from '../house.ts';
import { append, hashOfInput } from '../ledger.ts';
import {
  attempt,
  type Counter,
  type Counters,
  counterKeys,
  foldUserName,
  givenBack,
  succeeded,
  unused,
} from '../secrets/lock.ts';
import { verifyPassword } from '../secrets/password.ts';
import { verifyTotp } from '../secrets/totp.ts';
import { inCounty, openSession, type Place, secondsOf } from './sessions.ts';

export type SignIn = { county: number; userName: string; password: string; code?: string; place: Place; address: string };

type Keys = Record<keyof Counters, Buffer>;

const keysOf = (house: House, s: SignIn): Keys => {
  const texts = counterKeys(s.userName, s.address);
  const blind = (text: string) => house.secrets.blindIndex(text, 'sign_in_counters.key');
  return { pair: blind(texts.pair), account: blind(texts.account), address: blind(texts.address) };
};

/** The three counters, locked until the transaction ends, in one order so that two attempts cannot wait for each other. */
async function counters(tx: Sender, keys: Keys): Promise<Counters> {
  const now = tx.now.getTime();
  const found: Counters = { pair: unused(now), account: unused(now), address: unused(now) };
  const ordered = (Object.entries(keys) as [keyof Counters, Buffer][]).sort((a, b) => Buffer.compare(a[1], b[1]));
  for (const [name, key] of ordered) {
    await tx.run(
      q
        .insertInto('app.sign_in_counters')
        .values({ county_id: tx.county, key, count: 0, since_ms: now, locked_until_ms: 0 })
        .onConflict(c => c.constraint('sign_in_counters_pk').doNothing()),
    );
    const row = await tx.first(
      q
        .selectFrom('app.sign_in_counters')
        .select(['count', 'since_ms', 'locked_until_ms'])
        .where('county_id', '=', tx.county)
        .where('key', '=', key)
        .forUpdate(),
    );
    if (row) found[name] = { count: row.count, since: row.since_ms, lockedUntil: row.locked_until_ms };
  }
  return found;
}

async function store(tx: Sender, keys: Keys, next: Counters): Promise<void> {
  for (const name of Object.keys(keys) as (keyof Counters)[]) {
    const c: Counter = next[name];
    await tx.run(
      q
        .updateTable('app.sign_in_counters')
        .set({ count: c.count, since_ms: Math.round(c.since), locked_until_ms: Math.round(c.lockedUntil) })
        .where('county_id', '=', tx.county)
        .where('key', '=', keys[name]),
    );
  }
}

/** Counters that say nothing any more are not kept: they stand for people who tried. */
const forgetOld = (tx: Sender): Promise<number> =>
  tx.run(
    q
      .deleteFrom('app.sign_in_counters')
      .where('county_id', '=', tx.county)
      .where('since_ms', '<', tx.now.getTime() - 86_400_000)
      .where('locked_until_ms', '<', tx.now.getTime()),
  );

/** Charges an attempt before anything is checked, so that attempts sent all at once cannot all read "no failure yet". */
async function charge(house: House, s: SignIn, keys: Keys): Promise<void> {
  const decision = await inCounty(house, s.county, async tx => {
    const decided = attempt(await counters(tx, keys), tx.now.getTime());
    if (decided.allowed) await store(tx, keys, decided.next);
    return decided;
  });
  if (!decision.allowed) throw new AppError(decision.code, { retryAfter: decision.retryAfter });
}

const accountOf = (tx: Sender, userName: string) =>
  tx.first(
    q
      .selectFrom('app.accounts')
      .select(['id', 'name', 'password_hash', 'totp_secret', 'totp_step', 'totp_confirmed_at'])
      .where('county_id', '=', tx.county)
      .where('user_name', '=', foldUserName(userName))
      .where('closed_at', 'is', null),
  );

type Account = NonNullable<Awaited<ReturnType<typeof accountOf>>>;

/** The step of a right code, or the refusal. Null when the account has no second factor. */
function secondFactor(house: House, account: Account, s: SignIn): number | null {
  if (!account.totp_confirmed_at || !account.totp_secret) return null;
  const step = verifyTotp(
    house.secrets.openText(account.totp_secret, 'accounts.totp_secret'),
    s.code ?? '',
    account.totp_step,
    house.clock().getTime(),
  );
  if (step === null) throw new AppError('sign_in_failed');
  return step;
}

/** Roles that hold today. */
export async function rolesOf(tx: Sender, account: string): Promise<Role[]> {
  const rows = await tx.all(
    q
      .selectFrom('app.role_grants')
      .select('role')
      .where('county_id', '=', tx.county)
      .where('account_id', '=', account)
      .where('from_on', '<=', tx.today)
      .where(e => e.or([e('to_on', 'is', null), e('to_on', '>=', tx.today)])),
  );
  return rows.map(r => r.role as Role);
}

async function note(
  tx: Sender,
  account: Account | undefined,
  command: 'session.open' | 'session.refuse',
  place: Place,
): Promise<void> {
  if (!account) return;
  const actor = { account: account.id, county: tx.county, name: account.name, grants: [], stations: [] };
  await append(Object.assign(tx, { actor }), {
    id: newId(tx.now.getTime()),
    command,
    subject: account.id,
    station: null,
    fields: [place],
    madeAt: null,
    inputHash: hashOfInput(command, {}),
    answer: {},
  });
}

/**
 * @returns the session cookie's value and life, and whether the second factor must be set up before anything else
 * @throws AppError sign_in_failed · second_factor_needed · sign_in_locked · too_many_requests · forbidden (no role today)
 */
export async function signIn(house: House, s: SignIn): Promise<{ cookie: string; seconds: number; pending: boolean }> {
  const keys = keysOf(house, s);
  await charge(house, s, keys);
  const account = await inCounty(house, s.county, tx => accountOf(tx, s.userName));
  const refund = () =>
    inCounty(house, s.county, async tx => store(tx, keys, givenBack(await counters(tx, keys), tx.now.getTime())));
  const right = await verifyPassword(s.password, account?.password_hash ?? null).catch(async (busy: Error) => {
    await refund();
    throw busy;
  });
  if (!right || !account) {
    await inCounty(house, s.county, tx => note(tx, account, 'session.refuse', s.place));
    throw new AppError('sign_in_failed');
  }
  if (account.totp_confirmed_at && !s.code) {
    // The password was right and the code is asked for next: half a sign-in is not a failure.
    await refund();
    throw new AppError('second_factor_needed');
  }
  const step = secondFactor(house, account, s);
  return inCounty(house, s.county, async tx => {
    const roles = await rolesOf(tx, account.id);
    if (roles.length === 0) throw new AppError('forbidden', { say: '您目前没有生效的岗位，不能登录；请联系安全管理员。' });
    const pending = house.production && !account.totp_confirmed_at && roles.some(r => SECOND_FACTOR_ROLES.includes(r));
    await store(tx, keys, succeeded(await counters(tx, keys), tx.now.getTime()));
    await forgetOld(tx);
    const used = await tx.run(
      sql`update app.accounts set signed_in_at = ${tx.now.toISOString()}, totp_step = coalesce(${step}::bigint, totp_step)
        where county_id = ${tx.county} and id = ${account.id} and (${step}::bigint is null or totp_step is null or totp_step < ${step}::bigint)`.compile(
        q,
      ),
    );
    if (used === 0) throw new AppError('sign_in_failed');
    await note(tx, account, 'session.open', s.place);
    return { cookie: await openSession(tx, account.id, roles, s.place, pending), seconds: secondsOf(roles, s.place), pending };
  });
}
