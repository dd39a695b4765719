// `npm run bench`: the figures of the product on this machine, as a table and in bench/results.md. `-- --only=list,create` measures some
// parts, `-- --small` a small county in little time (CI), `-- --data=<folder>` keeps the filled database for the next run.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, HEAD } from '../bench/compare.ts';
import { markdown, printed, type Table, text } from '../bench/table.ts';
import { openWorld, type World } from '../bench/world.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { requireNode } from './node-version.ts';

const COMPARED = ['list', 'search', 'create', 'numbers'];
const PARTS = [...COMPARED];

requireNode();
const { values: given } = parseArgs({
  options: { only: { type: 'string' }, small: { type: 'boolean', default: false }, data: { type: 'string' } },
});
const parts = given.only?.split(',') ?? PARTS;
const unknown = parts.filter(p => !PARTS.includes(p));
if (unknown.length) {
  console.error(`没有这些部分:${unknown.join('、')};可选:${PARTS.join('、')}`);
  process.exit(1);
}

const say = (line: string): void => console.log(line);
const size = given.small ? { residents: 5_000, visits: 20_000 } : { residents: 100_000, visits: 500_000 };

async function measure(world: World): Promise<Table[]> {
  const tables: Table[] = [];
  const compared = parts.filter(p => COMPARED.includes(p));
  if (compared.length) {
    const { lines, peakMb } = await compare(world, compared, given.small ? 0.5 : 2, given.small ? 1 : 3, say);
    tables.push({ title: '请求:与裸服务交替测量', head: HEAD, lines });
    tables.push({
      title: '服务器内存',
      head: ['测量', 'MB'],
      lines: [{ cells: ['以上请求期间的最高占用', text(peakMb)], met: peakMb <= 250 }],
    });
  }
  return tables;
}

const world = await openWorld(size, say, given.data);
try {
  const tables = await measure(world);
  for (const table of tables) console.log(printed(table));
  if (!given.small && !given.only)
    writeFileSync(
      join(import.meta.dirname, '../bench/results.md'),
      `# 性能测量\n\n${dayOf(new Date())},2 核、24 GB 内存的机器;服务对象 ${size.residents},探访 ${size.visits}。\n\n${tables.map(markdown).join('\n')}`,
    );
} finally {
  await world.stop();
}
