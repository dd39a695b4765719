// Entries by hand over the demo year (演示数据): help with the township's forms, ways, meetings. More in some stations than in others.

import { demoHead, demoWorkers } from '#domain/clients/clients.demo.ts';
import { demoStart, STATION_WORDS } from '#domain/org/people.demo.ts';
import { addDays, dayOf, daysBetween } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import { carryOut } from '#server/command.ts';
import type { BoundCommand, Demo } from '#server/module.ts';
import type { ENTERED } from './worktime.ts';

type Entry = { work: keyof typeof ENTERED; minutes: number; what: string; asked_by?: string };
const ENTRIES: readonly Entry[] = [
  { work: 'admin', minutes: 120, what: '协助核对低保复核名单', asked_by: '镇民政办' },
  { work: 'travel', minutes: 70, what: '往返偏远村小组' },
  { work: 'admin', minutes: 90, what: '协助录入高龄补贴认证', asked_by: '镇政府' },
  { work: 'other', minutes: 60, what: '站内周例会' },
  { work: 'travel', minutes: 100, what: '往返县城送材料' },
  { work: 'admin', minutes: 180, what: '协助防汛值班登记', asked_by: '镇政府' },
  { work: 'training', minutes: 90, what: '站内读书会：个案记录写法' },
];
/** Every how many days a worker of the nth station writes something. */
const everyDays = (nth: number): number => 18 + (nth % 4) * 6;

export const demoWorktime =
  (commands: readonly BoundCommand[]): Demo =>
  async (house, say) => {
    const today = dayOf(house.clock());
    const from = demoStart(today);
    const bound = commands.find(c => c.def.name === 'worktime.record')!;
    let n = 0;
    for (const [nth, station] of Object.keys(STATION_WORDS).map(Number).entries()) {
      const head = demoHead(station);
      for (const [w, worker] of demoWorkers(station).entries()) {
        for (let d = 10 + w * 3; d < daysBetween(from, today) - 1; d += everyDays(nth)) {
          const day = addDays(from, d);
          const now = new Date(`${day}T17:40:00+08:00`);
          const input = { id: newId(now.getTime()), worker, day, ...ENTRIES[(n + nth) % ENTRIES.length]! };
          await carryOut(
            { ...house, clock: () => now },
            bound,
            { actor: head },
            { id: newId(now.getTime()), madeAt: null, input },
            {},
          );
          n++;
        }
      }
    }
    say(`工时登记：${n} 条（演示数据）`);
  };
