// A real server on a real database for one test file: own database copied from the template, HTTP on a loopback port, sessions for
// the demo people. Tests go through HTTP as the runtime role; nothing inside our walls is replaced.

import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { z } from 'zod';
import type { Command, Read } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import { COOKIE, inCounty, openSession } from './auth/sessions.ts';
import type { Module } from './module.ts';
import { type Running, startServer } from './running.ts';
import { TEMPLATE } from './testing.setup.ts';

export type Answered<T> = {
  status: number;
  body: T & { code?: string; say?: string; issues?: { path: string; message: string }[]; current?: unknown };
  replayed: boolean;
};

/** One signed-in person, as a browser would act. */
export type Person = {
  account: string;
  cookie: string;
  send<I extends z.ZodType, A extends z.ZodType>(
    command: Command<I, A>,
    input: z.input<I>,
    options?: { id?: string; madeAt?: string },
  ): Promise<Answered<z.output<A>>>;
  read<Q extends z.ZodType, A extends z.ZodType>(read: Read<Q, A>, query?: z.input<Q>): Promise<Answered<z.output<A>>>;
  get(path: string): Promise<Response>;
  put(path: string, body: Uint8Array): Promise<Response>;
};

export type TestServer = Running & {
  /** A session of an account without the password step (sign-in has its own tests). */
  as(account: string, county?: number): Promise<Person>;
  /** Sets the server's clock. */
  setTime(instant: string | Date): void;
  /** The owner's connection with row security of a county, for looking from outside. */
  owner(county: number): Promise<pg.Client>;
  stop: () => Promise<void>;
};

async function copyOf(template: string, adminUrl: string): Promise<string> {
  const name = `t_${newId().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  for (let tries = 0; ; tries++) {
    try {
      await admin.query(`create database ${name} template ${template} owner app_owner`);
      break;
    } catch (error) {
      // Another file copies the template at this moment.
      if ((error as { code?: string }).code !== '55006' || tries > 50) throw error;
      await new Promise(r => setTimeout(r, 50));
    }
  }
  await admin.end();
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

const queryOf = (query: object): string => {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    for (const v of Array.isArray(value) ? value : [value]) if (v !== undefined && v !== null) parts.append(key, String(v));
  return parts.toString();
};

async function answered<T>(response: Response): Promise<Answered<T>> {
  return {
    status: response.status,
    body: (await response.json()) as Answered<T>['body'],
    replayed: response.headers.get('x-replayed') === '1',
  };
}

/** A person behind a cookie, speaking HTTP to `url`. */
export function personAt(url: string, account: string, cookie: string): Person {
  const headers = { cookie: `${COOKIE}=${cookie}`, 'x-linzhan': '1' };
  return {
    account,
    cookie,
    send: async (command, input, options = {}) =>
      answered(
        await fetch(`${url}/api/${command.name}`, {
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            'idempotency-key': options.id ?? newId(),
            ...(options.madeAt && { 'x-made-at': options.madeAt }),
          },
          body: JSON.stringify(input),
        }),
      ),
    read: async (read, query) =>
      answered(await fetch(`${url}/api/${read.name}?${queryOf((query as object) ?? {})}`, { headers })),
    get: path => fetch(`${url}${path}`, { headers }),
    put: (path, body) =>
      fetch(`${url}${path}`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'application/octet-stream' },
        body: body as BodyInit,
      }),
  };
}

/**
 * Starts a server with the given modules; `seed` fills its database before the first request. `founded` is a copy of the county that
 * was made once for the run (browser tests and `*.demo.test.ts` have one).
 */
export async function testServer(
  modules: readonly Module[],
  seed?: ((server: Running) => Promise<void>) | 'founded',
): Promise<TestServer> {
  const founded = seed === 'founded' ? inject('founded') : null;
  const databaseUrl = await copyOf(founded?.database ?? TEMPLATE, inject('adminUrl'));
  process.env.LINZHAN_KEYS = inject('keysPath');
  const dataDir = mkdtempSync(join(tmpdir(), 'linzhan-test-data-'));
  if (founded) cpSync(founded.dataDir, dataDir, { recursive: true });
  let now: Date | null = null;
  const faults: string[] = [];
  const running = await startServer(
    {
      dataDir,
      port: 0,
      databaseUrl,
      production: false,
      clock: () => now ?? new Date(),
      connections: 8,
      log: (event, details) => {
        if (event === 'fault') faults.push(JSON.stringify(details));
      },
    },
    modules,
  );
  if (typeof seed === 'function') await seed(running);
  return {
    ...running,
    setTime: instant => {
      now = new Date(instant);
    },
    as: async (account, county = 469030) => {
      const cookie = await inCounty(running.house, county, tx => openSession(tx, account, [], 'office', false));
      return personAt(running.url, account, cookie);
    },
    owner: async county => {
      const client = new pg.Client({ connectionString: running.ownerUrl });
      await client.connect();
      await client.query(
        `select set_config('app.county', $1, false), set_config('app.stations', (select '{' || coalesce(string_agg(station_id::text, ','), '') || '}' from app.stations where county_id = $1::int), false)`,
        [String(county)],
      );
      return client;
    },
    stop: async () => {
      await running.stop();
      rmSync(dataDir, { recursive: true, force: true });
      // A fault nobody asked for is a failed test, even when every expectation held.
      if (faults.length) throw new Error(`the server logged faults:\n${faults.join('\n')}`);
    },
  };
}
