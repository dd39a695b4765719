// The product and the bare server in turn: A B, B A, A B … within one run, on the same database. Only the ratio says something; the
// figures themselves belong to the machine.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BareWork } from './bare.ts';
import { type Case, casesOf, leadOf, pairOf } from './cases.ts';
import { STATIONS } from './fill.ts';
import type { Job, Load } from './load.ts';
import { type Line, median, text } from './table.ts';
import { type Say, type Served, signIn, type World } from './world.ts';

export const NOTE =
  '目标：读取的比值 ≥ 0.7，登记 ≥ 0.5，且 p99 低于 10 倍 p50。裸服务只查一个令牌，以超级用户发送同样的语句，登记时只发送写入的语句。';
const CONNECTIONS = [1, 16, 64];
/** Answers one job after the other in a process of its own. */
export type Loader = { run(job: Job): Promise<Load>; stop(): void };

export async function startLoader(): Promise<Loader> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'load.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await once(child, 'message');
  return {
    run: async job => {
      child.send(job);
      const [told] = (await once(child, 'message')) as [{ load: Load } | { error: string }];
      if ('error' in told) throw new Error(`load generator: ${told.error}`);
      return told.load;
    },
    stop: () => child.disconnect(),
  };
}

async function startBare(work: BareWork): Promise<Served> {
  const child = fork(join(import.meta.dirname, 'bare.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.send(work);
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { url, pid: child.pid!, peakMb: () => 0, cpuSeconds: () => 0, stop: async () => void child.kill() };
}

/** A load that must have been answered as it should be: a fast refusal is no throughput. */
async function sound(loader: Loader, job: Job, whose: string): Promise<Load> {
  const load = await loader.run(job);
  if (load.refused > 0)
    throw new Error(`${whose}: ${load.refused} of ${load.requests} were refused, first: ${load.firstRefusal}`);
  return load;
}

const perSecond = (load: Load): number => load.requests / load.seconds;

type Sides = { ours: Job; bare: Job };
async function rounds(loader: Loader, sides: Sides, count: number): Promise<{ ours: Load[]; bare: Load[] }> {
  const done: { ours: Load[]; bare: Load[] } = { ours: [], bare: [] };
  for (let round = 0; round < count; round++) {
    for (const side of round % 2 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const))
      done[side].push(await sound(loader, sides[side], side));
  }
  return done;
}

function lineOf(c: Case, connections: number, { ours, bare }: { ours: Load[]; bare: Load[] }): Line {
  const ratio = median(ours.map((load, i) => perSecond(load) / perSecond(bare[i]!)));
  const p50 = median(ours.map(l => l.p50));
  const p99 = median(ours.map(l => l.p99));
  const spread = p99 / p50;
  return {
    cells: [
      c.title,
      text(connections),
      text(median(ours.map(perSecond))),
      text(median(bare.map(perSecond))),
      text(ratio),
      text(p50),
      text(p99),
      text(spread),
      text(median(bare.map(l => l.p50))),
      text(median(bare.map(l => l.p99))),
    ],
    met: ratio >= c.aim && spread < 10,
  };
}

export const HEAD = ['请求', '连接', '本系统/秒', '裸服务/秒', '比值', 'p50 ms', 'p99 ms', 'p99/p50', '裸 p50', '裸 p99'];

/** Measures the chosen cases; answers one line for each case and number of connections, and the server's peak memory. */
export async function compare(
  world: World,
  parts: readonly string[],
  seconds: number,
  count: number,
  say: Say,
): Promise<{ lines: Line[]; peakMb: number }> {
  const county = await world.filled();
  const ours = await county.serve();
  const loader = await startLoader();
  let bare: Served | undefined;
  try {
    const headers = new Map<number, Record<string, string>>();
    for (const station of STATIONS) headers.set(station, await signIn(ours.url, county, leadOf(station)));
    const cases = (await casesOf(county)).filter(c => parts.includes(c.part));
    const pairs = new Map<Case, Awaited<ReturnType<typeof pairOf>>>();
    for (const c of cases) pairs.set(c, await pairOf(county, c, headers));
    bare = await startBare({
      databaseUrl: county.adminUrl,
      tokens: [...headers.values()].map(h => h.cookie!),
      routes: [...pairs.values()].map(p => p.route),
    });
    const lines: Line[] = [];
    for (const [c, pair] of pairs) {
      for (const connections of CONNECTIONS) {
        const job = (url: string, requests: Job['requests'], time = seconds): Job => ({
          url,
          connections,
          seconds: time,
          max: 100_000,
          requests,
        });
        const sides = (time: number): Sides => ({ ours: job(ours.url, pair.ours, time), bare: job(bare!.url, pair.bare, time) });
        await rounds(loader, sides(Math.min(1, seconds / 2)), 1);
        const line = lineOf(c, connections, await rounds(loader, sides(seconds), count));
        lines.push(line);
        say(line.cells.join('  '));
      }
    }
    return { lines, peakMb: ours.peakMb() };
  } finally {
    loader.stop();
    await bare?.stop();
    await ours.stop();
  }
}
