// A believable year of cases for the demo county (演示数据): at each station one that has ended well, one under way, at some a third that has just
// begun, was not accepted, is an emergency, changed hands, or was looked into by the county. Sent through the same commands as anybody's.

import { demoHead, demoWorkers } from '#domain/clients/clients.demo.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { deciding } from '#domain/records/records.demo.ts';
import { addDays, dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as, carryOut } from '#server/command.ts';
import { q } from '#server/database/tables.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { caseReviewable } from './cases.service.ts';
import type { Kind } from './cases.ts';
import { STORIES, type Story } from './content.demo.ts';
import { formsOf, intakeOf } from './forms.demo.ts';

const COUNTY = 469030;
type Step = { at: string; by: Actor; command: string; input: unknown } | { at: string; by: Actor; approve: string[] };

const workerOf = (station: number, account: string): Actor => ({
  county: COUNTY,
  account,
  name: '演示·社工',
  grants: [{ role: 'resident_worker', station }],
  stations: [station],
});

type Place = { station: number; worker: string; resident: string; story: Story; key: string; from: string; today: string };
const signed = [{ as: 'client', reason: 'paper' }];

/** The steps of one case from its first day, as far as the days and `until` go. */
function caseSteps(p: Place, until: { sessions: number; end: boolean }, intake: object = {}): Step[] {
  const [by, head] = [workerOf(p.station, p.worker), demoHead(p.station)];
  const id = demoId(`case ${p.key}`);
  const steps: Step[] = [];
  const written: string[] = [];
  const add = (kind: Kind, day: string, content: object) => {
    if (day > p.today) return;
    const record = demoId(`${kind} ${day} of ${p.key}`);
    const head_ = { occurred_on: day, ...((kind === 'consent' || kind === 'plan') && { signatures: signed }) };
    const input =
      kind === 'intake'
        ? { id, resident: p.resident, intake: { id: record, ...head_, content } }
        : { kind, id: record, case: id, ...head_, content };
    steps.push({ at: `${day}T16:${10 + steps.length}`, by, command: kind === 'intake' ? 'cases.open' : 'cases.record', input });
    written.push(record);
  };
  const day = (n: number) => addDays(p.from, n);
  const end = day(12 * until.sessions + 24);
  const forms = formsOf(p.story, p.key, end);
  add('intake', day(0), intakeOf(p.story, intake));
  if ('decision' in intake && intake.decision === 'declined') return approved(steps, written, head, day(2), p.today);
  if (!('decision' in intake)) add('consent', day(1), forms.consent);
  add('assessment', day(4), forms.assessment);
  if (until.sessions > 0) add('plan', day(7), forms.plan);
  for (let i = 0; i < until.sessions; i++) {
    const last = i === until.sessions - 1 && !until.end;
    add('session', day(12 * (i + 1)), forms.session(i, last ? addDays(p.today, (p.station % 5) - 1) : undefined));
  }
  if (!until.end) return approved(steps, written.slice(0, -1), head, addDays(p.today, -1), p.today);
  add('review', end, forms.review);
  add('closure', end, forms.closure);
  add('follow_up', addDays(end, 31), forms.follow_up);
  return approved(steps, written, head, addDays(end, 40), p.today);
}
const approved = (steps: Step[], records: string[], by: Actor, day: string, today: string): Step[] =>
  records.length ? [...steps, { at: `${day > today ? today : day}T18:40`, by, approve: records }] : steps;

/** Adults of a station with nobody's case yet, two for each of its workers. */
const residentsOf = (house: House, station: number): Promise<{ id: string; worker: string }[]> =>
  as(house, { actor: demoHead(station) }, 'read', null, async ({ tx }) => {
    const rows = await tx.all(
      q
        .selectFrom('app.residents')
        .select(['id', 'worker_id'])
        .where('county_id', '=', tx.county)
        .where('station_id', '=', station)
        .where('state', '=', 'active')
        .where('worker_id', 'is not', null)
        .where('born_on', '<', addDays(tx.today, -30 * 365))
        .orderBy('id'),
    );
    const own = demoWorkers(station).slice(1);
    return own.flatMap(worker =>
      rows
        .filter(r => r.worker_id === worker)
        .slice(0, 3)
        .map(r => ({ id: r.id, worker })),
    );
  });

