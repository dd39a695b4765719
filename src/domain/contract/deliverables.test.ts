// Deliverables and payment milestones through HTTP: who hands in, checks and pays; what counts, what is payable and why.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import type { Person } from '#server/testing.ts';
import * as contract from './contract.ts';
import * as deliverables from './deliverables.ts';
import * as milestones from './milestones.ts';
import * as score from './score.ts';
import * as setup from './setup.ts';
import { drafted, running, sendDocument } from './testing.setup.ts';
import { type ContractWorld, contractWorld, HONGMAO, k1Rule, YINGGEN } from './testing.ts';

let world: ContractWorld;
let people: ContractWorld['people'];
/** A running contract, and a document of 红毛. */
let id: string;
let file: string;
const PDF = Buffer.from('%PDF-1.7\n试');
beforeAll(async () => {
  world = await contractWorld();
  ({ people } = world);
  file = (await sendDocument(people.lead, HONGMAO, PDF)).hash;
});
beforeEach(async () => {
  await world.begin();
  id = await running(people.officer);
});
afterAll(() => world?.server.stop());

const handing = (change: object = {}) => ({
  id: newId(),
  contract: id,
  revision: 0,
  clause: 'A2',
  station: HONGMAO,
  kind: 'research_report' as const,
  title: '需求研究报告',
  pieces: 1,
  delivered_on: '2026-11-20',
  note: null,
  file,
  file_name: '需求研究报告.pdf',
  ...change,
});
const handIn = async (who: Person, change: object = {}): Promise<string> => {
  const input = handing(change);
  expect((await who.send(deliverables.deliver, input)).body).toMatchObject({ id: input.id, revision: 1 });
  return input.id;
};
const check = (who: Person, d: string, decision: 'approved' | 'returned', remark: string | null = null, revision = 1) =>
  who.send(deliverables.checkDeliverable, { id: d, revision, decision, remark });
const list = async (who: Person) => (await who.read(deliverables.deliverables, { id })).body.rows;
const report = {
  ...k1Rule,
  measure: 'contract.deliverable',
  unit: 'project' as const,
  where: [{ is: 'in' as const, attribute: 'kind', values: ['research_report'] }],
  beside: [],
  threshold: { at: 'least' as const, value: 1 },
};
const milestone = (change: object = {}) => ({
  id: newId(),
  contract: id,
  revision: 0,
  title: '中期款',
  amount_yuan: 100_000,
  percent: null,
  due_on: null,
  conditions: [{ is: 'clauses' as const, codes: ['A1'] }],
  reason: '试',
  ...change,
});
const paying = { paid_on: '2026-11-23', paid_yuan: 100_000, voucher: '凭-1' };
const readMilestones = async () => (await people.officer.read(milestones.milestones, { id })).body;

