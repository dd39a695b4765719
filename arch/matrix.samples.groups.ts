// What is sent to the endpoints of group work, and to those that records of any kind have alike, in the matrix.

import { planContent } from '#domain/groups/testing.ts';
import { type Kind, TODAY } from './matrix.kinds.ts';
import type { Names, Sample } from './matrix.samples.ts';
import { groupOf } from './matrix.world.groups.ts';

const of = (input: Sample['input']): Sample => ({ input });
const byId = (kind: Kind, more: object = {}): Sample => of(async n => ({ id: await n.id(kind), ...more }));

const facts = async (n: Names) => ({
  name: '邻里小组',
  kind: 'support',
  openness: 'open',
  planned_sessions: 4,
  planned_members: 6,
  from_on: TODAY,
  to_on: TODAY,
  place: '村委会',
  lead: await n.id('worker'),
});
const form = async (n: Names, kind: Kind, record: Kind) => ({
  group: await n.id(kind),
  id: await n.new(record),
  revision: 0,
  head: { occurred_on: TODAY },
});
const member = { revision: 0, state: 'joined', joined_on: TODAY, born_year: 1950 };

export const groupsSamples: Record<string, Sample[]> = {
  'records.submit': [byId('draftRecord', { revision: 1 })],
  'records.withdraw': [{ ...byId('groupRecord', { revision: 1, reason: '写错了' }), roles: ['resident_worker'] }],
  'groups.open': [of(async n => ({ ...(await facts(n)), id: await n.new('group'), station: await n.number('station') }))],
  'groups.change': [of(async n => ({ ...(await facts(n)), id: await n.id('group'), revision: 1 }))],
  'groups.plan': [of(async n => ({ ...(await form(n, 'bareGroup', 'groupRecord')), content: planContent(2, TODAY) }))],
  'groups.enrol': [
    of(async n => ({ ...member, id: await n.new('groupMember'), group: await n.id('group'), name: '新来的' })),
    of(async n => ({ ...member, id: await n.new('groupMember'), group: await n.id('group'), resident: await n.id('resident') })),
  ],
  'groups.move_session': [byId('groupSession', { revision: 1, to: { planned_on: '2026-12-01' }, reason: '下雨' })],
  'groups.roll_call': [
    of(async n => ({ session: await n.id('groupSession'), revision: 1, held_on: TODAY, how: 'roll', entries: [] })),
  ],
  'groups.record_session': [
    of(async n => {
      const session = await n.id('heldSession');
      const head = { occurred_on: TODAY };
      const content = { session, process: '聊天', assessment: '好', next: '再来' };
      return { group: groupOf.get(session) ?? session, id: await n.new('draftRecord'), revision: 0, head, content };
    }),
  ],
  'groups.summarise': [
    of(async n => ({
      ...(await form(n, 'runGroup', 'otherRecord')),
      content: { goals: [], process: '聊', difficulties: '无', next: '无' },
    })),
  ],
  'groups.end': [byId('bareGroup', { revision: 1, as: 'cancelled', reason: '人少' })],
  'groups.reopen': [byId('endedGroup', { revision: 2, reason: '又有人报名' })],
  'groups.list': [of(async n => ({ station: await n.number('station') })), of(() => ({ limit: 200 }))],
  'groups.get': [byId('runGroup'), byId('heldSession')],
  'groups.field': [of(() => ({}))],
  'groups.code': [of(async n => ({ session: await n.id('groupSession') }))],
  'groups.ledger': [of(async n => ({ station: await n.number('station') })), of(() => ({}))],
};