/** What is special at a station beside its two ordinary cases. */
function third(n: number, p: Place): Step[] {
  const id = demoId(`case ${p.key}`);
  const at = `${addDays(p.today, -2)}T10:05`;
  const officer: Actor = {
    county: COUNTY,
    account: demoId(`${COUNTY}/minzheng`),
    name: '演示·民政专员',
    grants: [{ role: 'county_officer', station: null }],
    stations: Object.keys(STATION_WORDS).map(Number),
  };
  if (n % 5 === 0) return caseSteps(p, { sessions: 0, end: false });
  if (n % 5 === 1)
    return caseSteps(
      p,
      { sessions: 0, end: false },
      { decision: 'declined', why_not: '属于户籍办理，已陪同到窗口，办结后回访一次' },
    );
  if (n % 5 === 2)
    return caseSteps(
      { ...p, from: addDays(p.today, -6) },
      { sessions: 0, end: false },
      { decision: 'emergency', urgency: 'crisis', emergency_why: '夜里跌倒无人在旁，当日送医并联系家属，来不及签同意书' },
    );
  const steps = caseSteps(p, { sessions: 2, end: false });
  if (n % 5 === 3)
    steps.push({
      at,
      by: demoHead(p.station),
      command: 'cases.hand_over',
      input: {
        id: demoId(`handover ${p.key}`),
        station: p.station,
        from: p.worker,
        to: demoWorkers(p.station).find(w => w !== p.worker),
        on: addDays(p.today, -2),
        why: 'balance',
        cases: [id],
        remark: '当面交接，三方在场（演示数据）',
      },
    });
  else if (n === 4)
    steps.push({
      at,
      by: officer,
      command: 'cases.open_glass',
      input: { case: id, reason: '接到群众来信，核实服务是否按约定进行（演示数据）' },
    });
  return steps;
}

async function stepsOf(house: House, n: number, station: number, from: string, today: string): Promise<Step[]> {
  const people = await residentsOf(house, station);
  const place = (k: number, day: string): Place | null => {
    const person = people[(k * 3 + (n % 2)) % Math.max(1, people.length)];
    const key = `${station} ${k}`;
    return person
      ? {
          station,
          worker: person.worker,
          resident: person.id,
          story: STORIES[(n + k * 2) % STORIES.length]!,
          key,
          from: day,
          today,
        }
      : null;
  };
  const [one, two] = [place(0, addDays(from, 16 + (n % 7))), place(1, addDays(today, -(58 + (n % 9))))];
  const other = people.find(p => p.id !== one?.resident && p.id !== two?.resident);
  const three = other && { ...place(2, addDays(today, -(34 - (n % 6))))!, resident: other.id, worker: other.worker };
  return [
    ...(one ? caseSteps(one, { sessions: 5, end: true }) : []),
    ...(two && two.resident !== one?.resident ? caseSteps(two, { sessions: 3 + (n % 2), end: false }) : []),
    ...(three ? third(n, three) : []),
  ];
}

const decide = deciding(caseReviewable);

/** Fills the demo county with cases. */
export const demoCases =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const bound = new Map(commands.map(c => [c.def.name, c]));
    const all: Step[] = [];
    for (const [n, station] of Object.keys(STATION_WORDS).map(Number).entries())
      all.push(...(await stepsOf(house, n, station, demoStart(today), today)));
    all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const step of all) {
      const at = new Date(`${step.at}:00+08:00`);
      const now = at > house.clock() ? house.clock() : at;
      const then: House = { ...house, clock: () => now };
      if ('approve' in step) for (const id of step.approve) await decide(then, step.by, { id, revision: 1 });
      else
        await carryOut(
          then,
          bound.get(step.command)!,
          { actor: step.by },
          { id: newId(now.getTime()), madeAt: null, input: step.input },
          {},
        );
    }
    say(`个案：${all.length} 次登记和审核（演示数据）`);
  };
