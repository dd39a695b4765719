// What a hostile client may put into a request: unknown keys, keys that only the server sets, hostile values in every place of every
// command and in every parameter of every read. Made from the endpoints themselves and the matrix's samples. Attack classes 3, 4, 5, 7, 17.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Command, Endpoint } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import type { Role } from '#kernel/roles.ts';
import { modules } from '#modules';
import { COOKIE } from '#server/auth/sessions.ts';
import { type Answer, leaks, send, state } from './matrix.asking.ts';
import { COUNTY, FOREIGN } from './matrix.kinds.ts';
import { Names, samples } from './matrix.samples.ts';
import { makeWorld, type World } from './matrix.world.ts';

type Bound<D extends Endpoint = Endpoint> = { def: D; roles: readonly Role[] };
const commands: Bound<Command>[] = modules.flatMap(m => [...(m.commands ?? [])]);
const reads: Bound[] = modules.flatMap(m => [...(m.reads ?? []), ...(m.documents ?? [])]);
const named = <D extends Endpoint>(list: Bound<D>[]) => list.map(b => [b.def.name, b] as const);

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world?.server.stop());

/** An input that works, for the first role that may use the endpoint. */
async function sound({ def, roles }: Bound): Promise<{ input: Record<string, unknown>; cookie: string }> {
  const sample = samples[def.name]![0]!;
  const role = sample.roles?.[0] ?? roles[0]!;
  const input = (await sample.input(new Names(world, role, () => 'own', def.kind === 'command'))) as Record<string, unknown>;
  return { input, cookie: world.people[role].cookie };
}

