// Who asks in the matrix: a session for each role at the own station, and one whose role ended yesterday.

import { demoId } from '#domain/org/people.demo.ts';
import { newId } from '#kernel/ids.ts';
import { ROLE_NAMES, type Role } from '#kernel/roles.ts';
import type { Person, TestServer } from '#server/testing.ts';
import { COUNTY, newWord, STATIONS } from './matrix.kinds.ts';

/** Accounts the demo county has not: a head of station who is nothing else, and an evaluator whose term ended yesterday. */
async function addPeople(server: TestServer): Promise<{ lead: string; ended: string }> {
  const [lead, ended] = [newId(), newId()];
  const owner = await server.owner(COUNTY);
  for (const id of [lead, ended])
    await owner.query("insert into app.accounts (county_id, id, user_name, name) values ($1, $2, $3, '演示·矩阵')", [
      COUNTY,
      id,
      newWord(),
    ]);
  await owner.query(
    `insert into app.staff (county_id, id, station_id, post, name, sex, born_on, education, major, entered_on) values ($1, $2, $3, 'station_lead', '演示·站长', '2', '1990-01-01', '31', '社会工作', '2026-03-01')`,
    [COUNTY, lead, STATIONS.own],
  );
  const grant =
    'insert into app.role_grants (county_id, id, account_id, role, station_id, from_on, to_on) values ($1, $2, $3, $4, $5, $6, $7)';
  await owner.query(grant, [COUNTY, newId(), lead, 'station_lead', STATIONS.own, '2026-03-01', null]);
  await owner.query(grant, [COUNTY, newId(), ended, 'evaluator', null, '2026-03-01', '2026-11-22']);
  await owner.end();
  return { lead, ended };
}

export async function peopleOf(server: TestServer): Promise<Record<Role | 'ended', Person>> {
  const { lead, ended } = await addPeople(server);
  const words: Partial<Record<Role, string>> = {
    resident_worker: 'hongmao.1',
    project_manager: 'xiangmu',
    county_officer: 'minzheng',
    township_assistant: 'hongmao.zhuli',
    evaluator: 'pinggu',
    system_admin: 'xitong',
    security_admin: 'anquan',
    audit_admin: 'shenji',
  };
  const sessions = await Promise.all(
    ROLE_NAMES.map(async role => [role, await server.as(words[role] ? demoId(`${COUNTY}/${words[role]}`) : lead)] as const),
  );
  return { ...(Object.fromEntries(sessions) as Record<Role, Person>), ended: await server.as(ended) };
}
