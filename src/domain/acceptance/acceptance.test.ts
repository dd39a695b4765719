// Acceptance through HTTP on a real database: refuses / works / counts. Serves K1 and every clause that has a figure.

import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as contract from '#domain/contract/contract.ts';
import { newId } from '#kernel/ids.ts';
import type { Person } from '#server/testing.ts';
import * as acceptance from './acceptance.ts';
import { type AcceptanceWorld, acceptanceWorld, HONGMAO, must, NOW, person, YINGGEN } from './testing.ts';

let world: AcceptanceWorld;
beforeAll(async () => {
  world = await acceptanceWorld();
});
afterAll(() => world?.server.stop());
beforeEach(async () => {
  world.server.setTime(NOW);
  await world.asOwner('delete from app.visits where county_id = $1', [469030]);
  await world.asOwner("update app.contracts set state = 'running' where county_id = $1", [469030]);
});

const changes = async (id: string) => must(world.people.officer.read(acceptance.changes, { id }));
const k1 = async (id: string) => (await world.get(id)).frozen!.clauses.find(c => c.code === 'K1')!;

describe('refuses', () => {
  it('administrators, workers and heads of station: nothing of it is theirs', async () => {
    const id = await world.frozen();
    for (const who of [world.people.system, world.people.worker, world.people.lead]) {
      expect((await who.read(acceptance.get, { id })).body.code).toBe('forbidden');
      expect((await who.read(acceptance.list, {})).body.code).toBe('forbidden');
      expect((await who.read(acceptance.changes, { id })).body.code).toBe('forbidden');
    }
  });
  it('another county: the acceptance does not exist there', async () => {
    const id = await world.frozen();
    expect((await world.people.neighbour.read(acceptance.get, { id })).body.code).toBe('not_found');
    expect((await world.people.neighbour.send(acceptance.freeze, { id, revision: 2 })).body.code).toBe('not_found');
  });
  it('begin: a contract that is not there', async () => {
    const input = { id: newId(), contract: newId(), title: '验收' };
    expect((await world.people.officer.send(acceptance.begin, input)).body.code).toBe('not_found');
    expect((await world.people.evaluator.send(acceptance.begin, input)).body.code).toBe('forbidden');
  });
  it('freeze: an old revision, and a second freezing at the same time', async () => {
    const id = newId();
    await must(world.people.officer.send(acceptance.begin, { id, contract: world.contract, title: '验收' }));
    expect((await world.people.officer.send(acceptance.freeze, { id, revision: 7 })).body.code).toBe('stale');
    await world.asOwner('update app.acceptances set freezing_as = $2, freezing_since = $3 where id = $1', [id, newId(), NOW]);
    expect((await world.people.officer.send(acceptance.freeze, { id, revision: 1 })).body.code).toBe('freezing');
    // What was begun long ago and never ended does not hold anybody up.
    world.server.setTime('2026-11-23T02:11:00Z');
    expect((await world.people.officer.send(acceptance.freeze, { id, revision: 1 })).status).toBe(200);
  });
  it('decide: a clause the contract has not', async () => {
    const id = await world.frozen();
    const { revision } = await world.get(id);
    const input = {
      id,
      revision,
      clauses: [{ code: 'Z9', decision: 'met' as const, remark: null }],
      conclusion: null,
      conclusion_text: null,
    };
    expect((await world.people.officer.send(acceptance.decide, input)).body.issues?.[0]?.message).toContain('Z9');
    expect((await world.people.manager.send(acceptance.decide, input)).body.code).toBe('forbidden');
  });
  it('sign: before anything is frozen, without a conclusion, for another party, twice, without a file', async () => {
    const open = newId();
    await must(world.people.officer.send(acceptance.begin, { id: open, contract: world.contract, title: '验收' }));
    expect((await world.sign(open, world.people.officer, 'purchaser')).body.code).toBe('not_frozen');
    const id = await world.frozen();
    expect((await world.sign(id, world.people.officer, 'purchaser')).body.code).toBe('no_conclusion');
    await world.decided(id);
    expect((await world.sign(id, world.people.officer, 'provider')).body.code).toBe('signs_for_others');
    expect((await world.sign(id, world.people.manager, 'purchaser')).body.code).toBe('signs_for_others');
    const { revision } = await world.get(id);
    const nothing = {
      id,
      revision,
      party: 'provider' as const,
      signer: '甲',
      post: '经理',
      opinion: '同意',
      file: 'ab'.repeat(32),
    };
    expect((await world.people.manager.send(acceptance.sign, nothing)).body.code).toBe('missing_reference');
    expect((await world.sign(id, world.people.manager, 'provider')).status).toBe(200);
    expect((await world.sign(id, world.people.manager, 'provider')).body.code).toBe('already_signed');
  });
  it('any change of what one party has signed under', async () => {
    const id = await world.frozen();
    await world.decided(id);
    const opinion = {
      id: newId(),
      acceptance: id,
      heard_on: '2026-11-20',
      way: 'visit' as const,
      speaker: '70 岁独居老人',
      view: 'satisfied' as const,
      said: '常来看我。',
    };
    await must(world.people.officer.send(acceptance.addOpinion, opinion));
    await must(world.sign(id, world.people.manager, 'provider'));
    const { revision } = await world.get(id);
    const decision = { id, revision, clauses: [], conclusion: 'failed' as const, conclusion_text: null };
    expect((await world.people.officer.send(acceptance.decide, decision)).body.code).toBe('already_signed');
    expect((await world.people.officer.send(acceptance.addOpinion, { ...opinion, id: newId() })).body.code).toBe(
      'already_signed',
    );
    expect(
      (await world.people.officer.send(acceptance.removeOpinion, { id: opinion.id, revision: 1, reason: '重复' })).body.code,
    ).toBe('already_signed');
  });
  it('a signed acceptance: nothing changes any more, and the contract is closed', async () => {
    const id = await world.frozen();
    await world.decided(id);
    await must(world.sign(id, world.people.manager, 'provider'));
    await must(world.sign(id, world.people.officer, 'purchaser'));
    const { revision, state, signed_on } = await world.get(id);
    expect([state, signed_on]).toEqual(['signed', '2026-11-23']);
    expect((await world.people.officer.send(acceptance.freeze, { id, revision })).body.code).toBe('acceptance_signed');
    expect((await world.sign(id, world.people.evaluator, 'evaluator')).body.code).toBe('acceptance_signed');
    const standing = await must(world.people.officer.read(contract.standing, { id: world.contract }));
    expect(standing.contract.state).toBe('accepted');
    const correction = { id: world.contract, revision: standing.contract.revision, name: '另一份' };
    expect((await world.people.officer.send(contract.correct, correction)).body.code).toBe('contract_closed');
  });
});

