// What a program of its owner's reads along without signing in each time (a calendar on the phone): a private link, good for a year, that
// opens this one feed and nothing else. It is a session of the kind 'feed', so it ends with the account, the roles, and a new password.

import { hash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#kernel/errors.ts';
import { callerOf } from './auth/sessions.ts';
import { q } from './database/tables.ts';
import { enteredOf, enterSession, inTransaction, Tx } from './database/tx.ts';
import type { House } from './house.ts';

export type Feed = {
  /** Part of the path: `/feeds/<name>/<token>`. */
  name: string;
  mime: string;
  /** The feed as its owner may read it now. @throws AppError `forbidden` when her roles are over */
  make: (c: { tx: Tx; house: House }) => Promise<string>;
};

const A_YEAR = 366 * 86_400;

/** Ends the owner's links. */
export const closeLinks = (tx: Tx): Promise<number> =>
  tx.run(
    q
      .updateTable('app.sessions')
      .set({ ended_at: tx.now.toISOString() })
      .where('county_id', '=', tx.county)
      .where('account_id', '=', tx.actor.account)
      .where('place', '=', 'feed')
      .where('ended_at', 'is', null),
  );

/** A new private link of the owner's, in place of the one before; the token is kept nowhere. */
export async function openLink(tx: Tx, feed: Feed['name']): Promise<string> {
  await closeLinks(tx);
  const token = randomBytes(32).toString('base64url');
  const now = tx.now.toISOString();
  await tx.run(
    q.insertInto('app.sessions').values({
      county_id: tx.county,
      token_hash: hash('sha256', token, 'buffer'),
      account_id: tx.actor.account,
      place: 'feed',
      pending: false,
      created_at: now,
      seen_at: now,
      idle_seconds: A_YEAR,
      ends_at: new Date(tx.now.getTime() + A_YEAR * 1_000).toISOString(),
    }),
  );
  return `/feeds/${feed}/${tx.county}.${token}`;
}

/** Whether the owner has a link that lives. */
export const hasLink = async (tx: Tx): Promise<boolean> =>
  (await tx.first(
    q
      .selectFrom('app.sessions')
      .select('created_at')
      .where('county_id', '=', tx.county)
      .where('account_id', '=', tx.actor.account)
      .where('place', '=', 'feed')
      .where('ended_at', 'is', null)
      .where('ends_at', '>', tx.now.toISOString()),
  )) !== undefined;

/** GET /feeds/<name>/<county>.<token>: whoever holds the link reads the feed; a wrong or ended one is as unknown as none. */
export function feedRoutes(app: FastifyInstance, house: House, feeds: readonly Feed[]): void {
  for (const feed of feeds)
    app.get<{ Params: { token: string } }>(`/feeds/${feed.name}/:token`, async (request, reply) => {
      const caller = callerOf(request.params.token.replace(/\.ics$/, ''));
      if (!caller) throw new AppError('not_found');
      const now = house.clock();
      const text = await inTransaction(
        house.pool,
        'read',
        line => enterSession(line, caller.county, caller.tokenHash, now),
        async (line, said) => {
          const entered = enteredOf(said);
          if (entered?.place !== 'feed') throw new AppError('not_found');
          return feed.make({ tx: new Tx(line, entered, now, null), house });
        },
      );
      return reply.header('cache-control', 'private, max-age=900').type(feed.mime).send(text);
    });
}
