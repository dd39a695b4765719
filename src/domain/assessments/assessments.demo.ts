// A believable year of assessments for the demo county (演示数据): elders by their abilities, some twice, self-care of those in extreme
// poverty, moods before and after, the county's own check of homes. Sent through the same commands as a worker's phone and an officer's desk.

import { demoHead } from '#domain/clients/clients.demo.ts';
import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, ageOn, dayOf, daysBetween } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { as, carryOut } from '#server/command.ts';
import { q, sql } from '#server/database/tables.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { type Answer, type Answers, answersShown, Instrument, type Item, itemsOf, type Occasion } from './assessments.ts';
import { HOME_SAFETY } from './home-safety.demo.ts';
import { seeded } from './instruments/seeded.ts';

const COUNTY = 469030;
type Person = { id: string; worker: string; age: number; poor: boolean };
type Step = { at: string; by: Actor; command: string; input: object };

const body = (code: string): Instrument => (code === HOME_SAFETY.code ? Instrument.parse(HOME_SAFETY) : seeded(code)!.body);
const chanceOf = (word: string): number => Number.parseInt(demoId(word).slice(0, 6), 16) / 0xffffff;

/** An answer of somebody whose state is `good` (0 … 1); better options come first in every list of the scales used here. */
function answerFor(item: Item, good: number, word: string): Answer | undefined {
  const luck = chanceOf(`${word} ${item.key}`);
  switch (item.kind) {
    case 'choice': {
      if (item.key === 'coma') return 'no';
      const worst = item.options.length - 1;
      return item.options[Math.min(worst, Math.max(0, Math.round((1 - good) * worst + (luck - 0.5) * 1.2)))]!.value;
    }
    case 'yes_no':
      return item.scores || item.key === 'helper' ? (luck < good + 0.1 ? 'yes' : 'no') : luck > 0.9 ? 'yes' : 'no';
    case 'number':
      return luck > 0.85 ? 2 : luck > 0.7 ? 1 : 0;
    case 'scale':
      return Math.min(10, Math.max(0, Math.round(good * 10)));
    case 'text':
      return { goal: '每天出门走一走，和邻居说说话', todo: '换掉老化的插座，台阶加扶手' }[item.key];
    case 'choices':
      return undefined;
  }
}

function answersFor(code: string, good: number, word: string): Answers {
  const instrument = body(code);
  const all = itemsOf(instrument).map(item => [item.key, answerFor(item, good, word)] as const);
  return answersShown(instrument, Object.fromEntries(all.filter((e): e is [string, Answer] => e[1] !== undefined)));
}

async function peopleOf(house: House, station: number, today: string): Promise<Person[]> {
  const rows = await as(house, { actor: demoHead(station) }, 'read', null, ({ tx }) =>
    tx.all(
      q
        .selectFrom('app.residents as r')
        .select(['r.id', 'r.worker_id', 'r.born_on'])
        .select(
          sql<boolean>`exists (select from app.resident_categories c where c.county_id = ${tx.county} and c.resident_id = r.id
            and c.category = 'extremely_poor' and c.to_on is null)`.as('poor'),
        )
        .where('r.county_id', '=', tx.county)
        .where('r.station_id', '=', station)
        .where('r.state', '=', 'active')
        .where('r.worker_id', 'is not', null)
        .where('r.born_on', 'is not', null)
        .orderBy('r.id'),
    ),
  );
  return rows.map(r => ({ id: r.id, worker: r.worker_id!, age: ageOn(r.born_on!, today), poor: r.poor }));
}

const workerAt = (station: number, account: string): Actor => ({
  county: COUNTY,
  account,
  name: '演示·社工',
  grants: [{ role: 'resident_worker', station }],
  stations: [station],
});

