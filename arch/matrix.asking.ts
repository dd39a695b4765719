// Asking the server as anybody, and looking at the database from outside: what changed, and what of others is in an answer.

import type pg from 'pg';
import type { Endpoint } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import { COOKIE } from '#server/auth/sessions.ts';
import { wordsOf } from './matrix.files.ts';
import { KINDS, type Kind, MARKS } from './matrix.kinds.ts';
import type { World } from './matrix.world.ts';

export type Answer = { status: number; words: string };

const queryOf = (input: object): string =>
  new URLSearchParams(Object.entries(input).map(([key, value]) => [key, String(value)])).toString();

/** Sends an input to an endpoint as a session (or nobody). */
export async function send(url: string, cookie: string | null, def: Endpoint, input: object): Promise<Answer> {
  const headers: Record<string, string> = { 'x-linzhan': '1', ...(cookie && { cookie: `${COOKIE}=${cookie}` }) };
  const to = `${url}/api/${def.name}`;
  const response =
    def.kind === 'command'
      ? await fetch(to, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': newId() },
          body: JSON.stringify(input),
        })
      : await fetch(`${to}?${queryOf(input)}`, { headers });
  return { status: response.status, words: await wordsOf(response) };
}

/** A sum over every row of every table of a county (of one station), table by table. */
export async function state(owner: pg.Client, county: number, station?: number): Promise<Record<string, string>> {
  const tables = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
       and ($1 or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'station_id')) order by 1`,
    [station === undefined],
  );
  const sums: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await owner.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from app.${name} t where county_id = $1 ${station === undefined ? '' : 'and station_id = $2'}`,
      station === undefined ? [county] : [county, station],
    );
    sums[name] = rows[0].sum;
  }
  return sums;
}

/** Ids that only exist in a scope and must not be seen from outside it. */
const hidden = (world: World, scope: 'other' | 'foreign'): string[] =>
  (Object.keys(KINDS) as Kind[])
    .filter(kind => (scope === 'foreign' || KINDS[kind] === 'station') && !/station|village|worker/i.test(kind))
    .map(kind => world.things[scope][kind]);

/** What of other scopes is in the words of an answer: their marks, and ids of their things. */
export const leaks = (world: World, words: string, scopes: readonly ('other' | 'foreign')[]): string[] =>
  scopes.flatMap(scope => [MARKS[scope], ...hidden(world, scope)].filter(secret => words.includes(secret)));
