// The part of the matrix's world that group work adds: at each place groups in the stages that commands ask for, and records of theirs.

import { decideAs } from '#domain/groups/approving.demo.ts';
import * as groups from '#domain/groups/groups.ts';
import { planContent } from '#domain/groups/testing.ts';
import { newId } from '#kernel/ids.ts';
import { must } from './matrix.files.ts';
import { type groupKinds, MARKS, next, TODAY } from './matrix.kinds.ts';
import type { Place } from './matrix.world.ts';

export type GroupKind = keyof typeof groupKinds;
/** Which group a session of the world belongs to. */
export const groupOf = new Map<string, string>();

async function bare(at: Place): Promise<string> {
  const id = newId();
  const facts = {
    name: `${MARKS[at.where]}小组${next()}`,
    kind: 'support' as const,
    openness: 'open' as const,
    planned_sessions: 1,
    planned_members: 4,
    from_on: TODAY,
    to_on: TODAY,
    place: `${MARKS[at.where]}村`,
    lead: at.worker.account,
  };
  await must(at.worker.send(groups.open, { id, station: at.station, ...facts }));
  return id;
}

async function planned(at: Place, approved = true, draft = false) {
  const group = await bare(at);
  const content = { ...planContent(1, TODAY), needs: `${MARKS[at.where]}村需要` };
  const plan = newId();
  await must(at.worker.send(groups.plan, { group, id: plan, revision: 0, draft, head: { occurred_on: TODAY }, content }));
  const session = content.sessions[0]!.id;
  groupOf.set(session, group);
  const county = Number(String(at.station).slice(0, 6));
  const lead = {
    county,
    account: at.lead.account,
    name: '站长',
    grants: [{ role: 'station_lead' as const, station: at.station }],
  };
  const stations = [at.station];
  if (approved) await decideAs(at.server.house, { ...lead, stations }, { id: plan, revision: 1 });
  const member = newId();
  const name = `王${MARKS[at.where]}妹`;
  await must(
    at.worker.send(groups.enrol, { id: member, revision: 0, group, name, state: 'joined', joined_on: TODAY, born_year: 1950 }),
  );
  return { group, plan, session, member };
}

async function held(at: Place) {
  const made = await planned(at);
  const entries = [{ member: made.member, status: 'present' as const }];
  await must(at.worker.send(groups.rollCall, { session: made.session, revision: 1, held_on: TODAY, how: 'roll', entries }));
  return made;
}

async function ended(at: Place): Promise<string> {
  const id = await bare(at);
  await must(at.worker.send(groups.end, { id, revision: 1, as: 'cancelled', reason: '人少' }));
  return id;
}

/** How each of them is made at a place. */
export const groupMakers: Record<GroupKind, (at: Place) => Promise<string>> = {
  group: async at => (await planned(at)).group,
  bareGroup: bare,
  runGroup: async at => (await held(at)).group,
  endedGroup: ended,
  groupMember: async at => (await planned(at)).member,
  groupSession: async at => (await planned(at)).session,
  heldSession: async at => (await held(at)).session,
  groupRecord: async at => (await planned(at, false)).plan,
  otherRecord: async at => (await planned(at, false)).plan,
  draftRecord: async at => (await planned(at, false, true)).plan,
};

/** One of each at a place. */
export async function groupThings(at: Place): Promise<Record<GroupKind, string>> {
  const made = {} as Record<GroupKind, string>;
  for (const [kind, make] of Object.entries(groupMakers)) made[kind as GroupKind] = await make(at);
  return made;
}
