// The pure part of setting up: what is missing, what is payable, where in a document something is wrong (P1, P2).

import { describe, expect, it } from 'vitest';
import { placeWords, readDocument } from './contract-json.ts';
import { payability, type Standings, yuanOf } from './milestones.ts';
import { problemOf } from './rule-check.ts';
import { comparisonsOf, countOf, newFilter, newRule, thresholdOf, windowKey } from './screens/office/setup/rule-draft.ts';
import { sharedOut } from './setup-checks.ts';
import { whole } from './testing.setup.ts';
import { HONGMAO, YINGGEN } from './testing.ts';

const measure = {
  name: 'visits.home_visit',
  title: '入户探访',
  unit: '次',
  attributes: {
    type: { title: '类型', kind: 'text' as const, options: { routine: '例行', first: '首次' } },
    minutes: { title: '时长', kind: 'number' as const },
    on: { title: '登记日', kind: 'day' as const },
    late: { title: '补录', kind: 'flag' as const },
  },
  exclusions: [],
};
const measures = new Map([[measure.name, measure]]);
const stations = new Set([HONGMAO, YINGGEN]);
const now: Standings = {
  today: '2026-11-23',
  accepted: false,
  scorePercent: null,
  clauses: new Map([
    ['A1', { title: 'A1 探访', met: true, say: '' }],
    ['A2', { title: 'A2 小组', met: false, say: '还差 1 个。' }],
  ]),
  indicators: new Map(),
};

describe('refuses', () => {
  it('what is no JSON, and each place of a document that cannot be, by its words', () => {
    expect(readDocument('{', measures, stations).issues[0]!.place).toBe('整份文件');
    const broken = { ...whole('X'), from_on: '2026-02-30', extra: 1, milestones: [{ title: '款' }] };
    const { document, issues } = readDocument(JSON.stringify(broken), measures, stations);
    expect(document).toBeNull();
    expect(issues.map(i => i.place)).toEqual([
      '起始日',
      '第 1 个付款（款） · 金额',
      '第 1 个付款（款） · 百分比',
      '第 1 个付款（款） · 支付日',
      '第 1 个付款（款） · 条件',
      '整份文件',
    ]);
    expect(issues.at(-1)!.message).toBe('有格式里没有的内容：extra，请删去');
    const elsewhere = readDocument(JSON.stringify(whole('X')), measures, new Set([HONGMAO]));
    expect(elsewhere.issues).toEqual([
      { place: '第 2 个社工站', message: `本县没有编号为 ${YINGGEN} 的社工站，请删去，或改成本县社工站的编号` },
    ]);
  });
  it('a condition on what is not there, and a score where there is none', () => {
    const m = { due_on: null, paid_on: null };
    expect(payability({ ...m, conditions: [{ is: 'indicators', indicators: ['x'] }] }, now)).toEqual({
      state: 'not_yet',
      say: [{ holds: false, say: '一个指标：已不在合同里，请修改付款条件。' }],
    });
    expect(payability({ ...m, conditions: [{ is: 'score', percent: 60 }] }, now).state).toBe('not_yet');
    expect(payability({ ...m, conditions: [{ is: 'accepted' }] }, now).say[0]!.say).toBe('合同还没有验收。');
  });
});

describe('works', () => {
  it('reads a whole document, with a byte order mark too', () => {
    expect(readDocument(`\uFEFF${JSON.stringify(whole('X'))}`, measures, stations)).toMatchObject({
      issues: [],
      document: { code: 'X' },
    });
  });
  it('says where: 第 1 个条款（A1） · 第 1 个指标 · 计数规则', () => {
    expect(placeWords('clauses.0.indicators.0.rule', whole('X'))).toBe(
      '第 1 个条款（A1） · 第 1 个指标（每站入户探访不少于 2 次） · 计数规则',
    );
    expect(placeWords('', {})).toBe('整份文件');
  });
  it('payable when the day has come and all conditions hold', () => {
    const met = { paid_on: null, conditions: [{ is: 'clauses' as const, codes: ['A1'] }] };
    expect(payability({ ...met, due_on: '2026-11-23' }, now)).toMatchObject({ state: 'payable' });
    expect(payability({ ...met, due_on: '2026-11-24' }, now)).toMatchObject({ state: 'not_due' });
    expect(payability({ ...met, due_on: null, paid_on: '2026-11-01' }, now)).toMatchObject({ state: 'paid' });
    const both = { is: 'clauses' as const, codes: ['A1', 'A2'] };
    expect(payability({ ...met, due_on: null, conditions: [both] }, now).say).toEqual([
      { holds: false, say: 'A2 小组：还差 1 个。' },
    ]);
  });
  it('every fresh part of a rule in the editor can be carried out', () => {
    const rule = newRule(measure);
    for (const how of ['rows', 'distinct', 'sum', 'units', 'ratio'] as const)
      expect([how, problemOf({ ...rule, count: countOf(how, measure) }, measure, measures)]).toEqual([how, null]);
    for (const attribute of Object.keys(measure.attributes)) {
      const filter = newFilter(measure, attribute, '2026-11-23');
      expect(comparisonsOf(measure, attribute)).toContain(filter.is);
      expect(problemOf({ ...rule, where: [filter] }, measure, measures)).toBeNull();
    }
    expect(thresholdOf('between', { at: 'least', value: 5 })).toEqual({ at: 'between', min: 5, max: 5 });
    expect(thresholdOf('share', { at: 'least', value: 500 })).toEqual({ at: 'share', percent: 100 });
    expect(windowKey({ kind: 'calendar', months: 3 })).toBe('calendar3');
  });
});

describe('counts', () => {
  it('P2: money to the cent', () => {
    expect(yuanOf({ amount_yuan: null, percent: 33.33 }, 100.01)).toBe(33.33);
    expect(yuanOf({ amount_yuan: 12.5, percent: null }, 1)).toBe(12.5);
    const station = { name: '', joined_on: null, left_on: null, left_reason: null, away: [] };
    const money = {
      budget_yuan: 1,
      stations: [{ ...station, station: 1, fee_yuan: 0.1, operating_yuan: 0.2 }],
      budget: [{ title: '', amount_yuan: 0.3, station: null }],
    };
    expect(sharedOut(money)).toBe(0.6);
  });
});
