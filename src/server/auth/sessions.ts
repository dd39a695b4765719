// Sessions: a random token in a cookie, its hash in the database, an end by idleness, by age, by sign-out, and at once when the
// account closes or its roles end (app.enter asks every time). SEC-02, SEC-05.

import { hash, randomBytes } from 'node:crypto';
import { type Actor, ADMIN_ROLES } from '#kernel/roles.ts';
import { q } from '../database/tables.ts';
import { enterAs, inTransaction, Sender } from '../database/tx.ts';
import type { House } from '../house.ts';

export type Place = 'office' | 'field';
export const COOKIE = 'linzhan';

/** Seconds without a request after which a session ends, and hours after which it ends in any case. */
const LIMITS = {
  field: { idle: 14 * 86_400, hours: 30 * 24 },
  office: { idle: 1_800, hours: 12 },
  admin: { idle: 900, hours: 12 },
} as const;

/** Only who works in villages without signal keeps a phone signed in for long; whoever says so at sign-in and has another role does not. */
const FIELD_ROLES: readonly string[] = ['resident_worker', 'station_lead'];
/** The limits a session gets: the strictest of its roles, by the place it is opened at. */
function limitsOf(roles: readonly string[], place: Place): (typeof LIMITS)[keyof typeof LIMITS] {
  if (roles.some(r => (ADMIN_ROLES as readonly string[]).includes(r))) return LIMITS.admin;
  return LIMITS[roles.every(r => FIELD_ROLES.includes(r)) ? place : 'office'];
}
/** Seconds after which a session of these roles ends in any case: the life of its cookie. */
export const secondsOf = (roles: readonly string[], place: Place): number => limitsOf(roles, place).hours * 3_600;

const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer');

/** The county and token hash in a cookie's value `<county>.<token>`, or null when it has another form. */
export function callerOf(cookie: string | undefined): { county: number; tokenHash: Buffer } | null {
  const match = /^(\d{6})\.([\w-]{43})$/.exec(cookie ?? '');
  return match ? { county: Number(match[1]), tokenHash: hashOf(match[2]!) } : null;
}

/**
 * Opens a session for an account whose password (and second factor) were right.
 * @param pending the second factor must be set up before anything else is allowed
 * @returns the cookie's value; the token itself is kept nowhere
 */
export async function openSession(
  tx: Sender,
  account: string,
  roles: readonly string[],
  place: Place,
  pending: boolean,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const limit = limitsOf(roles, place);
  const now = tx.now.toISOString();
  await tx.run(
    q.insertInto('app.sessions').values({
      county_id: tx.county,
      token_hash: hashOf(token),
      account_id: account,
      place,
      pending,
      created_at: now,
      seen_at: now,
      idle_seconds: limit.idle,
      ends_at: new Date(tx.now.getTime() + limit.hours * 3_600_000).toISOString(),
    }),
  );
  return `${tx.county}.${token}`;
}

/** Ends one session (sign-out). */
export async function endSession(house: House, caller: { county: number; tokenHash: Buffer }): Promise<void> {
  await inCounty(house, caller.county, tx =>
    tx.run(
      q
        .updateTable('app.sessions')
        .set({ ended_at: tx.now.toISOString() })
        .where('county_id', '=', tx.county)
        .where('token_hash', '=', caller.tokenHash),
    ),
  );
}

/** Ends every session of an account, at once (password change, account closed). */
export const endSessionsOf = (tx: Sender, account: string): Promise<number> =>
  tx.run(
    q
      .updateTable('app.sessions')
      .set({ ended_at: tx.now.toISOString() })
      .where('county_id', '=', tx.county)
      .where('account_id', '=', account)
      .where('ended_at', 'is', null),
  );

/** Notes that the session is in use; called at most once a minute a session. */
export async function keepAwake(house: House, caller: { county: number; tokenHash: Buffer }): Promise<void> {
  await inCounty(house, caller.county, tx =>
    tx.run(
      q
        .updateTable('app.sessions')
        .set({ seen_at: tx.now.toISOString() })
        .where('county_id', '=', tx.county)
        .where('token_hash', '=', caller.tokenHash),
    ),
  );
}

/** A transaction that knows the county but no person yet: sign-in and links. It sees no station's rows. */
export const inCounty = <T>(house: House, county: number, work: (tx: Sender) => Promise<T>): Promise<T> =>
  inTransaction(
    house.pool,
    'write',
    line => enterAs(line, { county }),
    line => work(new Sender(line, county, house.clock())),
  );

/** What a signed-in web client is told about its actor. */
export const presentActor = (actor: Actor) => ({
  county: actor.county,
  account: actor.account,
  name: actor.name,
  grants: actor.grants,
  stations: actor.stations,
});
