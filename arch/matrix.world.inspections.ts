// The part of the matrix's world that inspections and draws add: at each place a sheet with a finding, a finished draw, an open one, and one
// that could be finished.

import * as inspections from '#domain/inspections/inspections.ts';
import { drawing, finding, sheet } from '#domain/inspections/testing.ts';
import { newId } from '#kernel/ids.ts';
import type { Person, TestServer } from '#server/testing.ts';
import { must, picture, sent } from './matrix.files.ts';
import { FOREIGN, type inspectionKinds, MARKS, newWord, TODAY } from './matrix.kinds.ts';
import type { Place } from './matrix.world.ts';

async function inspected(at: Place): Promise<{ inspection: string; finding: string }> {
  const mark = MARKS[at.where];
  const found = finding({ problem: `${mark}灭火器过期` });
  const input = sheet({ station: at.station, present: [], guidance: `${mark}一起看了记录`, findings: [found] });
  await must(at.manager.send(inspections.record, input));
  return { inspection: input.id, finding: found.id };
}

async function drew(at: Place): Promise<string> {
  const input = drawing({ stations: [{ station: at.station, size: 1 }], remark: `${MARKS[at.where]}季度` });
  await must(at.officer.send(inspections.draw, input));
  return input.id;
}
const itemOf = async (at: Place, draw: string): Promise<string> =>
  (await must(at.officer.read(inspections.drawn, { id: draw }))).items[0]!.id;

async function entered(at: Place): Promise<{ draw: string; item: string }> {
  const draw = await drew(at);
  const item = await itemOf(at, draw);
  const result = {
    kind: 'callback' as const,
    reached: true as const,
    on: TODAY,
    way: 'phone' as const,
    answered_by: 'self' as const,
    confirmed: 'yes' as const,
    agrees: 'yes' as const,
    remark: `${MARKS[at.where]}都好`,
  };
  await must(at.officer.send(inspections.enterResult, { id: item, revision: 1, result }));
  return { draw, item };
}
async function finished(at: Place): Promise<{ draw: string; item: string }> {
  const made = await entered(at);
  await must(at.officer.send(inspections.finishDraw, { id: made.draw, revision: 1 }));
  return made;
}

/** How each of them is made at a place. */
export const inspectionMakers = {
  inspection: async (at: Place) => (await inspected(at)).inspection,
  finding: async (at: Place) => (await inspected(at)).finding,
  openDraw: drew,
  readyDraw: async (at: Place) => (await entered(at)).draw,
  drawnOpen: async (at: Place) => itemOf(at, await drew(at)),
};

/** One of each at a place; there must be a visit to draw. */
export async function inspectionThings(at: Place): Promise<Record<keyof typeof inspectionKinds, string>> {
  const { draw, item } = await finished(at);
  return {
    sitePhoto: await sent(
      at.manager,
      at.station,
      'site_photo',
      await picture({ own: '#222', other: '#444', foreign: '#666' }[at.where]),
    ),
    ...(await inspected(at)),
    draw,
    drawn: item,
    openDraw: await drew(at),
    readyDraw: (await entered(at)).draw,
    drawnOpen: await inspectionMakers.drawnOpen(at),
  };
}

/** The other county has no project manager of its own in the demo. */
export async function foreignManager(server: TestServer): Promise<Person> {
  const id = newId();
  const owner = await server.owner(FOREIGN);
  await owner.query("insert into app.accounts (county_id, id, user_name, name) values ($1, $2, $3, '邻县·项目经理')", [
    FOREIGN,
    id,
    newWord(),
  ]);
  await owner.query(
    "insert into app.role_grants (county_id, id, account_id, role, from_on) values ($1, $2, $3, 'project_manager', '2026-03-01')",
    [FOREIGN, newId(), id],
  );
  await owner.end();
  return server.as(id, FOREIGN);
}
