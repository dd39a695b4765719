// The list of modules, lowest tier first. Adding one is one line; nothing registers itself. The contract counts what the others declare.

import { acceptance } from '#domain/acceptance/index.ts';
import { activities } from '#domain/activities/index.ts';
import { clients } from '#domain/clients/index.ts';
import { contract } from '#domain/contract/index.ts';
import { groups } from '#domain/groups/index.ts';
import { hints } from '#domain/hints/index.ts';
import { inspections } from '#domain/inspections/index.ts';
import { org } from '#domain/org/index.ts';
import { records } from '#domain/records/index.ts';
import { visits } from '#domain/visits/index.ts';
import type { Module } from '#server/module.ts';

const serving: readonly Module[] = [org, clients, records, visits, groups, activities, inspections, hints];

const counted: readonly Module[] = [...serving, contract(serving.flatMap(m => m.measures ?? []))];

export const modules: readonly Module[] = [
  ...counted,
  acceptance(
    counted.flatMap(m => m.measures ?? []),
    serving.flatMap(m => m.documents ?? []),
  ),
];
