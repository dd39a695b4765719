// A believable year of inspections for the demo county (演示数据), through the manager's, the heads' and the officer's commands: one month
// missed, this month not yet done everywhere, findings put right, open, waiting and overdue; one finished call-back, one check under way.

import { demoHead } from '#domain/clients/clients.demo.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, addMonths, dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { answer, carryOut } from '#server/command.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, BoundRead, Demo } from '#server/module.ts';
import { DrawFull } from './draws.ts';
import { monthsOf } from './months.ts';
import type { Result } from './results.ts';
import { ITEMS, type ItemAnswer } from './sheet.ts';

const COUNTY = 469030;
const STATIONS = Object.keys(STATION_WORDS).map(Number);
const person = (word: string, name: string, role: 'project_manager' | 'county_officer'): Actor => ({
  county: COUNTY,
  account: demoId(`${COUNTY}/${word}`),
  name,
  grants: [{ role, station: null }],
  stations: STATIONS,
});
const manager = person('xiangmu', '演示·项目经理', 'project_manager');
const officer = person('minzheng', '演示·民政专员', 'county_officer');

const GUIDANCE = [
  '与站长核对本月探访计划，重点对象逐个过了一遍；示范了探访记录中事实与判断怎样分开写。',
  '抽看三份服务档案，讲解了需求评估与服务目标的对应；约定下周补齐一份同意书。',
  '陪同一次入户，结束后复盘了谈话的开始和收尾；提醒外出前在白板写明去向。',
  '检查志愿者签到记录，示范怎样核对时长；讨论了儿童活动的安全预案。',
];
const PROBLEMS = [
  { item: 'premises.safety', severity: 'major', problem: '灭火器已过有效期', answered: '已联系消防器材店更换两具，附照片。' },
  { item: 'records.complete', severity: 'minor', problem: '抽看的两份服务档案缺少知情同意书', answered: '已补签并归档。' },
  { item: 'signage.plaque', severity: 'minor', problem: '站牌褪色，远处看不清名称', answered: '已重新制作，按原样式安装。' },
  { item: 'systems.openness', severity: 'minor', problem: '投诉电话没有公开', answered: '已在门口公示栏张贴。' },
  {
    item: 'records.confidential',
    severity: 'serious',
    problem: '档案柜没有上锁，外来人员可以翻阅',
    answered: '已换锁，钥匙由站长保管。',
  },
] as const;

type Send = (actor: Actor, name: string, input: unknown, day: string, hour: number) => Promise<unknown>;

const sheetOf = (n: number, station: number, day: string, problem: (typeof PROBLEMS)[number] | null) => {
  const answers: Record<string, ItemAnswer> = Object.fromEntries(
    ITEMS.map(({ key }) => [key, { level: 'met' as const, photos: [] }]),
  );
  if (problem)
    answers[problem.item] = { level: problem.severity === 'minor' ? 'partly' : 'unmet', remark: problem.problem, photos: [] };
  if (n % 4 === 1) answers['services.casework'] = { level: 'na', remark: '本月没有在办个案', photos: [] };
  return {
    id: demoId(`inspection ${station} ${day}`),
    station,
    inspected_on: day,
    started_at: n % 2 ? '09:00' : '14:30',
    ended_at: n % 2 ? '11:20' : '16:40',
    present: [demoHead(station).account],
    answers,
    guidance: GUIDANCE[n % GUIDANCE.length],
    station_words: problem ? '情况属实，按期整改。' : undefined,
    signature_reason: 'paper' as const,
  };
};

/** What becomes of a finding: put right when there was time, else open, waiting for the re-check, or overdue. */
async function follow(
  send: Send,
  n: number,
  f: { id: string; station: number; on: string; deadline: string },
  today: string,
): Promise<void> {
  const words = PROBLEMS[n % PROBLEMS.length]!.answered;
  const answeredOn = addDays(f.on, 6);
  const old = f.deadline < today;
  if (!old && n % 3 !== 1) return;
  if (answeredOn > today) return;
  await send(demoHead(f.station), 'inspections.answer_finding', { id: f.id, revision: 1, words }, answeredOn, 16);
  if (!old) return;
  const closed = { verdict: 'closed', words: '现场查看，已改好。' };
  await send(manager, 'inspections.recheck_finding', { id: f.id, revision: 2, recheck: closed }, addDays(f.on, 13), 10);
}

