// The part of the matrix's world that activities add: at each place one planned for today, one held, one that lacks nothing, and what belongs to it.

import { activityReviewable } from '#domain/activities/activities.routes.ts';
import * as activities from '#domain/activities/activities.ts';
import { planned, summary, typedPeople } from '#domain/activities/testing.ts';
import { deciding } from '#domain/records/records.demo.ts';
import { newId } from '#kernel/ids.ts';
import { must, picture, sent } from './matrix.files.ts';
import { type activityKinds, MARKS, next, TODAY } from './matrix.kinds.ts';
import type { Place } from './matrix.world.ts';

export type ActivityKind = keyof typeof activityKinds;

const decide = deciding(activityReviewable);
/** Approved by the head of the station. */
function approved(at: Place, id: string): Promise<unknown> {
  const head = {
    county: Number(String(at.station).slice(0, 6)),
    account: at.lead.account,
    name: '站长',
    grants: [{ role: 'station_lead' as const, station: at.station }],
    stations: [at.station],
  };
  return decide(at.server.house, head, { id, revision: 1 });
}

async function plan(at: Place): Promise<string> {
  const mark = MARKS[at.where];
  const input = planned({
    station: at.station,
    name: `${mark}活动${next()}`,
    made_on: TODAY,
    planned_on: TODAY,
    place: `${mark}村`,
  });
  await must(at.worker.send(activities.plan, input));
  return input.id;
}
async function held(at: Place): Promise<string> {
  const id = await plan(at);
  await approved(at, id);
  await must(at.worker.send(activities.hold, { id, revision: 1, held_on: TODAY, held_start: '08:00', held_end: '09:00' }));
  return id;
}
async function signed(at: Place): Promise<string> {
  const one = { id: newId(), name: `王${MARKS[at.where]}妹` };
  await must(at.worker.send(activities.attend, { activity: await plan(at), people: [one] }));
  return one.id;
}
async function pictured(at: Place, activity?: string, shows: keyof typeof activities.SHOWS = 'other'): Promise<string> {
  const id = newId();
  const shade = `#${(0x100000 + next() * 977).toString(16)}`;
  const hash = await sent(at.worker, at.station, 'photo', await picture(shade));
  const input = { id, activity: activity ?? (await plan(at)), hash, shows, consent: 'given' as const };
  await must(at.worker.send(activities.addPhoto, { ...input, caption: `${MARKS[at.where]}合影` }));
  return id;
}
async function answered(at: Place): Promise<string> {
  const id = newId();
  const words = `${MARKS[at.where]}很好`;
  const input = { id, activity: await plan(at), scores: { overall: 5 }, how: 'self' as const, words };
  await must(at.worker.send(activities.answerQuestions, input));
  return id;
}
async function summed(at: Place, activity?: string): Promise<string> {
  const id = newId();
  const content = summary({ process: `${MARKS[at.where]}过程` });
  const input = { id, activity: activity ?? (await held(at)), activity_revision: 2, content };
  await must(at.worker.send(activities.summarise, input));
  return id;
}
async function done(at: Place): Promise<string> {
  const id = await held(at);
  await must(at.worker.send(activities.attend, { activity: id, people: typedPeople(2) }));
  for (const shows of activities.PHOTOS.needed) await pictured(at, id, shows);
  await approved(at, await summed(at, id));
  return id;
}

/** How each of them is made at a place. */
export const activityMakers: Record<ActivityKind, (at: Place) => Promise<string>> = {
  activity: plan,
  heldActivity: held,
  doneActivity: done,
  attendance: signed,
  activityPhoto: at => pictured(at),
  activityAnswer: answered,
  activitySummary: at => summed(at),
  countedSheet: signed,
  newSummary: at => summed(at),
};

/** One of each at a place. */
export async function activityThings(at: Place): Promise<Record<ActivityKind, string>> {
  const made = {} as Record<ActivityKind, string>;
  for (const [kind, make] of Object.entries(activityMakers)) made[kind as ActivityKind] = await make(at);
  return made;
}
