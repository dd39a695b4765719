// Each role × what there is of a case: its content is for its worker, the head of station and an assigned supervisor; the others see that it exists.
// Breaking the glass, handing over, supervisors. Serves K3; SEC-06, PRI-04.

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as } from '#server/command.ts';
import type { Person } from '#server/testing.ts';
import * as api from './cases.ts';
import { type CaseWorld, COUNTY, caseWorld, form, HONGMAO } from './testing.ts';

let world: CaseWorld;
let people: CaseWorld['people'];
let id: string;
let owner: pg.Client;
/** A word of the session, one of the goal: wherever one of them comes out, content came out. */
const SECRETS = ['一起看了日历', '每周出门两次', '夜里睡不着'];
beforeAll(async () => {
  world = await caseWorld();
  people = world.people;
  id = await world.upTo('consent', 'assessment', 'plan', 'session');
  owner = await world.server.owner(COUNTY);
});
afterAll(async () => {
  await owner?.end();
  await world?.server.stop();
});

const words = async (who: Person, what: string) => (await who.get(`/api/${what}`)).text();
const tells = (text: string): boolean => SECRETS.some(secret => text.includes(secret));
const nameOf = async (): Promise<string> =>
  (
    await owner.query(
      'select r.name from app.cases c join app.residents r on r.county_id = c.county_id and r.id = c.resident_id where c.id = $1',
      [id],
    )
  ).rows[0].name;

describe('refuses', () => {
  it.each(['colleague', 'manager', 'officer', 'evaluator'] as const)(
    'the content to %s, by one and by list; the figures are there',
    async role => {
      const [one, list] = [await words(people[role], `cases.get?id=${id}`), await words(people[role], 'cases.list?limit=200')];
      expect(tells(one + list)).toBe(false);
      expect(one + list).not.toContain(await nameOf());
      const { body } = await people[role].read(api.get, { id });
      expect(body).toMatchObject({
        open: false,
        resident: null,
        services: 1,
        stage: 'intervention',
        problem_types: [],
        goals: [],
        accesses: [],
      });
      expect(body.records.map(r => [r.kind, r.texts.length])).toHaveLength(5);
    },
  );
  it('the whole case to other stations and counties', async () => {
    for (const who of [people.otherLead, people.neighbour]) {
      expect((await who.read(api.get, { id })).body.code).toBe('not_found');
      expect((await who.read(api.list, { limit: 200 })).body.rows.map(r => r.id)).not.toContain(id);
    }
  });
  it('the shelf itself, whatever is asked of the database without opening it', async () => {
    const actor = {
      county: COUNTY,
      account: people.worker.account,
      name: '演示',
      grants: [{ role: 'resident_worker' as const, station: HONGMAO }],
      stations: [HONGMAO],
    };
    const rows = await as(world.server.house, { actor }, 'read', null, async ({ tx }) => {
      const { q } = await import('#server/database/tables.ts');
      return tx.all(
        q.selectFrom('app.record_contents').select('record_id').where('county_id', '=', tx.county).where('shelf_id', '=', id),
      );
    });
    expect(rows).toEqual([]);
  });
  it('a supervisor who is the worker, a stranger, or assigned by somebody else', async () => {
    const assign = (supervisor: string, who = people.lead) => who.send(api.supervise, { case: id, supervisor, assigned: true });
    expect((await assign(people.worker.account)).body.code).toBe('not_supervisor');
    expect((await assign(people.otherLead.account)).body.code).toBe('not_supervisor');
    expect((await assign(people.manager.account, people.worker)).body.code).toBe('forbidden');
    expect((await assign(people.manager.account, people.otherLead)).body.code).toBe('not_found');
  });
  it('breaking the glass without a reason, by roles that may not, and where it is open already', async () => {
    expect((await people.officer.send(api.openGlass, { case: id, reason: '看看' })).body.code).toBe('invalid');
    for (const who of [people.colleague, people.worker, people.lead, people.evaluator])
      expect((await who.send(api.openGlass, { case: id, reason: '需要核实紧急情况' })).body.code).toBe('forbidden');
  });
});

describe('works', () => {
  it('its worker and the head of station read it', async () => {
    for (const who of [people.worker, people.lead]) {
      const text = await words(who, `cases.get?id=${id}`);
      expect(SECRETS.every(secret => text.includes(secret))).toBe(true);
      expect(text).toContain(await nameOf());
    }
  });
  it('a supervisor reads it while assigned, without the name where he sees people masked', async () => {
    await people.lead.send(api.supervise, { case: id, supervisor: people.manager.account, assigned: true });
    const text = await words(people.manager, `cases.get?id=${id}`);
    expect(tells(text)).toBe(true);
    expect(text).not.toContain(await nameOf());
    expect(
      (await people.manager.read(api.get, { id })).body.records.every(r => r.about.supervisors?.includes(people.manager.account)),
    ).toBe(true);
    await people.lead.send(api.supervise, { case: id, supervisor: people.manager.account, assigned: false });
    expect(tells(await words(people.manager, `cases.get?id=${id}`))).toBe(false);
  });
  it('a colleague who supervises reads, and writes nothing', async () => {
    await people.lead.send(api.supervise, { case: id, supervisor: people.colleague.account, assigned: true });
    expect(tells(await words(people.colleague, `cases.get?id=${id}`))).toBe(true);
    expect((await people.colleague.send(api.record, form('session', id))).body.code).toBe('case_of_other');
    await people.lead.send(api.supervise, { case: id, supervisor: people.colleague.account, assigned: false });
  });
  it('breaking the glass opens for a day, is in the ledger and shown to the head of station', async () => {
    const { status, body } = await people.officer.send(api.openGlass, { case: id, reason: '接到信访，须核实当日处置' });
    expect([status, body.until]).toEqual([200, '2026-11-24T02:00:00.000Z']);
    expect(tells(await words(people.officer, `cases.get?id=${id}`))).toBe(true);
    expect((await people.officer.send(api.openGlass, { case: id, reason: '再看一次处置情况' })).body.code).toBe(
      'case_open_already',
    );
    expect(await words(people.officer, `cases.get?id=${id}`)).toContain(await nameOf());
    world.server.setTime('2026-11-24T10:00:01+08:00');
    const [officer, lead] = [await world.server.as(people.officer.account), await world.server.as(people.lead.account)];
    expect((await officer.read(api.get, { id })).body).toMatchObject({ open: false, goals: [] });
    const { rows } = (await lead.read(api.glass, {})).body;
    expect(rows).toMatchObject([{ case: id, reason: '接到信访，须核实当日处置', account: { id: people.officer.account } }]);
    const otherLead = await world.server.as(people.otherLead.account);
    expect((await otherLead.read(api.glass, {})).body.rows).toEqual([]);
    const { rows: kept } = await owner.query(
      "select subject from app.ledger where county_id = $1 and command = 'cases.open_glass'",
      [COUNTY],
    );
    expect(kept).toEqual([{ subject: id }]);
  });
});
