// The commands, the read and the feed of the calendar.

import { addDays } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { mayEver } from '#kernel/policy.ts';
import { closeLinks, type Feed, openLink } from '#server/feeds.ts';
import { type BoundCommand, type BoundRead, bindCommand, bindRead } from '#server/module.ts';
import type { Spans } from '#server/spans.ts';
import { calendarPolicy as may } from './calendar.policy.ts';
import { changeEntry, daysOf, itemsOf, putEntry, withdrawEntry } from './calendar.service.ts';
import * as api from './calendar.ts';
import { icalOf } from './ical.ts';

const FEED = 'calendar';
const saved = (id: string, revision: number, station: number) => ({ answer: { id, revision }, subject: id, station });

export const commands: BoundCommand[] = [
  bindCommand(api.put, may['calendar.put'], async ({ tx }, input) => {
    await putEntry(tx, input);
    return saved(input.id, 1, input.station);
  }),
  bindCommand(api.change, may['calendar.change'], async ({ tx }, input) =>
    saved(input.id, input.revision + 1, (await changeEntry(tx, input)).station),
  ),
  bindCommand(api.withdraw, may['calendar.withdraw'], async ({ tx }, input) =>
    saved(input.id, input.revision + 1, (await withdrawEntry(tx, input)).station),
  ),
  bindCommand(
    api.openFeed,
    may['calendar.open_feed'],
    async ({ tx }) => ({ answer: { path: `${await openLink(tx, FEED)}.ics` }, subject: tx.actor.account }),
    { secretAnswer: true },
  ),
  bindCommand(api.closeFeed, may['calendar.close_feed'], async ({ tx }) => {
    await closeLinks(tx);
    return { answer: {}, subject: tx.actor.account };
  }),
];

export const reads = (all: readonly Spans[]): BoundRead[] => [
  bindRead(api.days, may['calendar.days'], ({ tx }, query) => daysOf(tx, all, query)),
];

/** The owner's own days: four weeks back, eight ahead, at every station of hers. */
export const feeds = (all: readonly Spans[]): Feed[] => [
  {
    name: FEED,
    mime: 'text/calendar; charset=utf-8',
    make: async ({ tx }) => {
      if (!mayEver(may['calendar.open_feed'], tx.actor)) throw new AppError('not_found');
      const wish = { from: addDays(tx.today, -28), to: addDays(tx.today, 56), worker: tx.actor.account };
      const items = [];
      for (const station of tx.actor.stations) items.push(...(await itemsOf(tx, all, { ...wish, station })));
      return icalOf('社工站日程', items, tx.now);
    },
  },
];
