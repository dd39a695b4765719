// Brings a database to this program's schema: roles, then forward-only SQL files under one lock. A database that knows a
// migration this program does not know was made by a newer program: the older one refuses to start.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

const FOLDER = join(import.meta.dirname, '../../../db/migrations');
const LOCK = 7_420_469_030n;

export class SchemaError extends Error {}

type Migration = { name: string; sql: string; hash: string };

/** The migrations of this program, in order. */
export function migrations(folder = FOLDER): Migration[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()
    .map(name => {
      const sql = readFileSync(join(folder, name), 'utf8');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    });
}

/** Passwords of the two login roles; derived from the key ring so that every server of one installation knows them. */
export type RolePasswords = { owner: string; runtime: string };

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

async function ensureRoles(admin: pg.Client, passwords: RolePasswords): Promise<void> {
  const has = async (role: string) => (await admin.query('select from pg_roles where rolname = $1', [role])).rowCount === 1;
  for (const [role, attributes] of [
    ['app_owner', `login password ${literal(passwords.owner)}`],
    ['app_user', `login noinherit nosuperuser nobypassrls nocreatedb nocreaterole password ${literal(passwords.runtime)}`],
    ['app_directory', 'nologin nobypassrls'],
  ] as const) {
    await admin.query(`${(await has(role)) ? 'alter' : 'create'} role ${role} ${attributes}`);
  }
  await admin.query('grant app_directory to app_user');
}

async function ensureDatabase(admin: pg.Client, name: string): Promise<void> {
  const exists = await admin.query('select from pg_database where datname = $1', [name]);
  if (!exists.rowCount)
    await admin.query(`create database ${pg.escapeIdentifier(name)} owner app_owner encoding 'UTF8' template template0`);
}

const inDatabase = (url: string, name: string, user?: string, password?: string): string => {
  const at = new URL(url);
  at.pathname = `/${name}`;
  if (user) at.username = user;
  if (password !== undefined) at.password = password;
  return at.href;
};

/** Throws a sentence for the administrator when what is applied and what this program knows do not fit. */
export function pendingOf(known: Migration[], applied: { name: string; hash: string }[]): Migration[] {
  for (const [i, done] of applied.entries()) {
    const same = known[i];
    if (!same || same.name !== done.name) {
      throw new SchemaError(`数据库由更新版本的程序建立（迁移 ${done.name} 本程序没有）。请使用新版程序启动，数据未作任何改动。`);
    }
    if (same.hash !== done.hash) {
      throw new SchemaError(`迁移文件 ${done.name} 与数据库中已执行的内容不同。请恢复该文件后再启动，数据未作任何改动。`);
    }
  }
  return known.slice(applied.length);
}

async function applyAll(owner: pg.Client, known: Migration[]): Promise<string[]> {
  await owner.query('select pg_advisory_lock($1)', [LOCK]);
  try {
    await owner.query(`create schema if not exists meta`);
    await owner.query(
      'create table if not exists meta.migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    );
    const applied = (await owner.query<{ name: string; hash: string }>('select name, hash from meta.migrations order by name'))
      .rows;
    const pending = pendingOf(known, applied);
    if (applied.length === 0) {
      await owner.query('create schema if not exists app');
      await owner.query('grant usage on schema app to app_user');
    }
    for (const migration of pending) {
      await owner.query('begin');
      await owner.query(migration.sql);
      await owner.query('insert into meta.migrations (name, hash) values ($1, $2)', [migration.name, migration.hash]);
      await owner.query('commit');
    }
    return pending.map(m => m.name);
  } finally {
    await owner.query('rollback');
    await owner.query('select pg_advisory_unlock($1)', [LOCK]);
  }
}

/** Whether a database of this name holds our schema already; then its key ring exists somewhere and must not be made anew. */
export async function holdsData(adminUrl: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: inDatabase(adminUrl, name) });
  try {
    await client.connect();
    return (await client.query("select from pg_namespace where nspname = 'app'")).rowCount === 1;
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return false;
    throw error;
  } finally {
    await client.end();
  }
}

/** Whether a login works: then roles and database are there already, and an unprivileged DATABASE_URL is enough from now on. */
async function canLogIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end();
  }
}

/** @param version PostgreSQL's `server_version_num`, e.g. 150004 */
export function mustBeRecent(version: number): void {
  if (!(version >= 150_000))
    throw new SchemaError('需要 PostgreSQL 15 或更高版本，请升级数据库服务器后再启动。数据未作任何改动。');
}

const versionOf = async (client: pg.Client): Promise<number> =>
  Number((await client.query('show server_version_num')).rows[0].server_version_num);

/** Connected to the database the URL names, or, as long as that is still to be made, to the one every server has. */
async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end();
    const everyServers = inDatabase(url, 'postgres');
    if ((error as { code?: string }).code !== '3D000' || url === everyServers) throw error;
    return connected(everyServers);
  }
}

async function prepareRoles(adminUrl: string, name: string, passwords: RolePasswords): Promise<void> {
  const admin = await connected(adminUrl);
  try {
    mustBeRecent(await versionOf(admin));
    await admin.query('select pg_advisory_lock($1)', [LOCK]);
    await ensureRoles(admin, passwords);
    await ensureDatabase(admin, name);
  } finally {
    await admin.end();
  }
}

/**
 * Roles, database and schema. Several servers may call it at once: one applies, the others wait.
 * @param adminUrl a role that may create roles (a superuser of the embedded server, or the owner of DATABASE_URL's server)
 * @returns the URLs of the owner (migrations, tests) and of the runtime role (everything else), and what was applied now
 */
export async function prepareDatabase(
  adminUrl: string,
  name: string,
  passwords: RolePasswords,
  known = migrations(),
): Promise<{ ownerUrl: string; runtimeUrl: string; applied: string[] }> {
  const ownerUrl = inDatabase(adminUrl, name, 'app_owner', passwords.owner);
  const runtimeUrl = inDatabase(adminUrl, name, 'app_user', passwords.runtime);
  if (!(await canLogIn(ownerUrl)) || !(await canLogIn(runtimeUrl))) await prepareRoles(adminUrl, name, passwords);
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    mustBeRecent(await versionOf(owner));
    return { ownerUrl, runtimeUrl, applied: await applyAll(owner, known) };
  } finally {
    await owner.end();
  }
}
