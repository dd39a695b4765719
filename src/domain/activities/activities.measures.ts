// What of activities can be counted: each activity, and who came to it. A person is one row of an activity however often she signed; those who
// were only counted are one row with their number, and nobody can be told apart in it. Serves K5, K5b.

import { RECORD_STATES } from '#kernel/review.ts';
import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Exclusion, Measure } from '#server/measures.ts';
import { HOWS, PLAN, STAGES, SUMMARY, THEMES } from './activities.ts';
import { stageSql, tallySql, whoSql } from './rows.service.ts';

const excluded = (code: string, title: string, when: RawBuilder<unknown>): Exclusion => ({ code, title, when });
/** What is not counted whatever the contract says, unless it says so. */
const exclusions: readonly Exclusion[] = [
  excluded('cancelled', '已取消', sql`e.stage = 'cancelled'`),
  excluded('not_held', '还没有举办', sql`not e.held`),
  excluded('plan', '计划书未审核通过', sql`e.plan <> 'approved'`),
  excluded('summary', '总结未审核通过', sql`e.summary is distinct from 'approved'`),
];

/** Activities `a` with their papers `p` and `m`, as in the list. */
const from = (county: number) => sql`app.activities a
  join app.records p on p.county_id = ${county} and p.id = a.id and p.kind = ${sql.lit(PLAN.kind)}
  left join app.records m on m.county_id = ${county} and m.of_id = a.id and m.kind = ${sql.lit(SUMMARY.kind)} and m.state <> 'withdrawn'`;
const facts = sql`${stageSql} as stage, a.held_on is not null as held, p.state as plan, m.state as summary,
  a.themes, to_char(coalesce(a.held_on, a.planned_on), 'YYYY-MM') as month`;
const day = sql`coalesce(a.held_on, a.planned_on) as occurred_on`;

const shared = {
  stage: { title: '进展', kind: 'text', options: STAGES },
  plan: { title: '计划书', kind: 'text', options: RECORD_STATES },
  summary: { title: '总结', kind: 'text', options: RECORD_STATES },
  held: { title: '已举办', kind: 'flag', quiet: true },
  themes: { title: '主题', kind: 'list', options: THEMES },
  month: { title: '月份', kind: 'text', quiet: true },
} as const satisfies Measure['attributes'];

const activity: Measure = {
  name: 'activities.activity',
  title: '乡镇活动',
  unit: '场',
  clauses: ['K5', 'K5b'],
  opens: '/activities/:id',
  attributes: {
    ...shared,
    activity: { title: '活动', kind: 'text', named: 'activity_name', opens: '/activities/:id', quiet: true },
    activity_name: { title: '活动名称', kind: 'text' },
    people: { title: '参与人数（实名加仅计数）', kind: 'number' },
    named: { title: '实名人数', kind: 'number' },
    counted: { title: '仅计数人次', kind: 'number' },
    volunteers: { title: '志愿者人数', kind: 'number' },
    minutes: { title: '时长（分钟）', kind: 'number' },
    photos: { title: '照片', kind: 'number' },
    answers: { title: '满意度份数', kind: 'number' },
  },
  exclusions,
  evidence: county => {
    const { named, counted, volunteers } = tallySql(county);
    return sql`select x.*, x.named + x.counted as people from (
      select a.id, ${day}, a.station_id, a.worker_id, null::uuid as client_id, a.id::text as activity, a.name as activity_name, ${facts},
        ${named} as named, ${counted} as counted, ${volunteers} as volunteers,
        extract(epoch from a.held_end::time - a.held_start::time)::int / 60 as minutes,
        (select count(*)::int from app.activity_photos f where f.county_id = ${county} and f.activity_id = a.id and f.removed_because is null) as photos,
        (select count(*)::int from app.satisfaction_answers f where f.county_id = ${county} and f.subject_id = a.id) as answers
      from ${from(county)} where a.county_id = ${county}) x`;
  },
};

const attendance: Measure = {
  name: 'activities.attendance',
  title: '活动参与',
  unit: '人次',
  clauses: ['K5b'],
  // By the id of a signature the page opens the activity it belongs to.
  opens: '/activities/:id',
  attributes: {
    ...shared,
    activity: { title: '活动', kind: 'text', named: 'activity_name', opens: '/activities/:id' },
    activity_name: { title: '活动名称', kind: 'text', quiet: true },
    person: { title: '参加人', kind: 'text', quiet: true },
    people: { title: '参加人数', kind: 'number' },
    how: { title: '登记方式', kind: 'text', options: HOWS },
    volunteer: { title: '志愿者', kind: 'flag' },
  },
  exclusions,
  evidence: county => {
    const rows = sql`select distinct on (t.activity_id, coalesce(${whoSql}, t.id::text)) t.id, t.activity_id, t.resident_id, r.merged_into,
        ${whoSql} as person, t.people, t.how, bool_or(t.volunteer) over (partition by t.activity_id, coalesce(${whoSql}, t.id::text)) as volunteer
      from app.activity_attendances t
        left join (select id, merged_into from app.residents where county_id = ${county}) r on r.id = t.resident_id
      where t.county_id = ${county} and t.struck_because is null
      order by t.activity_id, coalesce(${whoSql}, t.id::text), t.signed_at, t.id`;
    return sql`select t.id, ${day}, a.station_id, a.worker_id, coalesce(t.merged_into, t.resident_id) as client_id,
        a.id::text as activity, a.name as activity_name, ${facts}, t.person, t.people, t.how, t.volunteer
      from ${from(county)} join (${rows}) t on t.activity_id = a.id where a.county_id = ${county}`;
  },
};

export const measures: readonly Measure[] = [activity, attendance];
