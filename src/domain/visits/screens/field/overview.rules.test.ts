import { describe, expect, it } from 'vitest';
import type { FieldPerson } from '#domain/clients/clients.ts';
import type { Unsent } from '#web/outbox.ts';
import { correct, DEFAULT_SETTINGS, type LastVisit, record } from '../../visits.ts';
import type { PersonVisits } from './cached.ts';
import { draftName, draftOf, dueGroups, dueOf, dueWords, formPath, historyOf, knownVisits, lastMet } from './overview.ts';
import { amendCorrection, amendRecord, asVisit, writtenIn } from './waiting.ts';

const TODAY = '2026-11-23';
const A = '018f0000-0000-7000-8000-00000000000a';
const V = '018f0000-0000-7000-8000-0000000000f1';
const person = (id: string, over: Partial<FieldPerson> = {}): FieldPerson => ({
  id,
  revision: 1,
  station: 469030105,
  name: id,
  name_key: id,
  initials: id,
  sex: '2',
  born_on: '1948-05-06',
  identity: null,
  village_code: '469030105200',
  village_name: '南班村',
  village_group: null,
  address: null,
  phone: null,
  contact: null,
  guardian: null,
  health: null,
  disability_kind: null,
  disability_grade: null,
  notes: null,
  categories: ['lives_alone'],
  comes_first: true,
  consents: [],
  file_state: 'none',
  file_no: null,
  household: { id, members: [] },
  ...over,
});
const visit = (visited_on: string, over: Partial<LastVisit> = {}): LastVisit => ({
  kind: 'home_visit',
  outcome: 'success',
  visited_on,
  next_on: null,
  ...over,
});
const call = { kind: 'welfare_call', outcome: 'connected', visited_on: TODAY, content: {} } as const;
const waiting = (input: object, over: Partial<Unsent> = {}): Unsent => ({
  id: 'c1',
  account: 'me',
  seq: 1,
  command: record.name,
  about: [V],
  files: [],
  uploaded: [],
  madeAt: '2026-11-23T01:00:00.000Z',
  version: 1,
  state: 'waiting',
  title: '',
  input,
  refusal: null,
  held: false,
  readable: true,
  ...over,
});
const unsent = (over: object = {}) => asVisit(waiting({ id: V, resident: A, ...call, ...over }))!;

describe('who is due', () => {
  const due = (p: FieldPerson, ...visits: LastVisit[]) => dueGroups([p], () => visits, TODAY, DEFAULT_SETTINGS);
  it('groups the overdue before the coming, and leaves out who is not due yet', () => {
    expect(due(person('a'), visit('2026-10-01'))[0]).toMatchObject({ title: '已到期', entries: [{ due: { days_left: -22 } }] });
    expect(due(person('a'), visit('2026-10-28'))[0]?.title).toBe('近期到期');
    expect(due(person('a'), visit('2026-11-20'))).toEqual([]);
  });
  it('puts those first who come first, then village by village, then the longest due', () => {
    const last: Record<string, string> = { plain: '2026-01-01', far: '2026-09-01', near: '2026-10-10', nearer: '2026-10-01' };
    const people = [
      person('plain', { comes_first: false }),
      person('far', { village_code: '469030105201' }),
      person('near'),
      person('nearer'),
    ];
    const [overdue] = dueGroups(people, id => [visit(last[id]!)], TODAY, DEFAULT_SETTINGS);
    expect(overdue?.entries.map(e => e.person.id)).toEqual(['nearer', 'near', 'far', 'plain']);
  });
  it('says it in words; who was never met waits for the first visit', () => {
    const words = (...visits: LastVisit[]) =>
      dueWords({ due: dueOf(person('a'), visits, TODAY, DEFAULT_SETTINGS)!, met: visits.length > 0 });
    expect(words(visit('2026-10-18'))).toBe('超期 5 天');
    expect(words(visit('2026-10-23'))).toBe('今天到期');
    expect(words(visit('2026-10-26'))).toBe('还有 3 天');
    expect(words()).toBe('待首访');
  });
  it('counts a visit that is still to be sent', () => {
    const visits = knownVisits(A, undefined, [
      unsent({ kind: 'home_visit', type: 'routine', outcome: 'success', place_reason: 'no_signal' }),
    ]);
    expect(dueGroups([person(A)], () => visits, TODAY, DEFAULT_SETTINGS)).toEqual([]);
  });
});

describe('the last visit', () => {
  const kept: PersonVisits = {
    resident: A,
    visits: [visit('2026-10-01'), visit('2026-11-01', { kind: 'welfare_call', outcome: 'connected' })],
    home_visit: null,
    welfare_call: {
      ...call,
      visited_on: '2026-11-01',
      co_workers: [],
      present: [],
      unusual: false,
      photos: [],
      content: { notes: '旧' },
    },
  };
  it('is the latest that met the person, sent or not', () => {
    expect(lastMet('welfare_call', A, kept, [])?.content.notes).toBe('旧');
    expect(lastMet('welfare_call', A, kept, [unsent({ content: { notes: '新' } })])?.content.notes).toBe('新');
    expect(lastMet('welfare_call', A, kept, [unsent({ outcome: 'no_answer' })])?.content.notes).toBe('旧');
    expect(lastMet('welfare_call', 'somebody else', undefined, [unsent()])).toBeNull();
  });
  it('stands in the history once, the newest first, with what is not sent', () => {
    const own = [
      { id: 'v1', resident: A, kind: 'home_visit', outcome: 'success', visited_on: '2026-10-01', state: 'approved' },
    ] as const;
    const history = historyOf(A, own, kept, [unsent()]);
    expect(history.map(h => [h.visited_on, h.state, h.to])).toEqual([
      [TODAY, 'unsent', 'unsent/c1'],
      ['2026-11-01', null, null],
      ['2026-10-01', 'approved', 'records/v1'],
    ]);
  });
});

describe('what waits in the outbox', () => {
  it('is understood, or left alone', () => {
    expect(writtenIn(unsent() as never)).toMatchObject({ kind: 'welfare_call', co_workers: [] });
    expect(writtenIn(unsent() as never)).not.toHaveProperty('resident');
    expect(asVisit(waiting({ of: 'a later version' }))).toBeNull();
    expect(asVisit(waiting({}, { command: 'clients.register' }))).toBeNull();
  });
  it('travels on as a correction when an earlier version had arrived', () => {
    const input = { id: V, resident: A, ...call, recorded_at: '2026-11-23T01:00:00Z' };
    expect(amendRecord(input, { id: V, revision: 1 })).toMatchObject({
      command: correct,
      input: { id: V, revision: 1, kind: 'welfare_call' },
    });
    expect(correct.input.safeParse(amendRecord(input, { id: V, revision: 1 })?.input).success).toBe(true);
    expect(amendCorrection({ id: V, revision: 1, reason: '写错', ...call }, { id: V, revision: 2 })?.input).toMatchObject({
      revision: 2,
      reason: '写错',
    });
    expect(amendRecord({ nothing: 1 }, { id: V, revision: 1 })).toBeNull();
  });
});

describe('drafts', () => {
  it.each([
    { of: 'new', kind: 'home_visit', person: A },
    { of: 'correct', visit: V },
    { of: 'unsent', item: 'c1' },
  ] as const)('%o is found by its name', draft => {
    expect(draftOf(draftName(draft))).toEqual(draft);
    expect(formPath(draft)).toMatch(/^[a-z]+\/.+/);
  });
  it('others are not ours', () => expect(draftOf('clients.note/1')).toBeNull());
});
