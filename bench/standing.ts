// 履约情况 of the whole contract: ten stations over the filled county's visits and service files, asked over HTTP as the county officer;
// and the same of a county ten years on.

import { DEMO_CONTRACT, demoOpening } from '#domain/contract/contract.demo.ts';
import { dayOf } from '#kernel/dates.ts';
import { asker } from './asking.ts';
import { type Size, yearStart } from './fill.ts';
import { type Line, median, type Table, text } from './table.ts';
import { type County, sessionOf, type World } from './world.ts';

const ASKED = 15;

/** Milliseconds: the first time after the server's start, then several times; and how many stations were answered. */
async function asked(county: County): Promise<{ cold: number; times: number[]; stations: number }> {
  const server = await county.serve();
  try {
    const officer = asker(server.url, await sessionOf(county, 'minzheng', 'office'));
    const { rows } = await officer.read<{ rows: unknown[] }>('contract.list');
    if (rows.length === 0) await officer.send('contract.open', demoOpening(yearStart(dayOf(new Date()))));
    const ask = () => officer.read<{ stations: unknown[] }>('contract.standing', { id: DEMO_CONTRACT });
    const first = performance.now();
    const { stations } = await ask();
    const cold = performance.now() - first;
    const times: number[] = [];
    for (let i = 0; i < ASKED; i++) {
      const begun = performance.now();
      await ask();
      times.push(performance.now() - begun);
    }
    return { cold, times, stations: stations.length };
  } finally {
    await server.stop();
  }
}

function linesOf(what: string, { cold, times }: { cold: number; times: number[] }, aim: number): Line[] {
  const middle = median(times);
  return [
    { cells: [`${what}：服务器启动后第一次`, text(cold)], met: null },
    { cells: [`${what}：之后 ${ASKED} 次的中位数，目标 ≤ ${aim}`, text(middle)], met: middle <= aim },
    { cells: [`${what}：其中最慢一次`, text(Math.max(...times))], met: null },
  ];
}

const said = ({ residents, visits }: Size): string => `${visits} 次探访、${residents} 份服务档案`;

export async function measureStanding(world: World, size: Size, large: Size): Promise<Table> {
  const own = await asked(await world.filled());
  const more = await asked(await world.filled(large));
  return {
    title: `合同履约情况：${own.stations} 个社工站`,
    head: ['测量', '毫秒'],
    lines: [...linesOf(said(size), own, 200), ...linesOf(said(large), more, 300)],
  };
}
