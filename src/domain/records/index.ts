// The door of records: what every kind of record has alike, and the review of all of them. The kinds belong to the modules above.

import { defineModule, type Module } from '#server/module.ts';
import type { Reviewable } from '#server/reviewing.ts';
import { commands, reads } from './records.routes.ts';

/** @param reviewables what of the modules above can be reviewed */
export const records = (reviewables: readonly Reviewable[]): Module =>
  defineModule({
    name: 'records',
    commands: commands(reviewables),
    reads: reads(reviewables),
    constraints: { records_pk: 'id_reused', record_contents_pk: 'stale' },
  });
