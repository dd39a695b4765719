// 履约情况 of the whole contract: ten stations over the filled county's visits, asked over HTTP as the county officer.

import { DEMO_CONTRACT, demoOpening } from '#domain/contract/contract.demo.ts';
import { dayOf } from '#kernel/dates.ts';
import { asker } from './asking.ts';
import { yearStart } from './fill.ts';
import { median, type Table, text } from './table.ts';
import { sessionOf, type World } from './world.ts';

const ASKED = 15;

export async function measureStanding(world: World, visits: number): Promise<Table> {
  const county = await world.filled();
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
    const middle = median(times);
    return {
      title: `合同履约情况：${stations.length} 个社工站，${visits} 次探访`,
      head: ['测量', '毫秒'],
      lines: [
        { cells: ['服务器启动后第一次', text(cold)], met: null },
        { cells: [`之后 ${ASKED} 次的中位数，目标 ≤ 200`, text(middle)], met: middle <= 200 },
        { cells: ['其中最慢一次', text(Math.max(...times))], met: null },
      ],
    };
  } finally {
    await server.stop();
  }
}
