// Setting a contract up, through HTTP: drafts, parts, the start, changes with a reason, JSON there and back.

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { DEMO_CONTRACT } from './contract.demo.ts';
import * as contract from './contract.ts';
import { contractSchemaText } from './contract-schema.ts';
import * as library from './library.ts';
import * as setup from './setup.ts';
import { drafted, running, whole } from './testing.setup.ts';
import { type ContractWorld, contractWorld, HONGMAO, k1Rule, person, YINGGEN } from './testing.ts';
import * as versions from './versions.ts';

let world: ContractWorld;
let people: ContractWorld['people'];
beforeAll(async () => {
  world = await contractWorld();
  ({ people } = world);
});
beforeEach(() => world.begin());
afterAll(() => world?.server.stop());

const read = async (id: string) => (await people.officer.read(setup.setup, { id })).body;
const clause = { block: '服务', title: '小组', body: '每站小组不少于 2 个。' };
const draftOf = (change: object = {}) => ({
  id: newId(),
  code: `C-${newId().slice(-6)}`,
  name: '合同',
  purchaser: '县民政局',
  provider: '某中心',
  signed_on: '2028-02-29',
  from_on: '2028-02-29',
  to_on: '2029-02-28',
  source: { from: 'blank' as const },
  ...change,
});