describe('works', () => {
  it('a failed acceptance is signed too, and leaves the contract running', async () => {
    const id = await world.frozen();
    const { revision } = await world.get(id);
    const input = { id, revision, clauses: [], conclusion: 'failed' as const, conclusion_text: '次数不足。' };
    await must(world.people.officer.send(acceptance.decide, input));
    await must(world.sign(id, world.people.officer, 'purchaser'));
    await must(world.sign(id, world.people.manager, 'provider'));
    expect((await world.get(id)).state).toBe('signed');
    expect((await must(world.people.officer.read(contract.standing, { id: world.contract }))).contract.state).toBe('running');
  });
  it('freezing anew drops the signatures that were made under the earlier one', async () => {
    const id = await world.frozen();
    await world.decided(id);
    await must(world.sign(id, world.people.manager, 'provider'));
    expect((await world.get(id)).signatures.map(s => s.party)).toEqual(['provider']);
    await world.freeze(id);
    expect((await world.get(id)).signatures).toEqual([]);
    expect((await world.get(id)).conclusion).toBe('passed');
  });
  it('the photo of a signed paper does as well as a drawn signature; a photo of a visit does not', async () => {
    const id = await world.frozen();
    await world.decided(id);
    const paper = async (background: string) => {
      const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background } })
        .jpeg()
        .toBuffer();
      return { bytes, file: Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex') };
    };
    const [own, others] = [await paper('#eeeeee'), await paper('#dddddd')];
    const send = async ({ file }: typeof own) => {
      const { revision } = await world.get(id);
      const input = { id, revision, party: 'provider' as const, signer: '甲', post: '经理', opinion: '同意', file };
      return world.people.manager.send(acceptance.sign, input);
    };
    const put = async (who: Person, use: string, { file, bytes } = own) =>
      (await who.put(`/api/files/${file}?use=${use}&station=${HONGMAO}`, bytes)).status;
    // A worker sends sheets people signed on; nobody signs an acceptance with what another has sent.
    expect([await put(world.people.worker, 'paper', others), await put(world.people.manager, 'photo')]).toEqual([200, 403]);
    expect((await send(own)).body.code).toBe('missing_reference');
    expect((await send(others)).body.code).toBe('missing_reference');
    expect(await put(world.people.manager, 'paper')).toBe(200);
    expect((await send(own)).status).toBe(200);
    const response = await world.people.officer.get(`/api/acceptance.certificate_pdf?id=${id}`);
    const word = await world.people.officer.get(`/api/acceptance.certificate_word?id=${id}`);
    expect([word.status, (await word.arrayBuffer()).byteLength > 5_000]).toEqual([200, true]);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });
  it('opinions are heard and taken out again', async () => {
    const id = await world.frozen();
    const opinion = {
      id: newId(),
      acceptance: id,
      heard_on: '2026-11-20',
      way: 'call_back' as const,
      speaker: '困境儿童家长',
      view: 'fair' as const,
      said: '还可以。',
    };
    await must(world.people.officer.send(acceptance.addOpinion, opinion));
    expect((await world.get(id)).opinions).toMatchObject([{ speaker: '困境儿童家长', view: 'fair' }]);
    await must(world.people.officer.send(acceptance.removeOpinion, { id: opinion.id, revision: 1, reason: '重复' }));
    expect((await world.get(id)).opinions).toEqual([]);
  });
  it('lists the acceptances of a contract', async () => {
    const id = await world.frozen();
    const { rows } = await must(world.people.manager.read(acceptance.list, { contract: world.contract }));
    expect(rows[0]).toMatchObject({ id, state: 'frozen', as_of: '2026-11-23' });
    expect((await must(world.people.manager.read(acceptance.list, { contract: newId() }))).rows).toEqual([]);
  });
});