/** One station's months up to today. */
async function inspectStation(send: Send, s: number, station: number, from: string, today: string): Promise<number> {
  let made = 0;
  for (const [m, month] of monthsOf(from, today).entries()) {
    const day = addDays(month.from, 4 + ((s * 3 + m * 5) % 20));
    const current = month.to === today;
    if (day > today || (current && s % 3 === 2) || (s === 7 && m === 3)) continue;
    const n = s * 5 + m;
    const problem = n % 4 === 0 ? PROBLEMS[n % PROBLEMS.length]! : null;
    const sheet = sheetOf(n, station, day, problem);
    const { item, severity, problem: text } = problem ?? PROBLEMS[0]!;
    const found = { id: demoId(`finding of ${sheet.id}`), item, severity, problem: text, deadline_on: addDays(day, 14) };
    await send(manager, 'inspections.record', { ...sheet, findings: problem ? [found] : [] }, day, 17);
    if (problem) await follow(send, n, { id: found.id, station, on: day, deadline: found.deadline_on }, today);
    made++;
  }
  return made;
}

/** Whatever the day of the month: at one station something still has time, at another the deadline has passed. */
async function leaveOpen(send: Send, from: string, today: string): Promise<void> {
  const before = monthsOf(from, today).at(-2)!;
  for (const [s, deadline, problem] of [
    [1, addDays(today, 10), '服务场所使用登记有两天没有签名'],
    [4, addDays(today, -3), '志愿者服务时长登记缺少活动名称'],
  ] as const) {
    const day = addDays(before.from, 4 + ((s * 3 + 7 * 5) % 20));
    const inspection = demoId(`inspection ${STATIONS[s]} ${day}`);
    const input = { id: demoId(`open finding ${s}`), inspection, severity: 'minor', problem, deadline_on: deadline };
    await send(manager, 'inspections.add_finding', input, addDays(day, 1), 9);
  }
}

const UNREACHED = ['no_answer', 'away', 'wrong_number'] as const;
function callbackOf(n: number, on: string): Result {
  if (n % 9 === 4) return { kind: 'callback', reached: false, on, why: UNREACHED[n % 3]! };
  const common = { kind: 'callback' as const, reached: true as const, on, way: n % 6 ? ('phone' as const) : ('home' as const) };
  const said = { ...common, answered_by: n % 4 === 3 ? ('family' as const) : ('self' as const) };
  if (n === 12) return { ...said, confirmed: 'unsure', agrees: 'unsure', remark: '老人记不清日期，邻居说社工来过。' };
  if (n % 11 === 7) return { ...said, confirmed: 'yes', agrees: 'partly', satisfaction: 3, remark: '来过，但说停留时间不长。' };
  return { ...said, confirmed: 'yes', agrees: 'yes', satisfaction: n % 5 === 2 ? 4 : 5 };
}

/** A call-back of the last quarter at every station, drawn, carried out and finished; and a check of records that is under way. */
async function draws(house: House, send: Send, drawn: BoundRead, today: string): Promise<number> {
  const on = addDays(today, -20);
  const id = demoId('draw callback');
  const stations = STATIONS.map(station => ({ station, size: 3 }));
  const period = { from: addMonths(on, -3), to: on };
  await send(
    officer,
    'inspections.draw',
    { id, kind: 'callback', ...period, stations, remark: '季度随机回访（演示数据）' },
    on,
    9,
  );
  let n = 0;
  for (;;) {
    const draw = DrawFull.parse((await answer(house, drawn, { actor: officer }, { id })).answer);
    const open = draw.items.filter(i => i.result === null);
    if (open.length === 0) break;
    for (const item of open) {
      const input = { id: item.id, revision: 1, result: callbackOf(n++, addDays(on, 2)) };
      await send(officer, 'inspections.enter_result', input, addDays(on, 2), 15);
    }
  }
  await send(officer, 'inspections.finish_draw', { id, revision: 1 }, addDays(on, 4), 11);
  const check = {
    id: demoId('draw check'),
    kind: 'check',
    from: addMonths(today, -1),
    to: today,
    stations: stations.slice(0, 4),
  };
  await send(officer, 'inspections.draw', { ...check, seed: 'dice-4-2-6-1', remark: '中期抽看记录（演示数据）' }, today, 9);
  return n;
}

/** Fills the demo county with inspections and draws. */
export const demoInspections =
  (commands: readonly BoundCommand[], reads: readonly BoundRead[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const send: Send = (actor, name, input, day, hour) => {
      const at = new Date(`${day > today ? today : day}T${String(hour).padStart(2, '0')}:00:00+08:00`);
      const then: House = { ...house, clock: () => (at > house.clock() ? house.clock() : at) };
      return carryOut(then, commands.find(c => c.def.name === name)!, { actor }, { id: newId(), madeAt: null, input }, {});
    };
    let made = 0;
    for (const [s, station] of STATIONS.entries()) made += await inspectStation(send, s, station, demoStart(today), today);
    await leaveOpen(send, demoStart(today), today);
    const called = await draws(house, send, reads.find(r => r.def.name === 'inspections.drawn')!, today);
    say(`检查指导：${made} 次；随机回访：${called} 人（演示数据）`);
  };