describe('refuses', () => {
  it('contract.deliver of a worker, for another station, for a draft, without its file, of a day to come', async () => {
    expect((await people.worker.send(deliverables.deliver, handing())).body.code).toBe('forbidden');
    expect((await people.evaluator.send(deliverables.deliver, handing())).body.code).toBe('forbidden');
    expect((await people.lead.send(deliverables.deliver, handing({ station: YINGGEN }))).body.code).toBe('not_found');
    expect((await people.lead.send(deliverables.deliver, handing({ station: null }))).body.code).toBe('forbidden');
    const draft = await drafted(people.officer);
    expect((await people.lead.send(deliverables.deliver, handing({ contract: draft }))).body.code).toBe('contract_closed');
    expect((await people.lead.send(deliverables.deliver, handing({ file: '0'.repeat(64) }))).body.code).toBe('file_not_sent');
    expect((await people.lead.send(deliverables.deliver, handing({ clause: 'Z9' }))).body.code).toBe('missing_reference');
    expect((await people.lead.send(deliverables.deliver, handing({ delivered_on: '2026-11-24' }))).body.issues?.[0]?.path).toBe(
      'delivered_on',
    );
    expect((await people.neighbour.send(deliverables.deliver, handing())).body.code).toBe('not_found');
  });
  it('a file that is no document; a document by the way of photos', async () => {
    expect((await sendDocument(people.lead, HONGMAO, Buffer.from('<html>'))).status).toBe(415);
    expect((await sendDocument(people.worker, HONGMAO, PDF)).status).toBe(403);
    expect((await people.lead.get(`/api/files/${file}`)).status).toBe(404);
  });
  it('contract.check_deliverable by its author or anybody but the county, twice, or returned without a remark', async () => {
    const own = await handIn(people.officer, { station: null });
    expect((await check(people.officer, own, 'approved')).body.code).toBe('own_deliverable');
    const d = await handIn(people.lead);
    for (const who of [people.lead, people.manager, people.evaluator, people.worker])
      expect((await check(who, d, 'approved')).body.code).toBe('forbidden');
    expect((await check(people.officer, d, 'returned')).body.issues?.[0]?.path).toBe('remark');
    expect((await check(people.officer, d, 'approved', null, 3)).body.code).toBe('stale');
    await check(people.officer, d, 'approved');
    expect((await check(people.officer, d, 'approved', null, 2)).body.code).toBe('deliverable_state');
    expect((await people.lead.send(deliverables.withdrawDeliverable, { id: d, revision: 2 })).body.code).toBe(
      'deliverable_state',
    );
    expect((await check(people.neighbour, d, 'approved')).body.code).toBe('not_found');
  });
  it('contract.withdraw_deliverable of somebody else’s', async () => {
    const d = await handIn(people.lead);
    expect((await people.manager.send(deliverables.withdrawDeliverable, { id: d, revision: 1 })).body.code).toBe('not_author');
  });
  it('contract.deliverable_file of the contract as a whole to a station, and to another county', async () => {
    const d = await handIn(people.manager, { station: null });
    expect((await people.lead.get(`/api/contract.deliverable_file?id=${d}`)).status).toBe(404);
    expect((await people.neighbour.get(`/api/contract.deliverable_file?id=${d}`)).status).toBe(404);
    expect((await people.worker.get(`/api/contract.deliverable_file?id=${d}`)).status).toBe(403);
    expect((await list(people.lead)).map(r => r.id)).not.toContain(undefined);
  });
  it('contract.set_milestone, contract.remove_milestone, contract.pay_milestone of anybody but the county officer', async () => {
    for (const who of [people.manager, people.evaluator, people.lead, people.worker]) {
      const answers = [
        await who.send(milestones.setMilestone, milestone()),
        await who.send(milestones.removeMilestone, { id: newId(), revision: 1 }),
        await who.send(milestones.payMilestone, { id: newId(), revision: 1, ...paying }),
      ];
      expect(answers.map(a => a.body.code)).toEqual(['forbidden', 'forbidden', 'forbidden']);
    }
    expect((await people.lead.read(milestones.milestones, { id })).body.code).toBe('forbidden');
    expect((await people.lead.read(score.score, { id })).body.code).toBe('forbidden');
  });
  it('a milestone with both amount and percentage, with a clause that is not there, paid twice or changed when paid, paid in a draft', async () => {
    const { officer } = people;
    expect((await officer.send(milestones.setMilestone, milestone({ percent: 10 }))).body.code).toBe('invalid');
    const unknown = milestone({ conditions: [{ is: 'clauses', codes: ['Z9'] }] });
    expect((await officer.send(milestones.setMilestone, unknown)).body.code).toBe('missing_reference');
    const m = milestone();
    await officer.send(milestones.setMilestone, m);
    expect(
      (await officer.send(milestones.payMilestone, { id: m.id, revision: 1, ...paying, paid_on: '2026-11-24' })).body.code,
    ).toBe('invalid');
    await officer.send(milestones.payMilestone, { id: m.id, revision: 1, ...paying });
    const answers = [
      await officer.send(milestones.payMilestone, { id: m.id, revision: 2, ...paying }),
      await officer.send(milestones.setMilestone, { ...m, revision: 2 }),
      await officer.send(milestones.removeMilestone, { id: m.id, revision: 2, reason: '试' }),
    ];
    expect(answers.map(a => a.body.code)).toEqual(['milestone_paid', 'milestone_paid', 'milestone_paid']);
    const other = milestone({ contract: await drafted(officer) });
    await officer.send(milestones.setMilestone, other);
    expect((await officer.send(milestones.payMilestone, { id: other.id, revision: 1, ...paying })).body.code).toBe(
      'contract_incomplete',
    );
    expect((await people.neighbour.send(milestones.removeMilestone, { id: other.id, revision: 1 })).body.code).toBe('not_found');
  });
});

describe('works', () => {
  it('contract.deliver, returned with a remark, handed in again, approved, and its document read', async () => {
    const input = handing();
    await people.lead.send(deliverables.deliver, input);
    expect((await check(people.officer, input.id, 'returned', '请补封面')).body.revision).toBe(2);
    expect((await list(people.lead))[0]).toMatchObject({
      state: 'returned',
      remark: '请补封面',
      checked_by_name: '演示·民政专员',
    });
    const again = await people.lead.send(deliverables.deliver, { ...input, revision: 2, title: '需求研究报告（二稿）' });
    expect(again.body.revision).toBe(3);
    expect((await check(people.officer, input.id, 'approved', null, 3)).body.revision).toBe(4);
    expect(await list(people.manager)).toMatchObject([
      { state: 'approved', title: '需求研究报告（二稿）', station: HONGMAO, clause: 'A2' },
    ]);
    const document = await people.officer.get(`/api/contract.deliverable_file?id=${input.id}`);
    expect(Buffer.from(await document.arrayBuffer())).toEqual(PDF);
    expect(document.headers.get('content-disposition')).toContain(encodeURIComponent('需求研究报告.pdf'));
  });
  it('contract.withdraw_deliverable of one’s own', async () => {
    const d = await handIn(people.manager, { station: null });
    expect((await people.manager.send(deliverables.withdrawDeliverable, { id: d, revision: 1 })).body.revision).toBe(2);
    expect((await list(people.officer))[0]).toMatchObject({ state: 'withdrawn', station: null });
  });
  it('contract.set_milestone, changed, removed; a payment with its voucher', async () => {
    const m = milestone({ amount_yuan: null, percent: 20.5 });
    await people.officer.send(milestones.setMilestone, m);
    expect((await people.officer.send(milestones.setMilestone, { ...m, revision: 1, title: '二期款' })).body.revision).toBe(2);
    expect((await readMilestones()).rows.map(r => [r.title, r.yuan])).toEqual([
      ['尾款', 90_000],
      ['二期款', 61_500],
    ]);
    await people.officer.send(milestones.payMilestone, { id: m.id, revision: 2, ...paying, paid_yuan: 61_500 });
    const after = await readMilestones();
    expect(after.rows[1]).toMatchObject({ state: 'paid', voucher: '凭-1', paid_yuan: 61_500 });
    expect(after.say.at(-1)).toBe('合同经费 300,000 元，已付 61,500 元。');
    await people.officer.send(milestones.removeMilestone, { id: after.rows[0]!.id, revision: 1, reason: '试' });
    expect((await readMilestones()).rows).toHaveLength(1);
  });
});