describe('counts', () => {
  it('K1 frozen: the figure, every row with its reason, and hashes that anybody can compute', async () => {
    await world.visits({}, { on: '2026-07-01' }, { state: 'submitted' }, { station: YINGGEN, worker: person('yinggen.1') });
    const id = await world.frozen();
    const clause = await k1(id);
    expect(clause.lines).toBe(4);
    expect(clause.hash).toMatch(/^[0-9a-f]{64}$/);
    const [indicator] = clause.indicators;
    expect(indicator).toMatchObject({ done: 3, needed: 12, counted_rows: 3, counted_sum: 3, adds_up: true, connected: true });
    expect(indicator!.left_out).toEqual([{ code: 'submitted', title: '尚未审核', rows: 1 }]);
    expect(indicator!.stations.map(s => s.done)).toEqual([1, 2]);
    expect(indicator!.rule.join('')).toContain('不少于 2 次');
  });
  it('the same evidence has the same hash, other evidence another', async () => {
    await world.visits({}, {});
    const [one, two] = [await world.frozen(), await world.frozen()];
    expect((await k1(one)).hash).toBe((await k1(two)).hash);
    await world.visits({});
    expect((await k1(await world.frozen())).hash).not.toBe((await k1(one)).hash);
  });
  it('nothing has changed: says so', async () => {
    await world.visits({}, {});
    expect(await changes(await world.frozen())).toMatchObject({ changed: false, clauses: [] });
  });
  it('a row added, one withdrawn, one whose day was corrected: each is listed, the frozen figure stays', async () => {
    const [withdrawn, corrected] = await world.visits({}, { on: '2026-05-05' }, {});
    const id = await world.frozen();
    const [added] = await world.visits({ on: '2026-09-09' });
    await world.asOwner("update app.visits set state = 'withdrawn' where id = $1", [withdrawn]);
    await world.asOwner("update app.visits set visited_on = '2026-05-06' where id = $1", [corrected]);
    const answer = await changes(id);
    expect(answer.changed).toBe(true);
    const [indicator] = answer.clauses[0]!.indicators;
    expect(indicator).toMatchObject({ done_before: 3, done_now: 3, added: 1, removed: 0, altered: 2, rule_changed: false });
    const row = (record: string | undefined) => indicator!.rows.find(r => r.record === record)!;
    expect(row(added)).toMatchObject({ before: null, now: expect.stringContaining('计入'), opens: `/visits/${added}` });
    expect(row(withdrawn).before).toMatch(/^计入 1/);
    expect(row(withdrawn).now).toContain('已撤回');
    expect(row(corrected).on).toBe('2026-05-06');
    expect((await k1(id)).indicators[0]!.done).toBe(3);
  });
  it('a row that is gone, and a rule that was changed', async () => {
    const [gone] = await world.visits({}, {});
    const id = await world.frozen();
    await world.asOwner('delete from app.visits where id = $1', [gone]);
    expect((await changes(id)).clauses[0]!.indicators[0]).toMatchObject({ removed: 1, added: 0, altered: 0, done_now: 1 });
    const standing = await must(world.people.officer.read(contract.standing, { id: world.contract }));
    const indicator = standing.clauses.find(c => c.code === 'M3')!.indicators[0]!;
    const { id: iid, revision, title, unit } = indicator;
    const edited = {
      id: iid,
      contract: world.contract,
      clause: 'M3',
      revision,
      title: `${title}（改）`,
      unit,
      rule: null,
      reason: '试',
    };
    await must(world.people.officer.send(contract.setIndicator, edited));
    const m3 = (await changes(id)).clauses.find(c => c.code === 'M3')!;
    expect(m3.indicators[0]).toMatchObject({ rule_changed: true, added: 0 });
  });
  it('a visit of the next term does not change the acceptance', async () => {
    await world.visits({});
    const id = await world.frozen();
    await world.visits({ on: '2027-03-05' });
    expect((await changes(id)).changed).toBe(false);
  });
});
