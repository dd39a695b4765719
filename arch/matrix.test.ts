// Every endpoint × every role × whose thing is named (own station, another station, another county, none), made from src/modules.ts.
// What is refused changes nothing; what belongs to others is answered exactly as what does not exist; no text of theirs comes out.
// SEC-06, SEC-07; attack classes 1–3 and 6.

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import { ROLE_NAMES, type Role, STATION_ROLES } from '#kernel/roles.ts';
import { modules } from '#modules';
import { COOKIE } from '#server/auth/sessions.ts';
import { askClient, verifyLedger } from '#server/ledger.ts';
import { wordsOf } from './matrix.files.ts';
import { Names, type Sample, type Slot, samples } from './matrix.samples.ts';
import { COUNTY, KINDS, type Kind, makeWorld, MARKS, type Scope, type World } from './matrix.world.ts';

type Bound = { def: Endpoint; roles: readonly Role[] };
type Answer = { status: number; words: string };
const bound: Bound[] = modules.flatMap(m => [...(m.commands ?? []), ...(m.reads ?? []), ...(m.documents ?? [])]);
const each = bound.map(b => [b.def.name, b] as const);
const FOREIGN = 469098;

let world: World;
let owner: pg.Client;
let foreigner: pg.Client;
let cells = 0;
beforeAll(async () => {
  world = await makeWorld();
  owner = await world.server.owner(COUNTY);
  foreigner = await world.server.owner(FOREIGN);
});
afterAll(async () => {
  await Promise.all([owner?.end(), foreigner?.end()]);
  await world?.server.stop();
});

const queryOf = (input: object): string => new URLSearchParams(Object.entries(input).filter(([, v]) => v !== undefined).map(([k, v]) => [k, String(v)])).toString();

/** Sends an input to an endpoint; whatever it is, a fault of the server is a failure. */
async function ask(cookie: string | null, def: Endpoint, input: object): Promise<Answer> {
  cells++;
  const headers: Record<string, string> = { 'x-linzhan': '1', ...(cookie && { cookie: `${COOKIE}=${cookie}` }) };
  const url = `${world.server.url}/api/${def.name}`;
  const response =
    def.kind === 'command'
      ? await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': newId() }, body: JSON.stringify(input) })
      : await fetch(`${url}?${queryOf(input)}`, { headers });
  const words = await wordsOf(response);
  expect(response.status, `${def.name} failed: ${words.slice(0, 300)}`).toBeLessThan(500);
  return { status: response.status, words };
}

const codeOf = ({ words }: Answer): string => (JSON.parse(words) as { code: string }).code;

