// The shape of the database, read from its own catalogue: row security everywhere, the county first in every key, nothing that would
// not survive on a cluster (docs/decisions/0003). Each rule has a canary: a wrong object that must be reported.

import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TEMPLATE } from '#server/testing.setup.ts';

let client: pg.Client;
beforeAll(async () => {
  const url = new URL(inject('adminUrl'));
  url.pathname = `/${TEMPLATE}`;
  client = new pg.Client({ connectionString: url.href });
  await client.connect();
});
afterAll(() => client.end());

/** Rule → a query that answers the offenders' names. */
const rules: Record<string, string> = {
  'row security is enabled and forced on every table': `
    select c.relname as offender from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)`,
  'every table has a policy': `
    select c.relname as offender from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not exists (select from pg_policy p where p.polrelid = c.oid)`,
  'every view runs with the rights of its reader': `
    select c.relname as offender from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false)`,
  'county_id is the first column of every primary, unique and foreign key': `
    select k.conname as offender from pg_constraint k where k.connamespace = 'app'::regnamespace and k.contype in ('p', 'u', 'f')
      and (select a.attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) <> 'county_id'`,
  'county_id is the first column of every index': `
    select i.indexrelid::regclass::text as offender from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'app'::regnamespace
      and coalesce((select a.attname from pg_attribute a where a.attrelid = c.oid and a.attnum = i.indkey[0]), '') <> 'county_id'`,
  'every table has a primary key': `
    select c.relname as offender from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`,
  'policies are bare comparisons: no subselect, no OR': `
    select policyname || ' on ' || tablename as offender from pg_policies where schemaname = 'app' and (coalesce(qual, '') || ' ' || coalesce(with_check, '')) ~* '\\m(select|or)\\M'`,
  'no function that reads a setting is immutable': `
    select p.proname as offender from pg_proc p where p.pronamespace = 'app'::regnamespace and p.provolatile = 'i' and p.prosrc ~* 'current_setting|my_county|my_stations'`,
  'functions in policies are stable and read no table': `
    select p.proname as offender from pg_proc p where p.pronamespace = 'app'::regnamespace and p.proname in ('my_county', 'my_stations') and (p.provolatile <> 's' or p.prosrc ~* '\\mfrom\\M')`,
  'no security definer function': `select p.proname as offender from pg_proc p where p.pronamespace = 'app'::regnamespace and p.prosecdef`,
  'no trigger': `select t.tgname as offender from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = 'app'::regnamespace and not t.tgisinternal`,
  'no rule': `select r.rulename as offender from pg_rewrite r join pg_class c on c.oid = r.ev_class where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'`,
  'no "on delete set null", no "on update cascade"': `
    select k.conname as offender from pg_constraint k where k.connamespace = 'app'::regnamespace and k.contype = 'f' and (k.confdeltype in ('n', 'd') or k.confupdtype in ('c', 'n', 'd'))`,
  'no identity or serial column': `
    select c.relname || '.' || a.attname as offender from pg_attribute a join pg_class c on c.oid = a.attrelid where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and a.attidentity <> ''
    union all select c.relname from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'S'`,
  'constraints are named by us and end in no digit': `
    select k.conname as offender from pg_constraint k where k.connamespace = 'app'::regnamespace and k.contype in ('p', 'u', 'f', 'c') and (k.conname ~ '[0-9]$' or k.conname ~ '_(pkey|key|fkey|check)$')`,
  'the runtime role owns nothing, is no superuser and cannot bypass row security': `
    select c.relname as offender from pg_class c where pg_get_userbyid(c.relowner) = 'app_user'
    union all select 'role app_user' from pg_roles where rolname = 'app_user' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolinherit)`,
  'the runtime role may not truncate, and not change the ledger': `
    select c.relname as offender from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and has_table_privilege('app_user', c.oid, 'truncate')
    union all select 'ledger' where has_table_privilege('app_user', 'app.ledger', 'update') or has_table_privilege('app_user', 'app.ledger', 'delete')`,
};

/** Rule → a wrong object that breaks it. */
const canaries: Record<string, string> = {
  'row security is enabled and forced on every table':
    'create table app.canary (county_id int, constraint canary_pk primary key (county_id))',
  'every table has a policy': 'create table app.canary (county_id int, constraint canary_pk primary key (county_id))',
  'every view runs with the rights of its reader': 'create view app.canary as select 1 as one',
  'county_id is the first column of every primary, unique and foreign key':
    'create table app.canary (county_id int, id int, constraint canary_pk primary key (id, county_id))',
  'county_id is the first column of every index':
    'create table app.canary (county_id int, id int); create index canary_by_id on app.canary (id)',
  'every table has a primary key': 'create table app.canary (county_id int)',
  'policies are bare comparisons: no subselect, no OR':
    'create policy canary on app.stations using (county_id = 1 or county_id = 2)',
  'no function that reads a setting is immutable':
    "create function app.canary() returns text language sql immutable as $$ select current_setting('app.county') $$",
  'functions in policies are stable and read no table':
    'create or replace function app.my_county() returns int language sql volatile as $$ select 1 $$',
  'no security definer function': 'create function app.canary() returns int language sql security definer as $$ select 1 $$',
  'no trigger':
    'create function app.canary() returns trigger language plpgsql as $$ begin return new; end $$; create trigger canary before insert on app.stations for each row execute function app.canary()',
  'no rule': 'create rule canary as on delete to app.stations do instead nothing',
  'no "on delete set null", no "on update cascade"':
    'create table app.canary (county_id int, station_id int, constraint canary_pk primary key (county_id), constraint canary_station foreign key (county_id, station_id) references app.stations (county_id, station_id) on delete set null)',
  'no identity or serial column': 'create table app.canary (county_id int, id int generated always as identity)',
  'constraints are named by us and end in no digit': 'create table app.canary (county_id int primary key)',
  'the runtime role owns nothing, is no superuser and cannot bypass row security':
    'create table app.canary (county_id int); alter table app.canary owner to app_user',
  'the runtime role may not truncate, and not change the ledger': 'grant update on app.ledger to app_user',
};

const offenders = async (rule: string): Promise<string[]> =>
  (await client.query<{ offender: string }>(rules[rule]!)).rows.map(r => r.offender);

describe('the database', () => {
  it.each(Object.keys(rules))('%s', async rule => {
    expect(await offenders(rule)).toEqual([]);
    await client.query('begin');
    try {
      await client.query('grant create on schema app to app_user');
      await client.query(canaries[rule]!);
      expect(await offenders(rule), 'the canary was not reported').not.toEqual([]);
    } finally {
      await client.query('rollback');
    }
  });
});
