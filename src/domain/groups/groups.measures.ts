// What of group work can be counted: groups, sessions held, person-times. How many make a group count is the contract's (K4, K4b, K4c).

import { RECORD_STATES } from '#kernel/review.ts';
import { type RawBuilder, sql } from '#server/database/tables.ts';
import type { Exclusion, Measure } from '#server/measures.ts';
import { GROUP_KINDS, STAGES, STATUSES, WAYS } from './groups.ts';
import { groupFacts } from './rows.service.ts';

const excluded = (code: string, title: string, when: RawBuilder<unknown>): Exclusion => ({ code, title, when });
const RECORDED = { ...RECORD_STATES, none: '没有提交' };
const named = {
  group_id: { title: '小组', kind: 'text', named: 'group', opens: '/groups/:id', quiet: true },
  group: { title: '小组名称', kind: 'text' },
  type: { title: '小组类型', kind: 'text', options: GROUP_KINDS },
} as const;
const month = { title: '月份', kind: 'text', quiet: true } as const;

const group: Measure = {
  name: 'groups.group',
  title: '小组',
  unit: '个',
  clauses: ['K4'],
  opens: '/groups/:id',
  attributes: {
    ...named,
    stage: { title: '进展', kind: 'text', options: STAGES },
    complete: { title: '档案完整', kind: 'flag' },
    plan: { title: '计划书', kind: 'text', options: RECORDED },
    summary: { title: '总结', kind: 'text', options: RECORDED },
    sessions: { title: '已开展节数', kind: 'number' },
    attendances: { title: '参与人次', kind: 'number' },
    headcount: { title: '参与人数', kind: 'number' },
    month,
  },
  exclusions: [
    excluded('cancelled', '已取消', sql`e.stage = 'cancelled'`),
    excluded('no_plan', '计划书未通过审核', sql`e.plan <> 'approved'`),
    excluded('not_begun', '还没有开展', sql`e.sessions = 0`),
  ],
  evidence:
    county => sql`select f.id, coalesce(f.begun_on, f.from_on) as occurred_on, f.station_id, f.lead_id as worker_id, null::uuid as client_id,
      f.id as group_id, f.name as "group", f.kind as type, f.stage, f.complete, coalesce(f.plan, 'none') as plan,
      coalesce(f.summary, 'none') as summary, f.held as sessions, f.attendances, f.people as headcount,
      to_char(coalesce(f.begun_on, f.from_on), 'YYYY-MM') as month
    from (${groupFacts(county)}) f`,
};

const session: Measure = {
  name: 'groups.session',
  title: '小组各节',
  unit: '节',
  clauses: ['K4b'],
  opens: '/groups/:id',
  attributes: {
    ...named,
    no: { title: '节次', kind: 'number' },
    topic: { title: '主题', kind: 'text' },
    record: { title: '过程记录', kind: 'text', options: RECORDED },
    attended: { title: '参与人次', kind: 'number' },
    month,
  },
  exclusions: [
    excluded('no_record', '没有提交本节过程记录', sql`e.record in ('none', 'draft', 'withdrawn')`),
    excluded('unreviewed', '本节过程记录未通过审核', sql`e.record in ('submitted', 'returned')`),
  ],
  evidence:
    county => sql`select s.id, s.held_on as occurred_on, s.station_id, g.lead_id as worker_id, null::uuid as client_id, g.id as group_id,
      g.name as "group", g.kind as type, s.no, s.topic, coalesce(r.state, 'none') as record,
      (select count(*)::int from app.group_attendances a where a.county_id = ${county} and a.session_id = s.id
        and a.status in ('present', 'late')) as attended, to_char(s.held_on, 'YYYY-MM') as month
    from app.group_sessions s
      join app.groups g on g.county_id = ${county} and g.id = s.group_id
      left join app.records r on r.county_id = ${county} and r.id = s.record_id
    where s.county_id = ${county} and s.state = 'held'`,
};

const attendance: Measure = {
  name: 'groups.attendance',
  title: '小组参与',
  unit: '人次',
  clauses: ['K4c'],
  opens: '/groups/:id',
  attributes: {
    ...named,
    member: { title: '组员', kind: 'text', quiet: true },
    no: { title: '节次', kind: 'number' },
    status: { title: '出席', kind: 'text', options: STATUSES },
    how: { title: '登记方式', kind: 'text', options: WAYS },
    signed_for: { title: '代签', kind: 'flag' },
    guest: { title: '临时参加', kind: 'flag' },
    month,
  },
  exclusions: [excluded('not_there', '缺席或请假', sql`e.status in ('absent', 'excused')`)],
  evidence:
    county => sql`select a.id, s.held_on as occurred_on, a.station_id, g.lead_id as worker_id, m.resident_id as client_id, g.id as group_id,
      g.name as "group", g.kind as type, m.id as member, s.no, a.status, a.how, a.signed_for, m.state = 'guest' as guest,
      to_char(s.held_on, 'YYYY-MM') as month
    from app.group_attendances a
      join app.group_sessions s on s.county_id = ${county} and s.id = a.session_id and s.state = 'held'
      join app.groups g on g.county_id = ${county} and g.id = a.group_id
      join app.group_members m on m.county_id = ${county} and m.id = a.member_id
    where a.county_id = ${county}`,
};

export const measures: readonly Measure[] = [group, session, attendance];