/** Every row of every table of a county (of one station), table by table. */
async function state(client: pg.Client, county: number, station?: number): Promise<Record<string, string>> {
  const tables = await client.query<{ name: string; has: boolean }>(
    `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'station_id') as has from pg_class c
     where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' order by 1`,
  );
  const sums: Record<string, string> = {};
  for (const { name } of tables.rows.filter(t => station === undefined || t.has)) {
    const rows = await client.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from app.${name} t where county_id = $1 ${station === undefined ? '' : 'and station_id = $2'}`,
      station === undefined ? [county] : [county, station],
    );
    sums[name] = rows.rows[0].sum;
  }
  return sums;
}

type Turn = (slot: Slot) => Scope;
const all =
  (scope: Scope): Turn =>
  () =>
    scope;
const turned =
  (key: string, scope: Scope): Turn =>
  slot =>
    slot.key === key ? scope : 'own';

async function inputOf(sample: Sample, role: Role, turn: Turn, fresh = false): Promise<{ input: object; names: Names }> {
  const names = new Names(world, role, turn, fresh);
  return { input: await sample.input(names), names };
}

const stationRole = (role: Role): boolean => STATION_ROLES.includes(role);
const suits = (sample: Sample, role: Role): boolean => !sample.roles || sample.roles.includes(role);

/** Ids that only exist in a scope and must not be seen from outside. */
const hidden = (scope: 'other' | 'foreign'): string[] =>
  (Object.keys(KINDS) as Kind[]).filter(k => scope === 'foreign' || KINDS[k] === 'station').filter(k => !/station|village|worker/i.test(k)).map(k => world.things[scope][k]).filter(id => id !== '');

/** What of others is in the words of an answer to this role. */
function leaks(words: string, role: Role): string[] {
  const scopes = stationRole(role) ? (['other', 'foreign'] as const) : (['foreign'] as const);
  return scopes.flatMap(scope => [MARKS[scope], ...hidden(scope)].filter(secret => words.includes(secret)));
}

describe('samples', () => {
  it('every endpoint has one, and no other', () => {
    expect(bound.filter(b => !samples[b.def.name]).map(b => b.def.name), 'add what it names to arch/matrix.samples.ts').toEqual([]);
    expect(Object.keys(samples).filter(name => !bound.some(b => b.def.name === name))).toEqual([]);
  });
});

describe('a role that is not in the rule is refused and changes nothing', () => {
  let before: Record<string, string>;
  beforeAll(async () => {
    before = await state(owner, COUNTY);
  });
  it.each(each)('%s', async (_, { def, roles }) => {
    for (const sample of samples[def.name] ?? []) {
      for (const scope of ['own', 'other', 'foreign', 'none'] as const) {
        const { input } = await inputOf(sample, sample.roles?.[0] ?? roles[0]!, all(scope));
        const denied = [...ROLE_NAMES.filter(role => !roles.includes(role)), 'ended' as const];
        const answers = await Promise.all(denied.map(role => ask(world.people[role].cookie, def, input)));
        for (const [i, answer] of answers.entries()) expect([denied[i], answer.status, codeOf(answer)]).toEqual([denied[i], 403, 'forbidden']);
        const nobody = await ask(null, def, input);
        expect([nobody.status, codeOf(nobody)]).toEqual([401, 'not_signed_in']);
      }
    }
  });
  it('not a row has changed', async () => expect(await state(owner, COUNTY)).toEqual(before));
});

describe('a role in the rule reaches its own, and others’ as little as what does not exist', () => {
  let before: Record<string, string>[];
  const now = async () => [await state(owner, COUNTY, Number(world.things.other.station)), await state(foreigner, FOREIGN)];
  beforeAll(async () => {
    before = await now();
  });

  /** Asks with one slot turned, and gives the answer with what was named taken out of it. */
  async function turnedAnswer(def: Endpoint, sample: Sample, role: Role, turn: Turn): Promise<Answer> {
    const { input, names } = await inputOf(sample, role, turn, def.kind === 'command');
    const answer = await ask(world.people[role].cookie, def, input);
    let { words } = answer;
    for (const [key, value] of names.given) words = words.replaceAll(value, `<${key}>`);
    expect(leaks(words, role), `${def.name} as ${role} shows what belongs to others`).toEqual([]);
    return { status: answer.status, words: words.replace(/"computed_at":"[^"]+"/, '') };
  }

  const tried = new Set<string>();
  async function othersAsMissing(def: Endpoint, sample: Sample, role: Role): Promise<void> {
    const { names } = await inputOf(sample, role, all('own'));
    for (const slot of names.slots) {
      // A taken id can be tried once only: another county's is free here, and is ours afterwards.
      if (slot.reach === 'taken' && tried.has(`${def.name} ${slot.key}`)) continue;
      tried.add(`${def.name} ${slot.key}`);
      const missing = await turnedAnswer(def, sample, role, turned(slot.key, 'none'));
      const foreign = await turnedAnswer(def, sample, role, turned(slot.key, 'foreign'));
      expect(foreign, `${def.name} as ${role}: ${slot.key} of another county`).toEqual(missing);
      if (slot.reach === 'taken') {
        const taken = await turnedAnswer(def, sample, role, turned(slot.key, 'other'));
        expect(taken.status, `${def.name} as ${role}: ${slot.key} is taken`).toBe(409);
      }
      if (slot.reach !== 'station' || !stationRole(role)) continue;
      const other = await turnedAnswer(def, sample, role, turned(slot.key, 'other'));
      expect(other, `${def.name} as ${role}: ${slot.key} of another station`).toEqual(missing);
    }
    if (names.slots.some(s => s.reach === 'station') && stationRole(role)) {
      expect(await turnedAnswer(def, sample, role, all('other')), `${def.name} as ${role}: everything of another station`).toEqual(await turnedAnswer(def, sample, role, all('none')));
    }
  }

  it.each(each)('%s', async (_, { def, roles }) => {
    const worked: Role[] = [];
    for (const sample of samples[def.name] ?? []) {
      for (const role of roles.filter(r => suits(sample, r))) {
        await othersAsMissing(def, sample, role);
        const { input } = await inputOf(sample, role, all('own'), def.kind === 'command');
        const answer = await ask(world.people[role].cookie, def, input);
        expect([401, 403], `${def.name} as ${role}: ${answer.words.slice(0, 300)}`).not.toContain(answer.status);
        expect(leaks(answer.words, role), `${def.name} as ${role} shows what belongs to others`).toEqual([]);
        if (answer.status === 200) worked.push(role);
      }
    }
    expect(worked, 'the sample works for nobody').not.toEqual([]);
  });
  it('not a row of the other station or the other county has changed', async () => expect(await now()).toEqual(before));
});

describe('a role of the whole county reaches the other station', () => {
  it.each(each)('%s', async (_, { def, roles }) => {
    for (const sample of samples[def.name] ?? []) {
      for (const role of roles.filter(r => !stationRole(r) && suits(sample, r))) {
        const { input } = await inputOf(sample, role, slot => (slot.reach === 'station' ? 'other' : 'own'), def.kind === 'command');
        const answer = await ask(world.people[role].cookie, def, input);
        expect([401, 403, 404], `${def.name} as ${role}: ${answer.words.slice(0, 300)}`).not.toContain(answer.status);
        expect(leaks(answer.words, role)).toEqual([]);
      }
    }
  });
});

describe('the matrix itself', () => {
  it('asked many cells, and the ledger is whole', async () => {
    expect(cells).toBeGreaterThan(50 * bound.length);
    expect(await verifyLedger(askClient(owner), COUNTY)).toMatchObject({ ok: true, problems: [] });
  });
  it('canary: a mark in an answer, and a changed row, would be seen', async () => {
    expect(leaks(`王${MARKS.other}甲`, 'resident_worker')).toEqual([MARKS.other]);
    const own = await ask(world.people.resident_worker.cookie, bound.find(b => b.def.name === 'clients.list')!.def, {});
    expect(own.words).toContain(MARKS.own);
    const before = await state(foreigner, FOREIGN);
    await foreigner.query('begin');
    await foreigner.query("update app.residents set village_group = 'x' where county_id = $1", [FOREIGN]);
    expect(await state(foreigner, FOREIGN)).not.toEqual(before);
    await foreigner.query('rollback');
  });
});