type Wish = { person: Person; code: string; day: string; good: number; occasion: Occasion };
const stepOf = (station: number, n: number, { person, code, day, good, occasion }: Wish): Step => ({
  at: `${day}T${String(9 + (n % 8)).padStart(2, '0')}:${String(10 + ((n * 7) % 50)).padStart(2, '0')}`,
  by: workerAt(station, person.worker),
  command: 'assessments.record',
  input: {
    id: demoId(`assessment ${person.id} ${code} ${occasion}`),
    resident: person.id,
    instrument: code,
    version: 1,
    assessed_on: day,
    informant: body(code).informants[0],
    occasion,
    answers: answersFor(code, good, `${person.id} ${code}`),
  },
});

/** What one station assesses in the year. */
function wishesOf(people: readonly Person[], from: string, today: string): Wish[] {
  const days = daysBetween(from, today);
  const elders = people.filter(p => p.age >= 65);
  const spread = (n: number, of: number, begin: number, end: number): string =>
    addDays(from, Math.round(days * (begin + ((end - begin) * (n + 0.5)) / of)));
  const ability = (p: Person): number => Math.min(1, Math.max(0.1, 1.75 - p.age / 90 + (chanceOf(p.id) - 0.5) * 0.7));
  const first = elders
    .slice(0, 9)
    .map(
      (person, n): Wish => ({ person, code: 'gbt42195', day: spread(n, 9, 0.06, 0.6), good: ability(person), occasion: 'first' }),
    );
  const again = elders.slice(0, 4).map(
    (person, n): Wish => ({
      person,
      code: 'gbt42195',
      day: spread(n, 4, 0.7, 0.97),
      good: Math.max(0, ability(person) - 0.12),
      occasion: 'routine',
    }),
  );
  const poor = people
    .filter(p => p.poor)
    .slice(0, 4)
    .map(
      (person, n): Wish => ({ person, code: 'selfcare6', day: spread(n, 4, 0.1, 0.5), good: ability(person), occasion: 'first' }),
    );
  const moods = elders.slice(9, 11).flatMap((person, n): Wish[] =>
    [0.35, 0.6, 0.9].map(
      (at, k): Wish => ({
        person,
        code: n ? 'goal10' : 'phq9',
        day: spread(k, 3, at - 0.02, at + 0.02),
        good: 0.35 + k * 0.22,
        occasion: (['before', 'routine', 'after'] as const)[k]!,
      }),
    ),
  );
  const homes = elders.slice(2, 8).map(
    (person, n): Wish => ({
      person,
      code: 'home_safety',
      day: spread(n, 6, 0.12, 0.9),
      good: 0.9 - (n % 3) * 0.3,
      occasion: 'first',
    }),
  );
  return [...first, ...again, ...poor, ...moods, ...homes];
}

/** Fills the demo county with assessments, and with an instrument of its own. */
export const demoAssessments =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const from = demoStart(today);
    const stations = Object.keys(STATION_WORDS).map(Number);
    const officer: Actor = {
      county: COUNTY,
      account: demoId(`${COUNTY}/minzheng`),
      name: '演示·民政专员',
      grants: [{ role: 'county_officer', station: null }],
      stations,
    };
    const id = demoId('instrument home_safety');
    const steps: Step[] = [
      { at: `${from}T08:30`, by: officer, command: 'assessments.draft_instrument', input: { id, body: HOME_SAFETY } },
      { at: `${from}T08:40`, by: officer, command: 'assessments.publish_instrument', input: { id, revision: 1 } },
    ];
    for (const station of stations) {
      const people = await peopleOf(house, station, today);
      steps.push(...wishesOf(people, from, today).map((wish, n) => stepOf(station, n, wish)));
    }
    const bound = new Map(commands.map(c => [c.def.name, c]));
    for (const { at, by, command, input } of steps.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
      const now = new Date(`${at}:00+08:00`);
      await carryOut(
        { ...house, clock: () => now },
        bound.get(command)!,
        { actor: by },
        { id: newId(now.getTime()), madeAt: null, input },
        {},
      );
    }
    say(`评估：${steps.length - 2} 次登记，一份本县量表（演示数据）`);
  };