async function raw(name: string, cookie: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${world.server.url}/api/${name}`, {
    method: 'POST',
    headers: {
      cookie: `${COOKIE}=${cookie}`,
      'x-linzhan': '1',
      'content-type': 'application/json',
      'idempotency-key': newId(),
      ...headers,
    },
    body,
  });
  return { status: response.status, words: await response.text() };
}
const codeOf = (answer: Answer): string => (JSON.parse(answer.words) as { code: string }).code;

/** Every place in a value: its path and the value there. */
function places(value: unknown, path: (string | number)[] = []): { path: (string | number)[]; value: unknown }[] {
  const inner =
    value && typeof value === 'object'
      ? Object.entries(value).flatMap(([key, v]) => places(v, [...path, Array.isArray(value) ? Number(key) : key]))
      : [];
  return [{ path, value }, ...inner];
}
function changed(value: unknown, path: readonly (string | number)[], to: unknown): unknown {
  if (path.length === 0) return to;
  const [key, ...rest] = path;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  copy[key!] = changed(copy[key!], rest, to);
  return copy;
}

/** Keys that only the server sets, or that reach into the language. */
const ASSIGNED = [
  'role',
  'roles',
  'station_id',
  'county_id',
  'county',
  'created_by',
  'changed_by',
  'written_by',
  'actor',
  'version',
  'deleted_at',
  'state_on',
  'admin',
  '$where',
  'prototype',
];

describe('mass assignment: a key that is not asked for is refused, at every depth', () => {
  it.each(named(commands))('%s', async (name, bound) => {
    const { input, cookie } = await sound(bound);
    const objects = places(input).filter(p => p.value && typeof p.value === 'object' && !Array.isArray(p.value));
    for (const { path, value } of objects) {
      for (const key of ASSIGNED.filter(k => !(k in (value as object)))) {
        const answer = await raw(name, cookie, JSON.stringify(changed(input, [...path, key], 'x')));
        expect([key, answer.status], answer.words).toEqual([key, 400]);
      }
      for (const key of ['__proto__', 'constructor']) {
        const poisoned = JSON.stringify(
          changed(input, [...path, 'KEY'], { prototype: { admin: true }, role: 'county_officer' }),
        ).replace('"KEY"', `"${key}"`);
        expect((await raw(name, cookie, poisoned)).status, key).toBe(400);
      }
    }
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    const whole = await raw(name, cookie, JSON.stringify(input));
    expect(whole.status, `the input itself was refused: ${whole.words}`).toBe(200);
  });
  it('a reader’s answer has no key that was not declared', () => {
    for (const { def } of reads)
      if (def.kind === 'read')
        expect(JSON.stringify(z.toJSONSchema(def.answer, { io: 'output', unrepresentable: 'any' })), def.name).not.toMatch(
          /"(password_hash|password_history|totp_\w+|token\w*|\w+_sealed|\w+_index|twin_key)":/,
        );
  });
});

describe('a filter that is not known is refused, never ignored', () => {
  it.each(named(reads))('%s', async (_, bound) => {
    const { input, cookie } = await sound(bound);
    for (const key of [
      'colour',
      'sort',
      'order',
      'orderBy',
      'fields',
      'select',
      'populate',
      'include',
      'filter',
      'where',
      'offset',
      'group',
      '__proto__',
      'constructor',
      'station_id',
      'county',
      'county_id',
      '$or',
      'id[$ne]',
      'identity_sealed',
    ])
      expect([key, (await send(world.server.url, cookie, bound.def, { ...input, [key]: 'name' })).status]).toEqual([key, 400]);
  });
});

const SQL = [
  "'",
  "';select pg_sleep(9)--",
  "1' or '1'='1",
  '1) or (1=1',
  '"',
  '\\',
  '%',
  '_',
  '$1',
  '/**/',
  '||',
  "'||(select version())||'",
  "{}'",
  '","',
  '0x27',
  ';drop table app.residents;--',
  "' union select null--",
];
const ODD = [
  '',
  ' ',
  '\0',
  'a\0b',
  '-1',
  '0',
  '1.5',
  '1e400',
  '9007199254740991',
  '99999999999999999999',
  '2147483648',
  'NaN',
  'Infinity',
  'null',
  'undefined',
  'true',
  '[]',
  '{}',
  '../../etc/passwd',
  '\ud800',
  '\u202egpj.exe',
  '0000-01-01',
  '9999-12-31',
  '2026-02-30',
  '9999-99-99.00000000-0000-7000-8000-000000000000',
  '-'.repeat(36),
  'x'.repeat(9_000),
];

describe('hostile values in every parameter of every read', () => {
  it.each(named(reads))('%s', async (name, { def, roles }) => {
    const { input } = await sound({ def, roles });
    const keys = Object.keys(
      (
        z.toJSONSchema(def.kind === 'command' ? def.input : def.query, { io: 'input', unrepresentable: 'any' }) as {
          properties?: object;
        }
      ).properties ?? {},
    );
    const role = roles[0]!;
    const { cookie } = world.people[role];
    for (const key of keys) {
      const ask = async (value: string) =>
        [value, await send(world.server.url, cookie, def, { ...input, [key]: value })] as const;
      for (const [value, answer] of await Promise.all([...SQL, ...ODD].map(ask))) {
        expect(
          [200, 400, 404, 403, 431],
          `${name}?${key}=${JSON.stringify(value).slice(0, 60)} answers ${answer.words.slice(0, 200)}`,
        ).toContain(answer.status);
        expect(leaks(world, answer.words, ['foreign'])).toEqual([]);
      }
      const twice = await fetch(`${world.server.url}/api/${name}?${key}=1&${key}=2&${key}[a]=3&${key}.b=4`, {
        headers: { cookie: `${COOKIE}=${cookie}` },
      });
      expect(twice.status, `${key} twice`).toBe(400);
    }
  });
  it('a page is never larger than it may be', async () => {
    for (const { def, roles } of reads) {
      for (const limit of ['0', '-1', '501', '1000000', '1e9', '10.5', 'all', '']) {
        if (
          def.kind !== 'read' ||
          !(
            'limit' in
            ((z.toJSONSchema(def.query, { io: 'input', unrepresentable: 'any' }) as { properties?: object }).properties ?? {})
          )
        )
          continue;
        expect([def.name, limit, (await send(world.server.url, world.people[roles[0]!].cookie, def, { limit })).status]).toEqual([
          def.name,
          limit,
          400,
        ]);
      }
    }
  });
});

/** What stands in the place of a text, a number or anything. */
const TEXTS = ["'; drop table app.residents; --", '\0', '王\ud800', 'x'.repeat(100_000)];
/** What no text may bear: it would show another text than it holds. */
const HIDDEN_MARKS = ['王\u202e文小', '王\u2066明', '王\u0007', '王\u001b[31m', '王\u0085'];
const NUMBERS = [-1, 1.5, 2_147_483_648, Number.MAX_SAFE_INTEGER, 1e300];
const ANYTHING = [null, true, 0, '', [], {}, [[]], Array.from({ length: 10_000 }, () => 'x'), { $ne: null }];

describe('hostile values in every place of every command', () => {
  it.each(named(commands))('%s', async (name, bound) => {
    const { input, cookie } = await sound(bound);
    for (const { path, value } of places(input)) {
      const inPlace: unknown[] = [
        ...ANYTHING,
        ...(typeof value === 'string' ? [...TEXTS, ...HIDDEN_MARKS] : []),
        ...(typeof value === 'number' ? NUMBERS : []),
      ];
      const ask = async (hostile: unknown) =>
        [hostile, await raw(name, cookie, JSON.stringify(changed(input, path, hostile)))] as const;
      for (const [hostile, answer] of await Promise.all(inPlace.map(ask))) {
        const what = `${path.join('.')} = ${JSON.stringify(hostile)?.slice(0, 60)} answers ${answer.words.slice(0, 200)}`;
        expect(answer.status, what).toBeLessThan(500);
        if (HIDDEN_MARKS.includes(hostile as string)) expect(answer.status, what).toBeGreaterThanOrEqual(400);
      }
    }
  });
});

describe('hostile bodies and headers', () => {
  const ask = async (body: string, headers?: Record<string, string>) =>
    raw('clients.correct', world.people.resident_worker.cookie, body, headers);
  it('a body that is no object, too deep, too long or not JSON', async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '"x"',
      '1',
      '{',
      '{"id":',
      `{"id":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      `{"set":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
      '{"id":1e99999}',
      '\ufeff{}',
      '{"id":"\\u0000"}',
    ])
      expect([body.slice(0, 12), (await ask(body)).status]).toEqual([body.slice(0, 12), 400]);
    expect((await ask(JSON.stringify({ id: 'x'.repeat(3 * 1024 * 1024) }))).status).toBe(413);
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/xml',
      'application/json; charset=utf-7',
    ])
      expect([type, [400, 415].includes((await ask('{}', { 'content-type': type })).status)]).toEqual([type, true]);
  });
  it('a number of its own that is no id', async () => {
    for (const key of [
      '',
      'x',
      '0',
      "' or 1=1",
      '00000000-0000-0000-0000-000000000000',
      newId().toUpperCase(),
      `${newId()} `.padEnd(60, 'x'),
      '../x',
      newId().replaceAll('-', ''),
    ]) {
      const answer = await ask('{}', { 'idempotency-key': key });
      expect([key, answer.status, codeOf(answer)]).toEqual([key, 400, 'bad_request']);
    }
  });
  it('a time that is none is left out; a possible one is only shown', async () => {
    const owner = await world.server.owner(COUNTY);
    for (const made of [
      'yesterday',
      '0',
      '-1',
      '2026-13-45',
      '+275760-09-13T00:00:00Z',
      '-271821-04-20T00:00:00Z',
      '9999-12-31T23:59:59Z',
      '0000-01-01T00:00:00Z',
      "2026-01-01'--",
      '1e99',
      'Infinity',
      '2026-11-22T08:00:00+08:00',
    ]) {
      const key = newId();
      const id = await world.fresh('resident');
      const answer = await raw(
        'clients.correct',
        world.people.resident_worker.cookie,
        JSON.stringify({ id, revision: 1, set: { notes: '好' } }),
        { 'x-made-at': made, 'idempotency-key': key },
      );
      expect([made, answer.status], answer.words).toEqual([made, 200]);
      const { rows } = await owner.query('select made_at from app.ledger where county_id = $1 and id = $2', [COUNTY, key]);
      expect([made, rows[0].made_at?.toISOString() ?? null]).toEqual([
        made,
        made.startsWith('2026-11-22')
          ? '2026-11-22T00:00:00.000Z'
          : rows[0].made_at === null
            ? null
            : expect.stringMatching(/^(19|20)\d\d-/),
      ]);
    }
    await owner.end();
  });
  it('a page of another site cannot write: the header is missing, or a method is overridden', async () => {
    const before = await state(await world.server.owner(COUNTY), COUNTY);
    const body = JSON.stringify((await sound(commands.find(c => c.def.name === 'clients.register')!)).input);
    const cookie = `${COOKIE}=${world.people.resident_worker.cookie}`;
    for (const headers of [{}, { 'x-linzhan': '0' }, { 'x-linzhan': 'true' }, { origin: 'https://evil.example' }] as Record<
      string,
      string
    >[]) {
      const response = await fetch(`${world.server.url}/api/clients.register`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'idempotency-key': newId(), ...headers },
        body,
      });
      expect(response.status).toBe(400);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
    const overridden = await fetch(`${world.server.url}/api/clients.list?_method=DELETE`, {
      headers: { cookie, 'x-http-method-override': 'DELETE' },
    });
    expect(overridden.status).toBe(400);
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'])
      expect([
        method,
        [404, 405].includes(
          (await fetch(`${world.server.url}/api/clients.register`, { method, headers: { cookie, 'x-linzhan': '1' } })).status,
        ),
      ]).toEqual([method, true]);
    expect((await fetch(`${world.server.url}/api/clients.register`, { headers: { cookie } })).status).toBe(404);
    const after = await state(await world.server.owner(COUNTY), COUNTY);
    expect(after).toEqual(before);
  });
  it('the other county is as it was after all of this', async () => {
    const owner = await world.server.owner(FOREIGN);
    const { rows } = await owner.query(
      "select count(*)::int as n from app.ledger where county_id = $1 and command like 'session.%'",
      [FOREIGN],
    );
    expect(rows[0].n).toBe(0);
    await owner.end();
  });
});
