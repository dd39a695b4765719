// A believable year of group work for the demo county (演示数据): about two groups a station, most of them complete, one with 14 person-times
// only, one cancelled, some under way. Sent through the commands, day by day, as workers and heads would.

import { demoHead, demoWorkers } from '#domain/clients/clients.demo.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as, carryOut } from '#server/command.ts';
import { q } from '#server/database/tables.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { decideAs } from './approving.demo.ts';
import { assessmentWords, nextWords, observed, processWords, THEMES } from './content.demo.ts';

const COUNTY = 469030;

/** How far a group comes: all the way to the archive, or less. */
type Course = 'archived' | 'short' | 'running' | 'recruiting' | 'submitted' | 'cancelled';
const SECOND: readonly Course[] = [
  'running',
  'archived',
  'archived',
  'running',
  'archived',
  'cancelled',
  'recruiting',
  'archived',
  'submitted',
  'running',
];
const SHORT_STATION = 3;

type Group = { station: number; nth: number; course: Course; begins: string; theme: (typeof THEMES)[number] };

/** The groups of the year. The second ones end or go on about today. */
function groupsOf(from: string, today: string): Group[] {
  return Object.keys(STATION_WORDS).flatMap((id, s): Group[] => [
    {
      station: Number(id),
      nth: 1,
      course: s === SHORT_STATION ? 'short' : 'archived',
      begins: addDays(from, 35 + s * 9),
      theme: THEMES[s % THEMES.length]!,
    },
    {
      station: Number(id),
      nth: 2,
      course: SECOND[s]!,
      begins: addDays(
        today,
        { running: -14, archived: -75 - s * 2, recruiting: 6, submitted: 12, cancelled: -40, short: 0 }[SECOND[s]!],
      ),
      theme: THEMES[(s + 4) % THEMES.length]!,
    },
  ]);
}

type Send = (by: Actor, command: string, input: object, day: string, hour: number) => Promise<unknown>;
type Making = {
  send: Send;
  approve: (id: string, day: string) => Promise<unknown>;
  worker: Actor;
  members: string[];
  today: string;
};

/** Who comes: now and then somebody is late, absent or excused; the short one loses two members. */
const statusOf = (g: Group, session: number, member: number): string => {
  if (g.course === 'short') return session >= 2 && member === 3 ? 'absent' : 'present';
  const n = (g.station + session * 7 + member * 5) % 17;
  return n === 0 ? 'absent' : n === 1 ? 'late' : n === 2 ? 'excused' : 'present';
};

async function holdSession(m: Making, g: Group, group: string, session: { id: string; no: number; topic: string }, day: string) {
  const { send, worker, members } = m;
  const entries = members.map((member, i) => ({ member, status: statusOf(g, session.no - 1, i), signed_for: false }));
  const how = session.no === 2 ? 'paper' : 'roll';
  await send(
    worker,
    'groups.roll_call',
    { session: session.id, revision: 1, held_on: day, how, entries, guests: [], paper: [] },
    day,
    11,
  );
  const there = entries.filter(e => e.status === 'present' || e.status === 'late').map(e => e.member);
  const record = demoId(`record of ${session.id}`);
  const content = {
    session: session.id,
    process: processWords(g.theme, session.no),
    goals: [{ key: 'g1', score: Math.min(9, 2 + session.no + (g.station % 3)) }],
    observations: there.slice(0, 2).map((member, i) => ({ member, words: observed(session.no + i) })),
    assessment: assessmentWords(session.no),
    next: nextWords(session.no),
  };
  await send(worker, 'groups.record_session', { group, id: record, revision: 0, head: { occurred_on: day }, content }, day, 16);
  // What was held in the last days still waits for the head of station.
  if (day <= addDays(m.today, -3)) await m.approve(record, addDays(day, 1));
}

async function finish(m: Making, g: Group, group: string, day: string): Promise<void> {
  const summary = demoId(`summary of ${group}`);
  const content = {
    goals: [{ key: 'g1', before: 3, after: 7, reached: 'yes', words: '多数组员能叫出彼此的名字，节后仍有来往。' }],
    members: [],
    satisfaction: { asked: m.members.length, satisfied: m.members.length - (g.station % 2) },
    process: '各节按计划开展，前两节以熟悉为主，后面由组员轮流带动。',
    difficulties: '农忙时到场的人少，改到傍晚后好转。',
    next: '每月由组员自己约一次，社工到场看望。',
  };
  await m.send(m.worker, 'groups.summarise', { group, id: summary, revision: 0, head: { occurred_on: day }, content }, day, 15);
  await m.approve(summary, addDays(day, 2));
  await m.send(m.worker, 'groups.end', { id: group, revision: 1, as: 'archived' }, addDays(day, 3), 10);
}

