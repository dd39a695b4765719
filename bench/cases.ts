// The four requests that are measured: what a head of station asks of the product all day, each in many variants, and the same as
// statements for the bare server.

import { demoId, STATION_WORDS } from '#domain/org/people.demo.ts';
import { dayOf } from '#kernel/dates.ts';
import type { Actor } from '#kernel/roles.ts';
import { q } from '#server/database/tables.ts';
import { enterAs, inTransaction, Sender } from '#server/database/tx.ts';
import type { BareRoute } from './bare.ts';
import { COUNTY, STATIONS, yearStart } from './fill.ts';
import type { Template } from './load.ts';
import { recordCommand, recordRead } from './recording.ts';
import type { County } from './world.ts';

export type Request = { station: number; ask: { query: Record<string, string> } | { input: object } };
export type Case = { part: string; name: string; title: string; aim: number; requests: Request[] };
/** Sends the same requests to either server. */
export type Pair = { ours: Template[]; bare: Template[]; route: BareRoute };

export const leadOf = (station: number): string => `${STATION_WORDS[station]}.zhanzhang`;

export const leadActor = (station: number): Actor => ({
  county: COUNTY,
  account: demoId(`${COUNTY}/${leadOf(station)}`),
  name: '演示·站长',
  grants: [
    { role: 'resident_worker', station },
    { role: 'station_lead', station },
  ],
  stations: [station],
});

/** Fragments of names as they are typed: characters, one character, initials, both. */
const FRAGMENTS = [
  '桂英',
  '秀兰',
  '亚福',
  '国才',
  '海燕',
  '王秀',
  '符亚',
  '黄志',
  '陈桂',
  '福',
  '菊',
  '小丹',
  'wyf',
  'hgy',
  '王xl',
  '四妹',
  '文博',
  '雨桐',
  '德光',
  '盘',
];

const perStation = (ask: (station: number) => Request['ask'][]): Request[] =>
  STATIONS.flatMap(station => ask(station).map(a => ({ station, ask: a })));

export async function someResidents(county: County, station: number, count: number): Promise<string[]> {
  const rows = await inTransaction(
    county.house.pool,
    'read',
    line => enterAs(line, { county: COUNTY, stations: [station] }),
    line =>
      new Sender(line, COUNTY, county.house.clock()).all(
        q
          .selectFrom('app.residents')
          .select('id')
          .where('county_id', '=', COUNTY)
          .where('station_id', '=', station)
          .where('state', '=', 'active')
          .where('born_on', '<', '1960-01-01')
          .orderBy('id')
          .limit(count),
      ),
  );
  return rows.map(r => r.id);
}

const fine = { level: 'normal' };
/** A home visit as the phone sends it. */
export const visitInput = (resident: string, day: string) => ({
  id: '{id}',
  resident,
  kind: 'home_visit',
  type: 'routine',
  outcome: 'success',
  visited_on: day,
  started_at: '09:10',
  ended_at: '09:40',
  place_reason: 'no_signal',
  content: {
    meeting_place: 'home',
    health: { level: 'watch', note: '血压偏高，已提醒按时服药' },
    mood: fine,
    safety: fine,
    hygiene: fine,
    surroundings: fine,
    needs: ['company', 'medical'],
    services: ['policy', 'emotional_support'],
    notes: '独自在家，精神尚好。子女在外务工，每周通话一次。已讲解高龄津贴政策，协助检查电器线路。',
  },
});

/** The cases over a filled county. */
export async function casesOf(county: County): Promise<Case[]> {
  const today = dayOf(county.house.clock());
  const residents = new Map<number, string[]>();
  for (const station of STATIONS) residents.set(station, await someResidents(county, station, 20));
  return [
    {
      part: 'list',
      name: 'visits.list',
      title: '本站探访列表（20 条，最新在前，含姓名）',
      aim: 0.7,
      requests: perStation(s => [{ query: { station: String(s) } }]),
    },
    {
      part: 'search',
      name: 'clients.list',
      title: '按姓名片段查找服务对象',
      aim: 0.7,
      requests: perStation(s => FRAGMENTS.map(word => ({ query: { station: String(s), q: word } }))),
    },
    {
      part: 'create',
      name: 'visits.record',
      title: '登记一次探访',
      aim: 0.5,
      requests: perStation(s => residents.get(s)!.map(r => ({ input: visitInput(r, today) }))),
    },
    {
      part: 'numbers',
      name: 'visits.numbers',
      title: '一站一年每人每月探访数',
      aim: 0.7,
      requests: perStation(s => [{ query: { station: String(s), from: yearStart(today) } }]),
    },
  ];
}

/** Both servers' requests of a case. `headers` are those of each station's head, signed in at our server. */
export async function pairOf(county: County, c: Case, headers: ReadonlyMap<number, Record<string, string>>): Promise<Pair> {
  const pair: Pair = {
    ours: [],
    bare: [],
    route: { path: `/${c.name}`, writes: c.requests.some(r => 'input' in r.ask), variants: [] },
  };
  for (const [n, { station, ask }] of c.requests.entries()) {
    const own = headers.get(station)!;
    const actor = leadActor(station);
    const keyed = { ...own, 'idempotency-key': '{key}' };
    if ('query' in ask) {
      pair.ours.push({ method: 'GET', path: `/api/${c.name}?${new URLSearchParams(ask.query)}`, headers: own });
      pair.bare.push({ method: 'GET', path: `${pair.route.path}?n=${n}`, headers: own });
      pair.route.variants.push(await recordRead(county.house, actor, c.name, ask.query));
    } else {
      const body = JSON.stringify(ask.input);
      pair.ours.push({ method: 'POST', path: `/api/${c.name}`, headers: keyed, body });
      pair.bare.push({ method: 'POST', path: `${pair.route.path}?n=${n}`, headers: keyed, body });
      pair.route.variants.push(await recordCommand(county.house, actor, c.name, ask.input));
    }
  }
  return pair;
}
