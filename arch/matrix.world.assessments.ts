// The part of the matrix's world that assessments add: at each place somebody assessed, and the county's own instruments as a draft and in use.

import * as assessments from '#domain/assessments/assessments.ts';
import { sixItems, small } from '#domain/assessments/testing.ts';
import { registered } from '#domain/clients/testing.ts';
import { newId } from '#kernel/ids.ts';
import { must } from './matrix.files.ts';
import { type assessmentKinds, MARKS, next } from './matrix.kinds.ts';
import type { Place } from './matrix.world.ts';

async function assessed(at: Place): Promise<string> {
  const mark = MARKS[at.where];
  const { id: resident } = await registered(at.worker, at.station, { kind: 'adult', name: `王${mark}${next()}` });
  const input = sixItems(resident, { remark: `${mark}走路比以前慢` });
  await must(at.worker.send(assessments.record, input));
  return input.id;
}

/** The code of a draft follows from its id, so that whoever changes it can name it. */
export const codeOf = (id: string): string => `c${id.replaceAll('-', '')}`;

/** What the county shares bears the mark of the asker's own station. */
async function drafted(at: Place): Promise<string> {
  const id = newId();
  const mark = MARKS[at.where === 'other' ? 'own' : at.where];
  await must(at.officer.send(assessments.draftInstrument, { id, body: small({ code: codeOf(id), title: `${mark}量表` }) }));
  return id;
}
async function published(at: Place): Promise<string> {
  const id = await drafted(at);
  await must(at.officer.send(assessments.publishInstrument, { id, revision: 1 }));
  return id;
}

/** How each of them is made at a place. */
export const assessmentMakers = { assessment: assessed, instrumentDraft: drafted, instrumentInUse: published };

/** One of each at a place. */
export const assessmentThings = async (at: Place): Promise<Record<keyof typeof assessmentKinds, string>> => ({
  assessment: await assessed(at),
  instrumentDraft: await drafted(at),
  instrumentInUse: await published(at),
});
