// A believable year of visits for the demo county (演示数据), through the same commands as a worker's phone and a head's desk: most
// stations on track, some workers behind, some visits returned, late, paired, or telephone greetings.

import { demoHead, demoWorkers } from '#domain/clients/clients.demo.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, addMonths, dayOf, daysBetween } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as, carryOut } from '#server/command.ts';
import { q } from '#server/database/tables.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';

const COUNTY = 469030;
const NOTES = [
  '独自在家,精神尚好,三餐能自理。',
  '近日膝盖疼痛,已提醒按时服药,约好下周陪同到镇卫生院。',
  '屋顶有一处漏雨,已告知村委会,待修。',
  '孙辈在外打工,常感孤单,聊了半小时家常。',
  '灶台旁堆放柴火,已一起清开,说明用火注意。',
  '高龄津贴已到账,询问医保报销办法,已当面说明。',
];
const NEEDS = ['company', 'medical', 'daily_care', 'home_safety', 'policy', 'none'] as const;
const SERVICES = ['emotional_support', 'policy', 'none', 'errand', 'cleaning'] as const;
const fine = { level: 'normal' } as const;

type Station = { id: number; head: Actor; workers: string[]; people: { id: string; worker: string }[] };

/** A station with its workers and the grown-up people they are responsible for (a child's form asks more than a demo knows). */
async function stationOf(house: House, id: number, grownUpBy: string): Promise<Station> {
  const head = demoHead(id);
  const people = await as(house, { actor: head }, 'read', null, ({ tx }) =>
    tx.all(
      q
        .selectFrom('app.residents')
        .select(['id', 'worker_id'])
        .where('county_id', '=', tx.county)
        .where('station_id', '=', id)
        .where('worker_id', 'is not', null)
        .where('born_on', '<', grownUpBy)
        .orderBy('id'),
    ),
  );
  return { id, head, workers: demoWorkers(id), people: people.map(p => ({ id: p.id, worker: p.worker_id! })) };
}

const actorOf = (station: number, worker: string): Actor => ({
  county: COUNTY,
  account: worker,
  name: '演示·社工',
  grants: [{ role: 'resident_worker', station }],
  stations: [station],
});

/** A home visit or telephone greeting number `n` of a worker, on a day. */
function written(n: number, id: string, resident: string, day: string, partner: string | null) {
  const call = n % 9 === 8;
  const at = `${String(8 + (n % 9)).padStart(2, '0')}:${n % 2 ? '30' : '00'}`;
  const shared = { id, resident, visited_on: day, started_at: at, unusual: n % 23 === 0, recorded_at: `${day}T${at}:00+08:00` };
  if (call) {
    return {
      ...shared,
      kind: 'welfare_call',
      outcome: 'connected',
      content: { answered_by: 'self', body: fine, mood: fine, meals: fine, medicine: fine, home_safety: fine },
    };
  }
  return {
    ...shared,
    kind: 'home_visit',
    type: n % 12 === 0 ? 'festival' : n < 3 ? 'first' : 'routine',
    outcome: n % 17 === 5 ? 'nobody' : 'success',
    place_reason: n % 3 ? 'no_signal' : 'not_used',
    signature_reason: 'illiterate',
    next_on: addDays(day, 30),
    co_workers: partner ? [partner] : [],
    ...(n % 17 === 5
      ? { content: {} }
      : {
          content: {
            health: n % 4 === 1 ? { level: 'watch', note: '膝关节疼痛' } : fine,
            mood: n % 7 === 3 ? { level: 'watch', note: '情绪低落' } : fine,
            safety: n % 6 === 2 ? { level: 'watch', note: '电线老化' } : fine,
            hygiene: fine,
            surroundings: fine,
            needs: [NEEDS[n % NEEDS.length]],
            services: [SERVICES[n % SERVICES.length]],
            notes: NOTES[n % NOTES.length],
          },
        }),
  };
}

type Send = (actor: Actor, name: string, input: unknown, day: string, hour: number) => Promise<unknown>;

/** One worker's year: `pace` visits by today, reviewed a day later, the last few still waiting. */
async function yearOf(send: Send, station: Station, worker: string, pace: number, from: string, today: string): Promise<number> {
  const own = station.people.filter(p => p.worker === worker);
  const span = daysBetween(from, today) - 8;
  const lead = worker === station.head.account;
  for (let n = 0; n < pace && own.length > 0; n++) {
    const day = addDays(from, 5 + Math.floor((span * n) / pace));
    const id = demoId(`visit ${worker} ${n}`);
    const partner = n % 6 === 4 ? station.workers.find(w => w !== worker)! : null;
    const late = n % 11 === 7 ? 9 : 0;
    const input = {
      ...written(n, id, own[(n * 5) % own.length]!.id, day, partner),
      ...(late && { late_reason: '山路塌方,几天后才回站补录' }),
    };
    await send(actorOf(station.id, worker), 'visits.record', input, addDays(day, late), 17);
    if (lead || n >= pace - 2) continue;
    const verdict = n % 10 === 9 ? 'visits.return' : 'visits.approve';
    const seen = { id, revision: 1, ...(verdict === 'visits.return' && { remark: '请写清楚老人近期用药情况。' }) };
    if (!partner || partner !== station.head.account) await send(station.head, verdict, seen, addDays(day, late + 1), 9);
  }
  return own.length > 0 ? pace : 0;
}

/** What the project manager reviews: the heads' own visits and those they took part in. */
async function reviewByManager(house: House, send: Send, stations: readonly Station[], today: string): Promise<void> {
  const manager: Actor = {
    county: COUNTY,
    account: demoId(`${COUNTY}/xiangmu`),
    name: '演示·项目经理',
    grants: [{ role: 'project_manager', station: null }],
    stations: stations.map(s => s.id),
  };
  const waiting = await as(house, { actor: manager }, 'read', null, ({ tx }) =>
    tx.all(
      q
        .selectFrom('app.visits')
        .select(['id', 'worker_id', 'co_worker_ids', 'station_id'])
        .where('county_id', '=', tx.county)
        .where('state', '=', 'submitted')
        .where('visited_on', '<', addDays(today, -20))
        .orderBy('visited_on'),
    ),
  );
  for (const visit of waiting) {
    const { account } = stations.find(s => s.id === visit.station_id)!.head;
    if (visit.worker_id === account || visit.co_worker_ids.includes(account))
      await send(manager, 'visits.approve', { id: visit.id, revision: 1 }, addDays(today, -15), 10);
  }
}

/** Fills the demo county with visits. */
export const demoVisits =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const from = demoStart(today);
    const send: Send = (actor, name, input, day, hour) => {
      const then: House = {
        ...house,
        clock: () => new Date(`${day > today ? today : day}T${String(hour).padStart(2, '0')}:00:00+08:00`),
      };
      return carryOut(then, commands.find(c => c.def.name === name)!, { actor }, { id: newId(), madeAt: null, input }, {});
    };
    const stations = await Promise.all(
      Object.keys(STATION_WORDS).map(id => stationOf(house, Number(id), addMonths(from, -18 * 12))),
    );
    let made = 0;
    for (const [i, station] of stations.entries()) {
      for (const [w, worker] of station.workers.entries())
        made += await yearOf(send, station, worker, 18 + ((i * 7 + w * 5) % 13), from, today);
    }
    await reviewByManager(house, send, stations, today);
    say(`探访与电话问候:${made} 条(演示数据)`);
  };
