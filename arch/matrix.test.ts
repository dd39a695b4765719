// Every endpoint × every role × whose thing is named (own station, another station, another county, none), made from src/modules.ts.
// What is refused changes nothing; what belongs to others is answered exactly as what does not exist; no text of theirs comes out.
// SEC-06, SEC-07; attack classes 1–3 and 6.

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '#kernel/endpoints.ts';
import { ROLE_NAMES, type Role, STATION_ROLES } from '#kernel/roles.ts';
import { modules } from '#modules';
import { askClient, verifyLedger } from '#server/ledger.ts';
import { type Answer, leaks, send, state } from './matrix.asking.ts';
import { COUNTY, FOREIGN, MARKS, type Scope } from './matrix.kinds.ts';
import { Names, type Sample, SILENT, type Slot, samples } from './matrix.samples.ts';
import { makeWorld, type World } from './matrix.world.ts';

type Bound = { def: Endpoint; roles: readonly Role[] };
const bound: Bound[] = modules.flatMap(m => [...(m.commands ?? []), ...(m.reads ?? []), ...(m.documents ?? [])]);
const each = bound.map(b => [b.def.name, b] as const);

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

/** Sends an input to an endpoint; whatever it is, a fault of the server is a failure. */
async function ask(cookie: string | null, def: Endpoint, input: object): Promise<Answer> {
  cells++;
  const answer = await send(world.server.url, cookie, def, input);
  expect(answer.status, `${def.name} failed: ${answer.words.slice(0, 300)}`).toBeLessThan(500);
  return answer;
}

const codeOf = ({ words }: Answer): string => (JSON.parse(words) as { code: string }).code;

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
const seen = (words: string, role: Role): string[] => leaks(world, words, stationRole(role) ? ['other', 'foreign'] : ['foreign']);

describe('samples', () => {
  it('every endpoint has one, and no other', () => {
    expect(
      bound.filter(b => !samples[b.def.name]).map(b => b.def.name),
      'add what it names to arch/matrix.samples.ts',
    ).toEqual([]);
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
        for (const [i, answer] of answers.entries())
          expect([denied[i], answer.status, codeOf(answer)]).toEqual([denied[i], 403, 'forbidden']);
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
    expect(seen(words, role), `${def.name} as ${role} shows what belongs to others`).toEqual([]);
    return { status: answer.status, words: words.replace(/"computed_at":"[^"]+"/, '') };
  }

  const tried = new Set<string>();
  const telling = new Set<string>();
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
      expect(
        await turnedAnswer(def, sample, role, all('other')),
        `${def.name} as ${role}: everything of another station`,
      ).toEqual(await turnedAnswer(def, sample, role, all('none')));
    }
  }

  it.each(each)('%s', async (_, { def, roles }) => {
    for (const sample of samples[def.name] ?? []) {
      for (const role of roles.filter(r => suits(sample, r))) {
        await othersAsMissing(def, sample, role);
        const { input } = await inputOf(sample, role, all('own'), def.kind === 'command');
        const answer = await ask(world.people[role].cookie, def, input);
        expect(answer.status, `${def.name} as ${role}: ${answer.words.slice(0, 300)}`).toBe(200);
        expect(seen(answer.words, role), `${def.name} as ${role} shows what belongs to others`).toEqual([]);
        if (answer.words.includes(MARKS.own)) telling.add(def.name);
      }
    }
  });
  it('every list, page and file that tells of people told of the own ones', () => {
    const reads = bound.filter(b => b.def.kind !== 'command').map(b => b.def.name);
    expect(
      reads.filter(name => !telling.has(name) && !SILENT.includes(name)),
      'an empty answer proves nothing: give the sample something to find',
    ).toEqual([]);
  });
  it('not a row of the other station or the other county has changed', async () => expect(await now()).toEqual(before));
});

describe('a role of the whole county reaches the other station', () => {
  it.each(each)('%s', async (_, { def, roles }) => {
    for (const sample of samples[def.name] ?? []) {
      for (const role of roles.filter(r => !stationRole(r) && suits(sample, r))) {
        const { input } = await inputOf(
          sample,
          role,
          slot => (slot.reach === 'station' ? 'other' : 'own'),
          def.kind === 'command',
        );
        const answer = await ask(world.people[role].cookie, def, input);
        expect([401, 403, 404], `${def.name} as ${role}: ${answer.words.slice(0, 300)}`).not.toContain(answer.status);
        expect(seen(answer.words, role)).toEqual([]);
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
    expect(seen(`王${MARKS.other}甲`, 'resident_worker')).toEqual([MARKS.other]);
    const before = await state(foreigner, FOREIGN);
    await foreigner.query('begin');
    await foreigner.query("update app.residents set village_group = 'x' where county_id = $1", [FOREIGN]);
    expect(await state(foreigner, FOREIGN)).not.toEqual(before);
    await foreigner.query('rollback');
  });
});