describe('counts', () => {
  it('U2: an approved deliverable counts for its own contract, the others are left out with their reason', async () => {
    const indicator = {
      id: newId(),
      contract: id,
      clause: 'A2',
      revision: 0,
      title: '研究报告',
      unit: '份',
      rule: report,
      reason: '试',
    };
    expect((await people.officer.send(contract.setIndicator, indicator)).status).toBe(200);
    const [approved, returned] = [await handIn(people.lead), await handIn(people.lead)];
    await handIn(people.manager, { station: null });
    await check(people.officer, approved, 'approved');
    await check(people.officer, returned, 'returned', '改');
    const elsewhere = await running(people.officer);
    await check(people.officer, await handIn(people.lead, { contract: elsewhere }), 'approved');
    const figure = (await people.officer.read(contract.figure, { id: indicator.id })).body;
    expect(figure.figure).toMatchObject({ done: 1, needed: 1, status: 'met' });
    expect(figure.reasons.map(r => [r.code, r.rows])).toEqual([
      ['returned', 1],
      ['unchecked', 1],
    ]);
    const rows = (await people.officer.read(contract.evidence, { id: indicator.id })).body.rows;
    expect(rows).toMatchObject([{ record: approved, opens: `/contract/deliverables?open=${approved}` }]);
  });
  it('P2: what is payable and why, from the figures of the same contract', async () => {
    const m = milestone();
    await people.officer.send(milestones.setMilestone, m);
    const before = (await readMilestones()).rows.find(r => r.id === m.id)!;
    expect(before.state).toBe('not_yet');
    expect(before.say[0]!.say).toMatch(/^A1 入户探访：/);
    for (const station of [HONGMAO, YINGGEN]) await world.visits({ station }, { station });
    const after = await readMilestones();
    expect(after.rows.find(r => r.id === m.id)).toMatchObject({
      state: 'payable',
      say: [{ holds: true, say: 'A1 入户探访：已达标。' }],
    });
    expect(after.say[0]).toBe('现在可以支付：中期款，共 100,000 元。');
    const last = after.rows.find(r => r.title === '尾款')!;
    expect(last.say.map(s => s.holds)).toEqual([true, false]);
    const later = { ...m, revision: 1, due_on: '2027-01-01' };
    await people.officer.send(milestones.setMilestone, later);
    expect((await readMilestones()).rows.find(r => r.id === m.id)).toMatchObject({ state: 'not_due' });
    const byScore = milestone({ title: '得分款', conditions: [{ is: 'score', percent: 90 }] });
    await people.officer.send(milestones.setMilestone, byScore);
    expect((await readMilestones()).rows.find(r => r.id === byScore.id)).toMatchObject({ state: 'payable' });
  });
  it('contract.score: points in proportion without anybody’s excess, the grade, and nothing while there are none', async () => {
    await world.visits({ station: HONGMAO });
    const now = (await people.manager.read(score.score, { id })).body;
    expect(now.score).toMatchObject({
      points: 2.5,
      of: 10,
      percent: 25,
      grade: '不合格',
      blocks: [{ block: '服务', points: 2.5, of: 10 }],
    });
    expect(now.say[0]).toBe('目前得分 2.5 分，满分 10 分（25%），等次：不合格。');
    await world.visits(...Array.from({ length: 5 }, () => ({ station: HONGMAO })));
    expect((await people.manager.read(score.score, { id })).body.score?.points).toBe(5);
    const { clauses } = (await people.officer.read(setup.setup, { id })).body;
    const { score: _, ...rest } = clauses[0]!.indicators[0]!;
    await people.officer.send(contract.setIndicator, { ...rest, contract: id, clause: 'A1', score: null, reason: '试' });
    expect((await people.manager.read(score.score, { id })).body).toEqual({ score: null, say: [] });
  });
});
