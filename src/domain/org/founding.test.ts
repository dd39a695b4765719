// Opening a county, and helping an administrator nobody else can help: whole or not at all, in the ledger, never with a password.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#kernel/ids.ts';
import { lookAtLink, useLink } from '#server/auth/links.ts';
import { inCounty } from '#server/auth/sessions.ts';
import { counties, openCounty } from '#server/counties.ts';
import { askClient, verifyLedger } from '#server/ledger.ts';
import { type TestServer, testServer } from '#server/testing.ts';
import {
  type AdministratorLink,
  addFirstAdministrators,
  addStations,
  type Divisions,
  renewAdministratorLink,
} from './founding.service.ts';
import { org } from './index.ts';

const COUNTY = 469097;
const village = (code: string, name: string) => ({ code, name });
const divisions: Divisions = {
  townships: [
    {
      code: '469097100',
      name: '东岭镇',
      is_station: true,
      villages: [village('469097100001', '东社区居委会'), village('469097100200', '岭下村委会')],
    },
    { code: '469097500', name: '农场', is_station: false, villages: [] },
  ],
};
const PASSWORD = 'Kafi-Rute-Nage-4739';

let server: TestServer;
let links: AdministratorLink[];
const token = (l: AdministratorLink): string => l.link.replace('/link#', '');
const rows = async (sql: string): Promise<Record<string, unknown>[]> => {
  const owner = await server.owner(COUNTY);
  const found = await owner.query(sql, [COUNTY]);
  await owner.end();
  return found.rows;
};

beforeAll(async () => {
  server = await testServer([org]);
});
afterAll(() => server?.stop());

describe('opening a county', () => {
  it('is all or nothing', async () => {
    const twice: Divisions = { townships: [divisions.townships[0]!, divisions.townships[0]!] };
    await expect(
      openCounty(server.house, COUNTY, '演示新县', '新县', tx => addStations(tx, twice, tx.today, newId())),
    ).rejects.toThrow();
    expect(await counties(server.house)).toEqual([]);
  });

  it('gives stations, villages, three administrators with links, and the first row of the ledger', async () => {
    links = await openCounty(server.house, COUNTY, '演示新县', '新县', async tx => {
      await addStations(tx, divisions, tx.today, newId());
      return addFirstAdministrators(tx);
    });
    expect(links.map(l => [l.role, l.userName])).toEqual([
      ['系统管理员', 'xitong'],
      ['安全管理员', 'anquan'],
      ['审计管理员', 'shenji'],
    ]);
    expect(await rows('select name, sign from app.stations where county_id = $1')).toEqual([
      { name: '东岭镇社工站', sign: '东岭镇社会工作服务站' },
    ]);
    expect(await rows('select kind from app.villages where county_id = $1 order by village_code')).toEqual([
      { kind: 'community' },
      { kind: 'village' },
    ]);
    expect(await rows('select count(*)::int as n from app.accounts where county_id = $1 and password_hash is not null')).toEqual([
      { n: 0 },
    ]);
    expect(await rows('select command, actor_id from app.ledger where county_id = $1')).toEqual([
      { command: 'county.open', actor_id: null },
    ]);
  });

  it('is refused a second time', async () => {
    await expect(openCounty(server.house, COUNTY, '演示新县', '新县')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a new link for an administrator', () => {
  const renew = (userName: string) => inCounty(server.house, COUNTY, tx => renewAdministratorLink(tx, userName));

  it('opens the account anew: the old link, sessions and authenticator are gone, and the ledger says so', async () => {
    await useLink(server.house, token(links[0]!), PASSWORD);
    const [{ id }] = (await rows(`select id from app.accounts where county_id = $1 and user_name = 'xitong'`)) as [
      { id: string },
    ];
    const person = await server.as(id, COUNTY);
    const owner = await server.owner(COUNTY);
    await owner.query('update app.accounts set totp_confirmed_at = now() where county_id = $1 and id = $2', [COUNTY, id]);
    await owner.end();
    const first = await renew('xitong');
    const second = await renew(' XITONG ');
    await expect(lookAtLink(server.house, token(first))).rejects.toMatchObject({ code: 'link_expired' });
    expect(await lookAtLink(server.house, token(second))).toMatchObject({ userName: 'xitong' });
    expect((await person.get('/api/org.accounts')).status).toBe(401);
    expect(await rows(`select totp_confirmed_at from app.accounts where county_id = $1 and user_name = 'xitong'`)).toEqual([
      { totp_confirmed_at: null },
    ]);
    const noted = await rows(`select subject, actor_id from app.ledger where county_id = $1 and command = 'county.renew_link'`);
    expect(noted).toEqual(Array(2).fill({ subject: id, actor_id: null }));
    const looking = await server.owner(COUNTY);
    expect(await verifyLedger(askClient(looking), COUNTY)).toMatchObject({ ok: true });
    await looking.end();
  });

  it('is for administrators in office only', async () => {
    const owner = await server.owner(COUNTY);
    await owner.query(`insert into app.accounts (county_id, id, user_name, name) values ($1, $2, 'ren', '某人')`, [
      COUNTY,
      newId(),
    ]);
    await owner.query(
      `update app.role_grants set from_on = '2020-01-01', to_on = '2020-01-02' where county_id = $1 and role = 'audit_admin'`,
      [COUNTY],
    );
    await owner.end();
    for (const name of ['ren', 'shenji', 'nobody']) await expect(renew(name)).rejects.toMatchObject({ code: 'not_found' });
  });
});
