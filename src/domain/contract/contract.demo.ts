// The demo county's contract: the requirement's clauses, signed on the day the demo year began. Opened through the command, as the
// county officer would. All of it is 演示数据.

import { demoId, demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { dayOf } from '#kernel/dates.ts';
import type { Actor } from '#kernel/roles.ts';
import { carryOut } from '#server/command.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import { contractTemplate, openingOf } from './template.ts';

export const DEMO_CONTRACT = demoId('contract');

const COUNTY = 469030;
export const demoStations: readonly number[] = Object.keys(STATION_WORDS).map(Number);

/** The county officer of the demo county. */
const officer: Actor = {
  county: COUNTY,
  account: demoId(`${COUNTY}/minzheng`),
  name: '演示·民政专员',
  grants: [{ role: 'county_officer', station: null }],
  stations: demoStations,
};

/** What the officer types when she opens it. */
export const demoOpening = (signedOn: string) =>
  openingOf(contractTemplate, {
    id: DEMO_CONTRACT,
    code: `QZ-SGZ-${signedOn.slice(0, 4)}`,
    purchaser: '琼中黎族苗族自治县民政局',
    provider: '演示社会工作服务中心',
    signed_on: signedOn,
    stations: demoStations,
  });

export const openDemoContract =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const open = commands.find(c => c.def.name === 'contract.open')!;
    const input = demoOpening(demoStart(dayOf(house.clock())));
    await carryOut(house, open, { actor: officer }, { id: demoId('contract.open'), madeAt: null, input }, {});
    say(`合同：${input.signed_on} 签订，${input.stations.length} 个社工站，${input.clauses.length} 个条款`);
  };
