// A roster of 100,000 rows: sent, read and compared, confirmed and written, all over HTTP as the county officer, into an empty county.

import { generatePerson, seeded } from '#domain/clients/people.demo.ts';
import { sheetOf } from '#domain/clients/testing.ts';
import { dayOf } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import divisions from '../db/seed/divisions-469030.json' with { type: 'json' };
import { type Asker, asker } from './asking.ts';
import { STATIONS } from './fill.ts';
import { type Table, text } from './table.ts';
import { type Say, sessionOf, type World } from './world.ts';

const STATION = STATIONS[0]!;
type Batch = { id: string; revision: number; state: string; problem: string | null; counts: Record<string, number> };

/** The template filled in by a township office, as Excel keeps it. */
async function workbook(rows: number): Promise<Buffer> {
  const { name, villages } = divisions.townships.find(t => Number(t.code) === STATION)!;
  const random = seeded(7);
  const taken = new Set<string>();
  const day = dayOf(new Date());
  const people = Array.from({ length: rows }, (_, i) =>
    generatePerson(random, { villageCode: villages[i % villages.length]!.code, day, taken }),
  );
  return sheetOf(people, new Map(villages.map(v => [v.code, name + v.name])));
}

async function settled(officer: Asker, id: string): Promise<Batch> {
  for (;;) {
    const batch = await officer.read<Batch>('clients.roster', { id });
    if (batch.state !== 'reading' && batch.state !== 'confirming') return batch;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

/** @param rows of the roster */
export async function measureImport(world: World, rows: number, say: Say): Promise<Table> {
  const county = await world.empty();
  const bytes = await workbook(rows);
  say(`名册 ${rows} 行，${(bytes.length / 1_048_576).toFixed(1)} MB`);
  const server = await county.serve();
  try {
    const officer = asker(server.url, await sessionOf(county, 'minzheng', 'office'));
    const begun = performance.now();
    const file_hash = await officer.put(bytes, `use=roster&station=${STATION}`);
    const id = newId();
    await officer.send('clients.read_roster', { id, station: STATION, file_hash, file_name: '演示名册.xlsx' });
    let batch = await settled(officer, id);
    const read = (performance.now() - begun) / 1000;
    const readCpu = server.cpuSeconds();
    say(`读取与比对 ${read.toFixed(1)} 秒：${batch.state} ${JSON.stringify(batch.counts)}`);
    if (batch.counts.undecided)
      await officer.send('clients.decide_rows', { id, revision: batch.revision, all: { verdict: 'doubtful', take: 'as_read' } });
    batch = await officer.read('clients.roster', { id });
    const confirming = performance.now();
    await officer.send('clients.confirm_roster', { id, revision: batch.revision });
    batch = await settled(officer, id);
    const wrote = (performance.now() - confirming) / 1000;
    if (batch.state !== 'confirmed') throw new Error(`the roster was not confirmed: ${batch.state} ${batch.problem}`);
    const there = await officer.read<{ total: number }>('clients.list', { station: String(STATION), count: 'true', limit: '1' });
    if (there.total !== rows) throw new Error(`${there.total} people instead of ${rows}`);
    const wroteCpu = server.cpuSeconds() - readCpu;
    const peak = server.peakMb();
    const whole = read + wrote;
    return {
      title: `导入名册：${rows} 行`,
      head: ['测量', '结果'],
      lines: [
        { cells: ['上传、读取与比对（秒）', text(read)], met: null },
        { cells: ['确认后写入（秒）', text(wrote)], met: null },
        { cells: ['合计（秒），目标 ≤ 60', text(whole)], met: whole <= 60 },
        { cells: ['其中服务器的处理器时间：读取 / 写入（秒）', `${text(readCpu)} / ${text(wroteCpu)}`], met: null },
        { cells: ['每秒行数', text(rows / whole)], met: null },
        { cells: ['服务器最高内存（MB），目标 ≤ 512', text(peak)], met: peak <= 512 },
      ],
    };
  } finally {
    await server.stop();
  }
}