describe('refuses', () => {
  it('every command of anybody but the county officer', async () => {
    const id = await running(people.officer);
    const indicator = (await read(id)).clauses[0]!.indicators[0]!.id;
    const entry = { id: newId(), title: '探访', unit: '次', note: '试', rule: k1Rule };
    for (const who of [people.manager, people.evaluator, people.lead, people.worker]) {
      const answers = [
        await who.send(setup.draft, draftOf()),
        await who.send(setup.importContract, { id: newId(), document: whole('X') }),
        await who.send(setup.start, { id, revision: 1 }),
        await who.send(setup.setStation, { id, revision: 1, station: HONGMAO, fee_yuan: 1, operating_yuan: 1 }),
        await who.send(setup.removeStation, { id, revision: 1, station: HONGMAO }),
        await who.send(setup.setBudget, { id, revision: 1, budget_yuan: 1, lines: [] }),
        await who.send(setup.setGrades, { id, revision: 1, grades: null }),
        await who.send(setup.setClause, { contract: id, revision: 0, code: 'A9', ...clause }),
        await who.send(setup.removeClause, { contract: id, revision: 1, code: 'A1' }),
        await who.send(setup.orderClauses, { id, revision: 1, codes: ['A1', 'A2'] }),
        await who.send(setup.removeIndicator, { id: indicator, contract: id, revision: 1 }),
        await who.send(library.saveToLibrary, { ...entry, revision: 0 }),
        await who.send(library.removeFromLibrary, { id: entry.id, revision: 1 }),
        await who.read(library.library),
      ];
      expect(answers.map(a => a.body.code)).toEqual(answers.map(() => 'forbidden'));
    }
  });
  it('a draft to those who fulfil and judge it: there is none yet', async () => {
    const id = await drafted(people.officer);
    expect((await people.lead.read(setup.setup, { id })).body.code).toBe('not_found');
    expect((await people.manager.get(`/api/contract.export?id=${id}`)).status).toBe(404);
    expect((await people.manager.read(contract.list)).body.rows.map(c => c.id)).not.toContain(id);
    expect((await people.officer.read(contract.list)).body.rows.map(c => c.id)).toContain(id);
  });
  it('contract.draft with an end before the beginning, or of a contract that is not there', async () => {
    expect((await people.officer.send(setup.draft, draftOf({ to_on: '2028-02-28' }))).body.issues?.[0]?.path).toBe('to_on');
    const foreign = draftOf({ source: { from: 'contract', id: newId() } });
    expect((await people.officer.send(setup.draft, foreign)).body.code).toBe('not_found');
  });
  it('contract.start while something is missing, with each of it', async () => {
    const id = newId();
    await people.officer.send(setup.draft, draftOf({ id }));
    const refused = (await people.officer.send(setup.start, { id, revision: 1 })).body;
    expect(refused.code).toBe('contract_incomplete');
    expect(refused.issues).toEqual([
      { path: 'stations', message: '还没有社工站。' },
      { path: 'stations', message: '还没有填写合同经费。' },
      { path: 'clauses', message: '还没有条款。' },
    ]);
    expect((await people.officer.send(setup.start, { id, revision: 2 })).body.code).toBe('stale');
    expect((await people.officer.send(setup.start, { id: DEMO_CONTRACT, revision: 1 })).body.code).toBe('contract_not_draft');
  });
  it('contract.start while a payment depends on what was taken out, or more than all is paid', async () => {
    const { milestones } = whole('');
    const id = await drafted(people.officer, {
      milestones: [milestones[0]!, { ...milestones[0]!, title: '首付款', percent: 80 }],
    });
    const indicator = (await read(id)).clauses[0]!.indicators[0]!.id;
    await people.officer.send(setup.removeIndicator, { id: indicator, contract: id, revision: 1 });
    const { issues } = (await people.officer.send(setup.start, { id, revision: 1 })).body;
    expect(issues?.map(i => i.message)).toEqual([
      '还没有一个可以计数的指标。',
      '付款比例合计 110%，超过了 100%。',
      '付款节点“尾款”的条件提到了已经删去的条款或指标，请修改。',
      '付款节点“首付款”的条件提到了已经删去的条款或指标，请修改。',
    ]);
    expect((await people.officer.get(`/api/contract.export?id=${id}`)).status).toBe(200);
  });
  it('contract.set_station, contract.set_budget beyond the budget or outside the term', async () => {
    const id = await running(people.officer);
    const dear = { id, revision: 2, station: HONGMAO, fee_yuan: 900_000, operating_yuan: 0, reason: '试' };
    expect((await people.officer.send(setup.setStation, dear)).body.issues?.[0]?.path).toBe('budget_yuan');
    const early = { ...dear, fee_yuan: 1, joined_on: '2026-02-28' };
    expect((await people.officer.send(setup.setStation, early)).body.issues?.[0]?.path).toBe('joined_on');
    expect(
      (await people.officer.send(setup.setBudget, { id, revision: 2, budget_yuan: 1, lines: [], reason: '试' })).body.code,
    ).toBe('invalid');
    const elsewhere = [{ title: '培训', amount_yuan: 1, station: 469030999 }];
    expect(
      (await people.officer.send(setup.setBudget, { id, revision: 2, budget_yuan: 300_000, lines: elsewhere, reason: '试' })).body
        .issues?.[0]?.path,
    ).toBe('lines.0.station');
    expect((await people.officer.send(setup.setStation, { ...dear, revision: 1 })).body).toMatchObject({
      code: 'stale',
      current: { revision: 2 },
    });
  });
  it('contract.remove_station out of a running contract without a day and a reason; with money left to it out of a draft', async () => {
    const id = await running(people.officer);
    const out = { id, revision: 2, station: YINGGEN };
    expect((await people.officer.send(setup.removeStation, out)).body.code).toBe('change_reason_needed');
    expect((await people.officer.send(setup.removeStation, { ...out, reason: '撤站' })).body.issues?.[0]?.path).toBe('left_on');
    const budget = [{ title: '装修', amount_yuan: 1, station: YINGGEN }];
    const draft = await drafted(people.officer, { budget });
    expect((await people.officer.send(setup.removeStation, { ...out, id: draft, revision: 1 })).body.code).toBe(
      'station_has_budget',
    );
  });
  it('contract.set_clause, contract.remove_clause, contract.remove_indicator of a running contract without a reason', async () => {
    const id = await running(people.officer);
    const indicator = (await read(id)).clauses[0]!.indicators[0]!.id;
    const add = { contract: id, revision: 0, code: 'A9', ...clause };
    expect((await people.officer.send(setup.setClause, add)).body.code).toBe('change_reason_needed');
    expect((await people.officer.send(setup.setClause, { ...add, code: 'A1', reason: '试' })).body.code).toBe(
      'clause_code_taken',
    );
    expect((await people.officer.send(setup.setClause, { ...add, revision: 1, reason: '试' })).body.code).toBe(
      'missing_reference',
    );
    expect((await people.officer.send(setup.setClause, { ...add, code: 'A1', revision: 9, reason: '试' })).body.code).toBe(
      'stale',
    );
    const removal = { contract: id, revision: 1, code: 'A1' };
    expect((await people.officer.send(setup.removeClause, removal)).body.code).toBe('change_reason_needed');
    expect((await people.officer.send(setup.removeClause, { ...removal, revision: 2, reason: '试' })).body.code).toBe('stale');
    const taken = { id: indicator, contract: id, revision: 1 };
    expect((await people.officer.send(setup.removeIndicator, taken)).body.code).toBe('change_reason_needed');
    expect(
      (await people.officer.send(setup.orderClauses, { id, revision: 2, codes: ['A1'], reason: '试' })).body.issues?.[0]?.path,
    ).toBe('codes');
  });
  it('any change of a contract that was accepted', async () => {
    const id = await running(people.officer);
    await world.asOwner("update app.contracts set state = 'accepted' where county_id = 469030 and id = $1", [id]);
    const answers = [
      await people.officer.send(setup.setBudget, { id, revision: 2, budget_yuan: 1, lines: [] }),
      await people.officer.send(setup.setClause, { contract: id, revision: 0, code: 'A9', ...clause, reason: '试' }),
      await people.officer.send(setup.setGrades, { id, revision: 2, grades: null }),
    ];
    expect(answers.map(a => a.body.code)).toEqual(['contract_closed', 'contract_closed', 'contract_closed']);
  });
  it('contract.import of what cannot be, each place with its sentence, and writes nothing', async () => {
    const document = whole('JSON-X', { to_on: '2026-01-01', stations: [{ ...whole('').stations[0]!, station: 469030999 }] });
    document.clauses.push(document.clauses[0]!);
    const refused = (await people.officer.send(setup.importContract, { id: newId(), document })).body;
    expect(refused.code).toBe('invalid');
    expect(refused.issues?.map(i => i.path)).toEqual([
      'document.to_on',
      'document.stations.0',
      'document.clauses.2.code',
      'document.clauses.2.indicators.0.key',
    ]);
    expect((await people.officer.read(contract.list)).body.rows.map(c => c.code)).not.toContain('JSON-X');
  });
  it('contract.save_to_library with a rule that cannot be carried out; a stale entry', async () => {
    const entry = { id: newId(), revision: 0, title: '探访', unit: '次', note: '试', rule: k1Rule };
    const wrong = { ...k1Rule, without: ['nonsense'] };
    expect((await people.officer.send(library.saveToLibrary, { ...entry, rule: wrong })).body.code).toBe('rule_unusable');
    await people.officer.send(library.saveToLibrary, entry);
    expect((await people.officer.send(library.removeFromLibrary, { id: entry.id, revision: 7 })).body.code).toBe('stale');
    expect((await people.officer.send(library.removeFromLibrary, { id: newId(), revision: 1 })).body.code).toBe('not_found');
  });
});

