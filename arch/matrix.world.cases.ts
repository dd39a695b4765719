// The part of the matrix's world that cases add: at each place a case with consent, one just opened, a record of each kind that is named, a
// hand-over. What was said in them bears the place's mark. SEC-06, SEC-07.

import * as cases from '#domain/cases/cases.ts';
import { contentOf, form, opening } from '#domain/cases/testing.ts';
import { registered } from '#domain/clients/testing.ts';
import { newId } from '#kernel/ids.ts';
import { must } from './matrix.files.ts';
import { MARKS, TODAY } from './matrix.kinds.ts';
import type { Place } from './matrix.world.ts';

async function opened(at: Place): Promise<{ case: string; intake: string }> {
  const mark = MARKS[at.where];
  const { id: resident } = await registered(at.worker, at.station, { kind: 'adult', name: `王${mark}丁` });
  const input = opening(resident, { problem: `${mark}独自生活` });
  await must(at.worker.send(cases.open, input));
  return { case: input.id, intake: input.intake.id };
}
async function consented(at: Place): Promise<{ case: string; consent: string }> {
  const { case: id } = await opened(at);
  const input = form('consent', id, { ...contentOf('consent'), service: `${MARKS[at.where]}每周一次` });
  await must(at.worker.send(cases.record, input));
  return { case: id, consent: input.id };
}
async function handedOver(at: Place): Promise<string> {
  const { case: one } = await opened(at);
  const [id, from, to] = [newId(), at.worker.account, at.lead.account];
  const remark = `${MARKS[at.where]}已当面交接`;
  await must(
    at.lead.send(cases.handOver, { id, station: at.station, from, to, on: TODAY, why: 'balance', cases: [one], remark }),
  );
  return id;
}
/** A case that the county has looked into, saying why. */
async function broken(at: Place): Promise<string> {
  const { case: id } = await opened(at);
  await must(at.officer.send(cases.openGlass, { case: id, reason: `${MARKS[at.where]}核实信访` }));
  return id;
}

export const caseKinds = {
  caseOpened: 'station',
  caseIntake: 'station',
  caseConsented: 'station',
  caseConsent: 'station',
  caseBroken: 'station',
  handover: 'station',
} as const;
/** How each of them is made at a place. */
export const caseMakers = {
  caseOpened: async (at: Place) => (await opened(at)).case,
  caseIntake: async (at: Place) => (await opened(at)).intake,
  caseConsented: async (at: Place) => (await consented(at)).case,
  caseConsent: async (at: Place) => (await consented(at)).consent,
  caseBroken: broken,
  handover: handedOver,
} satisfies Record<keyof typeof caseKinds, (at: Place) => Promise<string>>;