/** Days of the sessions: a week apart; of a running group the third is today. */
const sessionDays = (g: Group): string[] =>
  Array.from({ length: g.course === 'short' ? 4 : 5 }, (_, i) => addDays(g.begins, 7 * i));

async function makeGroup(m: Making, g: Group, residents: readonly string[]): Promise<void> {
  const { send, worker, today } = m;
  const id = demoId(`group ${g.station} ${g.nth}`);
  const days = sessionDays(g);
  const opened = [addDays(g.begins, -20), today].sort()[0]!;
  const station = g.station;
  const facts = {
    name: g.theme.name,
    kind: g.theme.kind,
    openness: 'closed',
    planned_sessions: days.length,
    planned_members: 6,
    from_on: days[0],
    to_on: days.at(-1),
    place: g.theme.place,
    lead: worker.account,
    co_workers: [],
  };
  await send(worker, 'groups.open', { id, station, ...facts }, opened, 9);
  const sessions = days.map((planned_on, i) => ({
    id: demoId(`session ${id} ${i}`),
    no: i + 1,
    topic: g.theme.topics[i]!,
    goal: i === 0 ? '互相认识，说好规则' : '完成本节活动，人人说上话',
    planned_on,
    started_at: '09:30',
  }));
  const plan = demoId(`plan of ${id}`);
  const content = {
    needs: g.theme.needs,
    goals: [{ key: 'g1', words: g.theme.goal, sign: '前后各评一次，0 到 10 分' }],
    target: g.theme.target,
    recruitment: '入户邀请和村干部推荐，先到先得，其余候补',
    evaluation: ['before_after', 'satisfaction', 'attendance'],
    sessions,
  };
  await send(worker, 'groups.plan', { group: id, id: plan, revision: 0, head: { occurred_on: opened }, content }, opened, 10);
  if (g.course === 'submitted') return;
  await m.approve(plan, [addDays(opened, 2), today].sort()[0]!);
  const joined = [addDays(opened, 6), today].sort()[0]!;
  m.members = [];
  for (const resident of residents) {
    const member = demoId(`member ${id} ${resident}`);
    const input = { id: member, revision: 0, group: id, resident, state: 'joined', photo_consent: ['record'], joined_on: joined };
    await send(worker, 'groups.enrol', input, joined, 11);
    m.members.push(member);
  }
  if (g.course === 'cancelled') {
    await send(
      worker,
      'groups.end',
      { id, revision: 1, as: 'cancelled', reason: '台风后村道中断，报名的人到不了' },
      addDays(g.begins, 1),
      9,
    );
    return;
  }
  for (const [i, day] of days.entries()) if (day < today) await holdSession(m, g, id, sessions[i]!, day);
  if (g.course === 'archived' || g.course === 'short') await finish(m, g, id, addDays(days.at(-1)!, 4));
}

const residentsOf = (house: House, station: number): Promise<{ id: string }[]> =>
  as(house, { actor: demoHead(station) }, 'read', null, ({ tx }) =>
    tx.all(
      q
        .selectFrom('app.residents')
        .select('id')
        .where('county_id', '=', tx.county)
        .where('station_id', '=', station)
        .where('state', '=', 'active')
        .where('born_on', '<', '1966-01-01')
        .orderBy('id')
        .limit(14),
    ),
  );

/** Fills the demo county with group work. */
export const demoGroups =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const at = (day: string, hour: number): House => {
      const then = new Date(`${day}T${String(hour).padStart(2, '0')}:00:00+08:00`);
      return { ...house, clock: () => (then > house.clock() ? house.clock() : then) };
    };
    const send: Send = (actor, name, input, day, hour) => {
      const then = at(day, hour);
      const request = { id: newId(then.clock().getTime()), madeAt: null, input };
      return carryOut(then, commands.find(c => c.def.name === name)!, { actor }, request, {});
    };
    const groups = groupsOf(demoStart(today), today);
    for (const g of groups) {
      const worker: Actor = {
        county: COUNTY,
        account: demoWorkers(g.station)[g.nth]!,
        name: '演示·社工',
        grants: [{ role: 'resident_worker', station: g.station }],
        stations: [g.station],
      };
      const head = demoHead(g.station);
      const approve = (id: string, day: string) => decideAs(at(day, 17), head, { id, revision: 1 });
      const people = (await residentsOf(house, g.station)).map(r => r.id);
      const size = g.course === 'short' ? 4 : 6;
      await makeGroup({ send, approve, worker, members: [], today }, g, people.slice((g.nth - 1) * 7, (g.nth - 1) * 7 + size));
    }
    say(`小组：${groups.length} 个（演示数据）`);
  };
