// A believable year of activities for the demo county (演示数据), through the workers' commands: three or four a station, both compulsory
// themes in most, one of nine people, one that was only counted, one still to come.

import { demoHead, demoWorkers } from '#domain/clients/clients.demo.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { deciding } from '#domain/records/records.demo.ts';
import { addDays, dayOf, daysBetween } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { carryOut } from '#server/command.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import type { Reviewable } from '#server/reviewing.ts';
import type { Theme } from './activities.ts';

const COUNTY = 469030;
type Kind = { name: string; themes: Theme[]; background: string; goal: string; process: string };
const KINDS: readonly Kind[] = [
  {
    name: '社工进集市',
    themes: ['social_work_publicity', 'policy_publicity'],
    background: '赶集日人多，不少居民不知道社工站在哪里、能帮什么忙。',
    goal: '让到场居民知道社工站的位置和服务内容',
    process: '设展台两张，讲解低保、临时救助和社工服务，现场答问；八位老人留下地址，约定上门。',
  },
  {
    name: '邻里志愿日',
    themes: ['volunteering_advocacy', 'elder_recreation'],
    background: '村里热心人不少，还没有固定的志愿服务安排。',
    goal: '动员居民参加志愿服务，认识注册办法',
    process: '老党员讲了帮邻居送药的经过；分组为三户独居老人打扫院子，休息时讲解怎样注册。',
  },
  {
    name: '防溺水与暑期安全课',
    themes: ['child_safety'],
    background: '暑假临近，水塘多，留守儿童由祖辈照看。',
    goal: '孩子能说出不下水的三条理由和求助办法',
    process: '用绘本讲故事，分组演练呼救和抛绳；家长同场听课。',
  },
  {
    name: '重阳敬老茶话会',
    themes: ['festival_greeting', 'elder_recreation'],
    background: '老人平时往来少，想有个坐下来说话的日子。',
    goal: '让独居老人认识两位以上可以来往的邻居',
    process: '唱山歌、量血压、包粽子；散场前互留联系方式，由小组长记下。',
  },
];
const SURNAMES = '王陈林符李黄吴邓盘蒋';
const GIVEN = '秀明海桂玉春丽建国英梅文兰志强花';
const nameOf = (n: number): string =>
  `${SURNAMES[n % SURNAMES.length]}${GIVEN[(n * 3) % GIVEN.length]}${GIVEN[(n * 7 + 5) % GIVEN.length]}`;

type Step = { house: House; commands: readonly BoundCommand[]; reviewable: Reviewable };
/** Sends a command as somebody on a day at an hour. */
async function send(s: Step, actor: Actor, name: string, input: unknown, day: string, hour: number): Promise<void> {
  const now = new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`);
  const bound = s.commands.find(c => c.def.name === name)!;
  await carryOut({ ...s.house, clock: () => now }, bound, { actor }, { id: newId(now.getTime()), madeAt: null, input }, {});
}
async function approve(s: Step, head: Actor, id: string, day: string): Promise<void> {
  const clock = () => new Date(`${day}T17:00:00+08:00`);
  await deciding(s.reviewable)({ ...s.house, clock }, head, { id, revision: 1 });
}

const plan = (id: string, station: number, kind: Kind, on: string, made_on: string, people: number) => ({
  id,
  station,
  name: kind.name,
  themes: kind.themes,
  planned_on: on,
  planned_start: '09:00',
  planned_end: '11:00',
  place: '镇文化广场',
  expected: Math.max(10, people),
  made_on,
  content: {
    background: kind.background,
    goals: [kind.goal],
    audience: '本镇居民',
    program: [{ time: '09:00', part: '签到、布置' }, { time: '09:20', part: '主要环节' }, { part: '满意度、收拾场地' }],
    budget: [{ item: '物料', fen: 18_000 }],
    risks: '下雨改到室内；老人和儿童有专人照看，备急救包。',
    evaluation: '签到人数、现场满意度',
  },
});

/** One activity from its plan to its summary; one of the days to come stays approved. */
async function carryOutOne(s: Step, station: number, nth: number, kind: Kind, on: string, today: string, people: number) {
  const head = demoHead(station);
  // The head reviews, so that the activities are the other workers'.
  const workers = demoWorkers(station).filter(account => account !== head.account);
  const worker: Actor = {
    county: COUNTY,
    account: workers[nth % workers.length]!,
    name: '演示·社工',
    grants: [{ role: 'resident_worker', station }],
    stations: [station],
  };
  const id = demoId(`activity ${station} ${nth}`);
  const made = addDays(on, -7) < today ? addDays(on, -7) : today;
  await send(s, worker, 'activities.plan', plan(id, station, kind, on, made, people), made, 9);
  if (made === today) return;
  await approve(s, head, id, made);
  if (on >= today) return;
  const signers = Array.from({ length: people }, (_, i) => ({
    id: newId(),
    name: nameOf(station + nth * 31 + i),
    phone_end: String(1000 + ((station * 7 + i * 137 + nth) % 9000)),
    age_group: i % 3 === 0 ? 'elder' : 'adult',
    volunteer: i % 8 === 0 && kind.themes.includes('volunteering_advocacy'),
  }));
  await send(s, worker, 'activities.attend', { activity: id, people: signers }, on, 10);
  const scores = [5, 5, 4, 5, 3, 4];
  for (const [i, overall] of scores.slice(0, 2 + (nth % 4)).entries())
    await send(
      s,
      worker,
      'activities.answer',
      { id: newId(), activity: id, scores: { overall, useful: Math.max(3, overall - (i % 2)) }, how: 'self' },
      on,
      11,
    );
  await send(s, worker, 'activities.hold', { id, revision: 1, held_on: on, held_start: '09:10', held_end: '11:05' }, on, 12);
  const wrote = addDays(on, 2);
  if (wrote >= today) return;
  const content = {
    process: kind.process,
    goals: [{ goal: kind.goal, met: 'yes' }],
    spent: [{ item: '物料', fen: 16_500 + nth * 250 }],
    improvements: '下次提前一天在村里广播通知。',
  };
  const sum = newId();
  await send(s, worker, 'activities.summarise', { id: sum, activity: id, activity_revision: 2, content }, wrote, 15);
  await approve(s, head, sum, wrote);
}

/** Fills the demo county with activities. */
export const demoActivities =
  (commands: readonly BoundCommand[], reviewable: Reviewable): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const from = demoStart(today);
    const span = daysBetween(from, today);
    const step = { house, commands, reviewable };
    let n = 0;
    for (const [s, station] of Object.keys(STATION_WORDS).map(Number).entries()) {
      // Most stations cover both compulsory themes; every fourth has not come to volunteering yet.
      const kinds = KINDS.filter((_, k) => !(k === 1 && s % 4 === 3)).slice(0, 3 + (s % 2));
      for (const [k, kind] of kinds.entries()) {
        const last = k === kinds.length - 1 && s % 3 === 0;
        const on = last ? addDays(today, 4) : addDays(from, Math.max(8, Math.floor((span * (k + 1)) / (kinds.length + 1)) + s));
        const people = s === 2 && k === 2 ? 9 : 14 + ((s * 5 + k * 7) % 22);
        await carryOutOne(step, station, k, kind, on, today, people);
        n++;
      }
    }
    say(`乡镇活动：${n} 场（演示数据）`);
  };