describe('works', () => {
  it('contract.draft from nothing, from the requirement, from another contract; a term from 29 February', async () => {
    const blank = draftOf();
    expect((await people.officer.send(setup.draft, blank)).body).toMatchObject({ id: blank.id, revision: 1 });
    expect(await read(blank.id)).toMatchObject({
      state: 'draft',
      from_on: '2028-02-29',
      to_on: '2029-02-28',
      clauses: [],
      stations: [],
    });
    const full = draftOf({ source: { from: 'requirement' } });
    await people.officer.send(setup.draft, full);
    expect((await read(full.id)).clauses).toHaveLength(41);
    const source = await running(people.officer);
    const copy = draftOf({ source: { from: 'contract', id: source } });
    await people.officer.send(setup.draft, copy);
    const [original, copied] = [await read(source), await read(copy.id)];
    expect(copied.clauses.map(c => c.indicators.map(i => [i.title, i.rule, i.score]))).toEqual(
      original.clauses.map(c => c.indicators.map(i => [i.title, i.rule, i.score])),
    );
    expect(copied.clauses[0]!.indicators[0]!.id).not.toBe(original.clauses[0]!.indicators[0]!.id);
    expect(copied).toMatchObject({ state: 'draft', budget_yuan: 300_000, grades: original.grades, budget: original.budget });
  });
  it('a draft part by part until contract.start', async () => {
    const { id } = draftOf();
    await people.officer.send(setup.draft, draftOf({ id, signed_on: '2026-03-01', from_on: '2026-03-01', to_on: '2027-02-28' }));
    const money = { fee_yuan: 100, operating_yuan: 50 };
    for (const [i, station] of [HONGMAO, YINGGEN].entries())
      expect((await people.officer.send(setup.setStation, { id, revision: 1 + i, station, ...money })).body.revision).toBe(2 + i);
    // Its parties can be corrected while the money is still to come.
    expect((await people.officer.send(contract.correct, { id, revision: 3, provider: '另一中心' })).body.revision).toBe(4);
    expect((await people.officer.send(setup.removeStation, { id, revision: 4, station: YINGGEN })).body.revision).toBe(5);
    const lines = [{ title: '培训', amount_yuan: 50, station: HONGMAO }];
    expect((await people.officer.send(setup.setBudget, { id, revision: 5, budget_yuan: 200, lines })).body.revision).toBe(6);
    for (const code of ['A1', 'A2', 'A3'])
      expect((await people.officer.send(setup.setClause, { contract: id, revision: 0, code, ...clause })).body.revision).toBe(1);
    await people.officer.send(setup.removeClause, { contract: id, revision: 1, code: 'A2' });
    await people.officer.send(setup.setClause, { contract: id, revision: 1, code: 'A3', ...clause, title: '改过' });
    expect((await people.officer.send(setup.orderClauses, { id, revision: 6, codes: ['A3', 'A1'] })).body.revision).toBe(7);
    const indicator = { id: newId(), contract: id, clause: 'A1', revision: 0, title: '探访', unit: '次', rule: k1Rule };
    await people.officer.send(contract.setIndicator, indicator);
    expect((await people.officer.send(setup.start, { id, revision: 7 })).body.revision).toBe(8);
    const now = await read(id);
    expect(now).toMatchObject({ state: 'running', budget: lines });
    expect(now.clauses.map(c => [c.code, c.title])).toEqual([
      ['A3', '改过'],
      ['A1', '小组'],
    ]);
    expect(now.missing.filter(m => m.must)).toEqual([]);
  });
  it('contract.set_grades; a station that leaves keeps its days', async () => {
    const id = await running(people.officer);
    const grades = [{ name: '通过', from_percent: 0 }];
    expect((await people.officer.send(setup.setGrades, { id, revision: 2, grades, reason: '试' })).body.revision).toBe(3);
    const out = { id, revision: 3, station: YINGGEN, left_on: '2026-08-31', reason: '撤站' };
    expect((await people.officer.send(setup.removeStation, out)).body.revision).toBe(4);
    const now = await read(id);
    expect(now.grades).toEqual(grades);
    expect(now.stations.find(s => s.station === YINGGEN)).toMatchObject({ left_on: '2026-08-31', left_reason: '撤站' });
  });
  it('what is changed in a running contract stays readable: contract.clause_versions, contract.indicator_versions', async () => {
    const id = await running(people.officer);
    const { id: indicator, rule } = (await read(id)).clauses[0]!.indicators[0]!;
    const text = { contract: id, code: 'A1', ...clause };
    expect((await people.officer.send(setup.setClause, { ...text, revision: 1, reason: '补充协议' })).body.revision).toBe(2);
    const next = { id: indicator, contract: id, clause: 'A1', title: '三次', unit: '次', reason: '补充协议' };
    const three = { ...rule!, threshold: { at: 'least' as const, value: 3 } };
    await people.officer.send(contract.setIndicator, { ...next, revision: 1, rule: three });
    expect(
      (await people.officer.send(setup.removeIndicator, { id: indicator, contract: id, revision: 2, reason: '取消' })).body
        .revision,
    ).toBe(3);
    const rules = (await people.lead.read(versions.indicatorVersions, { id: indicator })).body.rows;
    expect(rules.map(v => [v.revision, v.reason, v.removed, v.title])).toEqual([
      [3, '取消', true, '三次'],
      [2, '补充协议', false, '三次'],
      [1, null, false, '每站入户探访不少于 2 次'],
    ]);
    expect(rules[1]!.words[0]).toContain('不少于 3 次');
    expect(rules[1]!.by).toBe('演示·民政专员');
    const texts = (await people.officer.read(versions.clauseVersions, { contract: id, code: 'A1' })).body.rows;
    expect(texts.map(t => [t.revision, t.title, t.reason])).toEqual([
      [2, '小组', '补充协议'],
      [1, '入户探访', null],
    ]);
    expect((await read(id)).clauses[0]!.indicators).toEqual([]);
    await people.officer.send(setup.removeClause, { contract: id, code: 'A1', revision: 2, reason: '取消' });
    const again = await people.officer.send(setup.setClause, { ...text, revision: 0, reason: '恢复' });
    expect(again.body.revision).toBe(4);
    expect((await people.officer.read(contract.standing, { id })).body.clauses.map(c => c.code)).toEqual(['A2', 'A1']);
  });
  it('contract.export and contract.import: there and back without loss', async () => {
    const id = await drafted(people.officer);
    const exported = await people.officer.get(`/api/contract.export?id=${id}`);
    expect(exported.headers.get('content-disposition')).toContain('.json');
    const document = JSON.parse(await exported.text()) as ReturnType<typeof whole>;
    const copy = newId();
    const answer = await people.officer.send(setup.importContract, { id: copy, document: { ...document, code: 'JSON-1' } });
    expect(answer.status).toBe(200);
    const back = await people.officer.get(`/api/contract.export?id=${copy}`);
    expect(JSON.parse(await back.text())).toEqual({ ...document, code: 'JSON-1' });
    expect((await people.officer.read(contract.list)).body.rows.find(c => c.id === copy)).toMatchObject({
      state: 'draft',
      stations: 2,
    });
  });
  it('contract.json_schema: the published one', async () => {
    const response = await people.officer.get('/api/contract.json_schema');
    const published = readFileSync(new URL('../../../docs/contract.schema.json', import.meta.url), 'utf8');
    expect(await response.text()).toBe(published);
    expect(published).toBe(contractSchemaText());
  });
  it('contract.library: the product’s, the county’s and the contracts’; what waits for a measure says so', async () => {
    const entry = { id: newId(), revision: 0, title: '本县探访', unit: '次', note: '试', rule: k1Rule };
    expect((await people.officer.send(library.saveToLibrary, entry)).body.revision).toBe(1);
    expect((await people.officer.send(library.saveToLibrary, { ...entry, revision: 1, note: '再试' })).body.revision).toBe(2);
    const { rows } = (await people.officer.read(library.library)).body;
    expect(rows.find(r => r.id === entry.id)).toMatchObject({ source: 'county', note: '再试', waiting: [] });
    expect(rows.filter(r => r.source === 'builtin').length).toBeGreaterThanOrEqual(20);
    expect(rows.find(r => r.id === 'groups_complete')!.waiting).toEqual(['groups.session']);
    expect(rows.find(r => r.id === 'home_visits_per_worker')).toMatchObject({ waiting: [] });
    expect(rows.some(r => r.source === 'contract' && r.id === world.k1)).toBe(true);
    expect((await people.officer.send(library.removeFromLibrary, { id: entry.id, revision: 2 })).body.revision).toBe(3);
    expect((await people.officer.read(library.library)).body.rows.some(r => r.id === entry.id)).toBe(false);
  });
  it('contract.measures: what a rule can be written over, without its SQL', async () => {
    const { rows } = (await people.officer.read(setup.measures)).body;
    expect(rows.map(r => r.name)).toEqual(['visits.home_visit', 'contract.deliverable']);
    expect(Object.keys(rows[0]!).sort()).toEqual(['attributes', 'exclusions', 'name', 'title', 'unit']);
  });
  it('everything of another county is not there', async () => {
    const id = await running(people.officer);
    const { neighbour } = people;
    expect((await neighbour.read(setup.setup, { id })).body.code).toBe('not_found');
    expect((await neighbour.send(setup.start, { id, revision: 2 })).body.code).toBe('not_found');
    expect((await neighbour.send(setup.setClause, { contract: id, revision: 0, code: 'A9', ...clause })).body.code).toBe(
      'not_found',
    );
    expect((await neighbour.read(versions.clauseVersions, { contract: id, code: 'A1' })).body.code).toBe('not_found');
    expect((await neighbour.get(`/api/contract.export?id=${id}`)).status).toBe(404);
    expect(person('minzheng')).not.toBe(neighbour.account);
  });
});
