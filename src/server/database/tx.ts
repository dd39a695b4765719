// One transaction of one actor: the only way to the data. Begin and the actor's entry travel together in one round trip; after
// that every statement is checked to state its county, prepared once per connection, and pipelined.

import { createHash } from 'node:crypto';
import type { Compilable, CompiledQuery } from 'kysely';
import type pg from 'pg';
import { dayOf } from '#kernel/dates.ts';
import type { Actor } from '#kernel/roles.ts';
import { mustStateCounty } from './county-guard.ts';

type Statement<T> = Compilable<T> | CompiledQuery<T>;

const names = new Map<string, string>();
/** A prepared statement's name for a text that will recur; long lists of values are sent unprepared. */
function nameOf(sql: string, parameters: number): string | undefined {
  const known = names.get(sql);
  if (known) return known;
  mustStateCounty(sql);
  if (parameters > 40 || names.size > 2_000) return undefined;
  const name = createHash('sha1').update(sql).digest('base64url').slice(0, 20);
  names.set(sql, name);
  return name;
}

/** Sends statements on one connection, inside one transaction, for one county. */
export class Sender {
  readonly county: number;
  readonly now: Date;
  protected readonly client: pg.PoolClient;
  constructor(client: pg.PoolClient, county: number, now: Date) {
    this.client = client;
    this.county = county;
    this.now = now;
  }
  /** The day it is at the stations. */
  get today(): string {
    return dayOf(this.now);
  }
  private send<T>(statement: Statement<T>): Promise<pg.QueryResult> {
    const compiled = 'compile' in statement ? statement.compile() : statement;
    const values = compiled.parameters as unknown[];
    return this.client.query({ name: nameOf(compiled.sql, values.length), text: compiled.sql, values });
  }
  /** All rows. */
  async all<T>(statement: Statement<T>): Promise<T[]> {
    return (await this.send(statement)).rows as T[];
  }
  /** The first row, or undefined. */
  async first<T>(statement: Statement<T>): Promise<T | undefined> {
    return (await this.send(statement)).rows[0] as T | undefined;
  }
  /** Sends a write; answers how many rows it touched. */
  async run<T>(statement: Statement<T>): Promise<number> {
    return (await this.send(statement)).rowCount ?? 0;
  }
}

/** A transaction with an actor: what services receive. */
export class Tx extends Sender {
  readonly actor: Actor;
  /** The id of the command that is being carried out; rows keep it as `changed_by`. Null while reading. */
  readonly commandId: string | null;
  constructor(client: pg.PoolClient, actor: Actor, now: Date, commandId: string | null) {
    super(client, actor.county, now);
    this.actor = actor;
    this.commandId = commandId;
  }
  /** The command's id; a write outside a command is a programming error. */
  get changedBy(): string {
    if (!this.commandId) throw new Error('a write needs a command');
    return this.commandId;
  }
}

export type Mode = 'read' | 'write';
const BEGIN = { read: 'begin isolation level repeatable read read only', write: 'begin' };

/**
 * Runs `work` in a transaction; commits when it succeeds, rolls back when it throws. A connection that broke is thrown away.
 * `enter` is sent together with `begin` and answers what `work` receives.
 */
export async function inTransaction<E, T>(
  pool: pg.Pool,
  mode: Mode,
  enter: (client: pg.PoolClient) => Promise<E>,
  work: (client: pg.PoolClient, entered: E) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    const [, entered] = await Promise.all([client.query(BEGIN[mode]), enter(client)]);
    const result = await work(client, entered);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The actor of a living session, from the token's hash: one statement that also sets row security for the transaction. */
export type Entered = (Actor & { pending: boolean; place: 'office' | 'field'; seen_at: string }) | null;
export async function enterSession(client: pg.PoolClient, county: number, tokenHash: Buffer, now: Date): Promise<Entered> {
  const result = await client.query({ name: 'enter', text: 'select app.enter($1, $2, $3) as actor', values: [county, tokenHash, now] });
  return result.rows[0].actor as Entered;
}

/** Enters as a known actor without a session: background work that a command started, or sign-in itself (county only). */
export async function enterAs(client: pg.PoolClient, actor: Pick<Actor, 'county'> & Partial<Actor>): Promise<void> {
  await client.query({ name: 'become', text: 'select app.become($1)', values: [JSON.stringify({ ...actor, stations: actor.stations ?? [] })] });
}
