// A believable year of examinations for the demo county (演示数据), through the manager's commands: somebody at every station prepares for
// the national examination; some have passed and hold their certificate, some have not, one gave up, the others wait (U1).

import { addDays, dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import type { Actor } from '#kernel/roles.ts';
import { carryOut } from '#server/command.ts';
import type { House } from '#server/house.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { demoId, demoPeople, demoStart, STATION_WORDS } from './people.demo.ts';
import type { ExamState } from './staffing.ts';

const COUNTY = 469030;
const manager: Actor = {
  county: COUNTY,
  account: demoId(`${COUNTY}/xiangmu`),
  name: '演示·项目经理',
  grants: [{ role: 'project_manager', station: null }],
  stations: Object.keys(STATION_WORDS).map(Number),
};
const HELP = ['报名费由项目承担，每周半天备考', '中心统一购买教材和网课', '参加省协会的考前培训班，6 月起给备考假'];
/** How it went, station by station. */
const STATES: readonly ExamState[] = [
  'passed',
  'passed',
  'failed',
  'passed',
  'registered',
  'passed',
  'given_up',
  'registered',
  'failed',
  'preparing',
];
/** Days before today on which the passed get their certificate. */
const ISSUED = 45;

/** The first worker of each station who has no national certificate yet. */
const candidates = () =>
  manager.stations.flatMap(station => {
    const own = [...demoPeople().entries()].filter(([, p]) => p.station === station && p.roles[0] === 'resident_worker');
    return own.find(([n]) => n % 3 !== 0)?.[1] ?? [];
  });

/** Fills the demo county with examinations. */
export const demoExams =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const send = (name: string, input: unknown, day: string) => {
      const at = new Date(`${day > today ? today : day}T10:00:00+08:00`);
      const then: House = { ...house, clock: () => (at > house.clock() ? house.clock() : at) };
      return carryOut(
        then,
        commands.find(c => c.def.name === name)!,
        { actor: manager },
        { id: newId(), madeAt: null, input },
        {},
      );
    };
    const begun = addDays(demoStart(today), 12);
    const issued = addDays(today, -ISSUED);
    for (const [n, person] of candidates().entries()) {
      const id = demoId(`exam of ${person.userName}`);
      const exam = {
        id,
        staff: demoId(`${COUNTY}/${person.userName}`),
        year: Number(issued.slice(0, 4)),
        level: 'national_assistant',
      };
      await send('org.prepare_exam', { ...exam, help: HELP[n % HELP.length] }, begun);
      const state = STATES[n % STATES.length]!;
      if (state === 'preparing') continue;
      const certificate = { id: demoId(`passed ${person.userName}`), number: `演示${20260100 + n}`, issued_on: issued };
      await send('org.exam_result', { id, revision: 1, state, ...(state === 'passed' && { certificate }) }, addDays(issued, 3));
    }
    const passed = STATES.filter(s => s === 'passed').length;
    say(`考证：${candidates().length} 人备考，${passed} 人通过（演示数据）`);
  };
