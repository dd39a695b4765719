// The door of working time: entries by hand, and sums over what the other modules know of.

import { defineModule, type Module } from '#server/module.ts';
import type { Spans } from '#server/spans.ts';
import { demoWorktime } from './worktime.demo.ts';
import { commands, reads } from './worktime.routes.ts';
import { entries } from './worktime.service.ts';

/** @param known what the modules below know of workers' time */
export const worktime = (known: readonly Spans[]): Module =>
  defineModule({
    name: 'worktime',
    commands,
    reads: reads([...known, entries]),
    constraints: { work_entries_pk: 'id_reused' },
    demo: demoWorktime(commands),
  });
