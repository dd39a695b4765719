// The door of the calendar: entries of its own, and the days of a station over what the other modules know of.

import { defineModule, type Module } from '#server/module.ts';
import type { Spans } from '#server/spans.ts';
import { commands, feeds, reads } from './calendar.routes.ts';
import { entries } from './calendar.service.ts';

/** @param known what the modules below know of workers' time, done and planned */
export function calendar(known: readonly Spans[]): Module {
  const all = [...known, entries];
  return defineModule({
    name: 'calendar',
    commands,
    reads: reads(all),
    feeds: feeds(all),
    constraints: { calendar_entries_pk: 'id_reused' },
  });
}
