// `npm run bench`: the figures of the product on this machine, as a table and in bench/results.md. `-- --only=list,create` measures some
// parts, `-- --small` a small county in little time (CI), `-- --data=<folder>` keeps the filled database for the next run.

import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, HEAD, NOTE } from '../bench/compare.ts';
import { measureImport } from '../bench/import.ts';
import { measurePhones } from '../bench/phones.ts';
import { measureStanding } from '../bench/standing.ts';
import { markdown, printed, type Table, text } from '../bench/table.ts';
import { measureWeb } from '../bench/web.ts';
import { openWorld, type World } from '../bench/world.ts';
import { dayOf } from '../src/kernel/dates.ts';
import { requireNode } from './node-version.ts';

const COMPARED = ['list', 'search', 'create', 'numbers'];
const PARTS = [...COMPARED, 'standing', 'phones', 'web', 'import'];

requireNode();
const { values: given } = parseArgs({
  options: { only: { type: 'string' }, small: { type: 'boolean', default: false }, data: { type: 'string' } },
});
const parts = given.only?.split(',') ?? PARTS;
const unknown = parts.filter(p => !PARTS.includes(p));
if (unknown.length) {
  console.error(`没有这些部分：${unknown.join('、')}；可选：${PARTS.join('、')}`);
  process.exit(1);
}

const say = (line: string): void => console.log(line);
const size = given.small ? { residents: 5_000, visits: 20_000 } : { residents: 100_000, visits: 500_000 };
/** A million records to count. */
const large = given.small ? { residents: 2_000, visits: 40_000 } : { residents: 50_000, visits: 950_000 };

async function measureCompared(world: World, compared: string[]): Promise<Table[]> {
  const { lines, peakMb } = await compare(world, compared, given.small ? 0.5 : 2, given.small ? 1 : 4, say);
  const memory = { cells: ['以上请求期间的最高占用，目标 ≤ 250', text(peakMb)], met: peakMb <= 250 };
  return [
    { title: '请求：与裸服务交替测量', head: HEAD, lines, note: NOTE },
    { title: '服务器内存', head: ['测量', 'MB'], lines: [memory] },
  ];
}

async function measure(world: World): Promise<Table[]> {
  const compared = parts.filter(p => COMPARED.includes(p));
  const tables = compared.length ? await measureCompared(world, compared) : [];
  const single: Record<string, () => Promise<Table>> = {
    standing: () => measureStanding(world, size, large),
    phones: () => measurePhones(world),
    web: () => measureWeb(world),
    import: () => measureImport(world, size.residents, say),
  };
  for (const part of parts.filter(p => p in single)) {
    say(`正在测量：${part}`);
    tables.push(await single[part]!());
  }
  return tables;
}

function page(tables: readonly Table[]): string {
  const machine = `${cpus().length} 核（${cpus()[0]?.model.trim()}）、${Math.round(totalmem() / 1024 ** 3)} GB 内存，Node ${process.versions.node}`;
  return [
    '# 性能测量',
    '',
    `${dayOf(new Date())}，${machine}；服务对象 ${size.residents}，探访 ${size.visits}。`,
    '命令：`npm run bench`（只测一部分：`npm run bench -- --only=list,create`）。服务器按 `npm start` 的设置运行。',
    `开始时与结束时的系统负载（1 分钟平均）：${text(loadBefore)}、${text(loadavg()[0]!)}；核数以上的部分是别的程序在用，时间类的数值随之变差。`,
    '数值随机器而变，比值在同一轮内交替取得，可以比较。未达到的目标照实写“未达到”。',
    '',
    tables.map(markdown).join('\n'),
  ].join('\n');
}

const loadBefore = loadavg()[0]!;
const world = await openWorld(size, say, given.data);
try {
  const tables = await measure(world);
  for (const table of tables) console.log(printed(table));
  if (!given.small && !given.only) writeFileSync(join(import.meta.dirname, '../bench/results.md'), page(tables));
} finally {
  await world.stop();
}
