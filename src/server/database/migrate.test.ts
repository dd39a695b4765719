// Bringing a database to this program's schema: what is refused, and that a refusal changes nothing; several servers at once; a server by
// DATABASE_URL whose login is an ordinary one after the first start.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { openHouse, rolePasswords } from '../running.ts';
import { loadKeyRing } from '../secrets/keys.ts';
import { migrations, mustBeRecent, prepareDatabase, type RolePasswords } from './migrate.ts';

const adminUrl = inject('adminUrl');
const known = migrations();
const made: string[] = [];
const newName = (): string => {
  made.push(`m_${newId().replaceAll('-', '')}`);
  return made.at(-1)!;
};
let passwords: RolePasswords;
const dataDir = mkdtempSync(join(tmpdir(), 'linzhan-migrate-'));

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
/** What a database holds, as one text: its migrations, tables and columns. */
const stateOf = async (url: string): Promise<string> =>
  JSON.stringify([
    await ask(url, 'select name, hash, applied_at from meta.migrations order by name'),
    await ask(
      url,
      `select table_name, column_name, data_type from information_schema.columns where table_schema = 'app' order by 1, 2`,
    ),
  ]);

beforeAll(async () => {
  process.env.LINZHAN_KEYS = inject('keysPath');
  passwords = rolePasswords(await loadKeyRing({ dataDir, hasData: true }));
});
afterAll(async () => {
  for (const name of made) await ask(adminUrl, `drop database if exists ${name} with (force)`);
  rmSync(dataDir, { recursive: true, force: true });
});

describe('refuses', () => {
  it('a server older than 15', () => {
    expect(() => mustBeRecent(140_012)).toThrow('需要 PostgreSQL 15 或更高版本');
    expect(() => mustBeRecent(Number.NaN)).toThrow();
    expect(() => mustBeRecent(150_000)).not.toThrow();
  });

  it('an older program on a newer schema, and a migration that was rewritten; nothing changes', async () => {
    const name = newName();
    const { ownerUrl } = await prepareDatabase(adminUrl, name, passwords);
    const before = await stateOf(ownerUrl);
    await expect(prepareDatabase(adminUrl, name, passwords, known.slice(0, -1))).rejects.toThrow(
      `数据库由更新版本的程序建立（迁移 ${known.at(-1)!.name} 本程序没有）`,
    );
    const rewritten = known.map((m, i) => (i === 1 ? { ...m, hash: 'another', sql: 'drop table app.visits' } : m));
    await expect(prepareDatabase(adminUrl, name, passwords, rewritten)).rejects.toThrow(
      `迁移文件 ${known[1]!.name} 与数据库中已执行的内容不同`,
    );
    expect(await stateOf(ownerUrl)).toBe(before);
  });

  it('a migration that fails leaves the ones before it and nothing of itself', async () => {
    const name = newName();
    const broken = { name: '9999_broken.sql', hash: 'x', sql: 'create table app.half (n int); select 1 / 0' };
    await expect(prepareDatabase(adminUrl, name, passwords, [...known, broken])).rejects.toThrow('division by zero');
    const { ownerUrl, applied } = await prepareDatabase(adminUrl, name, passwords);
    expect(applied).toEqual([]);
    expect(await stateOf(ownerUrl)).not.toContain('half');
  });
});

describe('works', () => {
  it('for several servers that start at once: one applies, all go on', async () => {
    const name = newName();
    await ask(adminUrl, `create database ${name} owner app_owner template template0 encoding 'UTF8'`);
    const all = await Promise.all(Array.from({ length: 4 }, () => prepareDatabase(adminUrl, name, passwords)));
    expect(all.map(a => a.applied.length).sort()).toEqual([0, 0, 0, known.length]);
  });

  it('over DATABASE_URL: a login that may make roles at first, any login afterwards', async () => {
    const name = newName();
    const at = (user: string, password: string): string => {
      const url = new URL(adminUrl);
      Object.assign(url, { username: user, password, pathname: `/${name}` });
      return url.href;
    };
    const visitor = `v_${newId().slice(-12)}`;
    await ask(adminUrl, `create role ${visitor} login password 'visitor'`);
    const first = new URL(adminUrl);
    first.pathname = `/${name}`;
    for (const databaseUrl of [first.href, at(visitor, 'visitor')]) {
      const { house, close } = await openHouse({ dataDir, port: 0, databaseUrl, production: false, log: () => undefined });
      const role = await house.pool.query('select current_user as name, current_database() as at');
      expect(role.rows).toEqual([{ name: 'app_user', at: name }]);
      await close();
    }
    await ask(adminUrl, `drop role ${visitor}`);
  });
});
