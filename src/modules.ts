// The list of modules, lowest tier first. Adding one is one line; nothing registers itself. The contract counts what the others declare.

import { acceptance } from '#domain/acceptance/index.ts';
import { activities } from '#domain/activities/index.ts';
import { assessments } from '#domain/assessments/index.ts';
import { calendar } from '#domain/calendar/index.ts';
import { cases } from '#domain/cases/index.ts';
import { clients } from '#domain/clients/index.ts';
import { contract } from '#domain/contract/index.ts';
import { dossiers } from '#domain/dossiers/index.ts';
import { groups } from '#domain/groups/index.ts';
import { hints } from '#domain/hints/index.ts';
import { inspections } from '#domain/inspections/index.ts';
import { org } from '#domain/org/index.ts';
import { records } from '#domain/records/index.ts';
import { visits } from '#domain/visits/index.ts';
import { worktime } from '#domain/worktime/index.ts';
import type { Module } from '#server/module.ts';

const written: readonly Module[] = [visits, cases, groups, activities];

const serving: readonly Module[] = [
  org,
  clients,
  assessments,
  records(written.flatMap(m => m.reviewables ?? [])),
  ...written,
  inspections,
  hints,
];

const counted: readonly Module[] = [
  ...serving,
  worktime(serving.flatMap(m => m.spans ?? [])),
  calendar(serving.flatMap(m => m.spans ?? [])),
  contract(serving.flatMap(m => m.measures ?? [])),
];

export const modules: readonly Module[] = [
  ...counted,
  dossiers(serving.flatMap(m => m.dossiers ?? [])),
  acceptance(
    counted.flatMap(m => m.measures ?? []),
    serving.flatMap(m => m.documents ?? []),
  ),
];
