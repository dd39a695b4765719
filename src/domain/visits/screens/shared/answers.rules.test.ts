import { describe, expect, it } from 'vitest';
import { type Check, corrections, FORMS, HOME_VISIT, type HomeVisitContent, prefillFrom, Written } from '../../visits.ts';
import {
  type Answers,
  answersOf,
  askedSections,
  checkAnswers,
  errorAt,
  freshAnswers,
  merged,
  sentContent,
  sinceLast,
} from './answers.ts';

const fine = { level: 'normal' } as const;
const DAY = '2026-11-23';
const check: Check = { person: { born_on: '1948-05-06' }, today: DAY, opened_on: '2026-03-01', late_days: 3 };
const last: HomeVisitContent = {
  health: { level: 'watch', note: '血压高' },
  mood: fine,
  safety: fine,
  hygiene: fine,
  surroundings: fine,
  needs: ['company'],
  carer: 'self',
};
const full = (over: Partial<Answers> = {}): Answers => ({
  ...freshAnswers(DAY, 'routine', { ...last, services: ['policy'], notes: '独自在家。' }),
  outcome: 'success',
  place_reason: 'no_signal',
  ...over,
});
const met = { met: true, child: false };
const keysOf = (s: { met: boolean; child: boolean }) =>
  askedSections(HOME_VISIT, s).flatMap(section => Object.keys(section.fields));

describe('what is asked', () => {
  it('shortens when nobody was met: nothing that was carried over is shown or sent', () => {
    const asked = keysOf({ met: false, child: false });
    expect(asked).toEqual(expect.arrayContaining(['companions', 'purpose', 'notes', 'followups']));
    for (const key of ['health', 'needs', 'meeting_place', 'carer', 'guardian']) expect(asked).not.toContain(key);
    const { written } = checkAnswers('home_visit', full({ outcome: 'nobody', place_reason: null }), check);
    expect(written?.content).toEqual({ services: ['policy'], notes: '独自在家。' });
  });
  it('asks about a child only where one was met', () => {
    expect(keysOf({ met: true, child: true })).toContain('guardian');
    expect(keysOf(met)).not.toContain('guardian');
  });
});

describe('what is sent', () => {
  it('is the written record, without what was left empty', () => {
    const { written, issues } = checkAnswers(
      'home_visit',
      full({ content: { ...full().content, needs_note: '  ', followups: [{ what: '' }] } }),
      check,
    );
    expect(issues).toEqual([]);
    expect(Object.keys(written!.content)).not.toEqual(expect.arrayContaining(['needs_note']));
    expect(written).toMatchObject({ kind: 'home_visit', type: 'routine', outcome: 'success', place_reason: 'no_signal' });
    expect(written).not.toHaveProperty('next_on');
  });
  it('cleans a half-typed note and follow-up', () => {
    const content = {
      ...full().content,
      mood: { level: 'watch', note: '' },
      followups: [{ what: '联系村医', due_on: undefined, who: ' ' }, { what: ' ' }],
    };
    expect(sentContent(FORMS.home_visit, content, met)).toMatchObject({
      mood: { level: 'watch' },
      followups: [{ what: '联系村医' }],
    });
  });
  it('has no signature of somebody who was not met', () => {
    const { written } = checkAnswers(
      'home_visit',
      full({ outcome: 'refused', signature: 'a'.repeat(64), present: [crypto.randomUUID()] }),
      check,
    );
    expect(written).not.toHaveProperty('signature');
    expect(written?.present).toEqual([]);
  });
  it('comes back from the record as it was typed', () => {
    const { written } = checkAnswers(
      'home_visit',
      full({ started_at: '09:10', ended_at: '09:40', next_on: '2026-12-01' }),
      check,
    );
    expect(checkAnswers('home_visit', answersOf(written!), check).written).toEqual(written);
  });
});

describe('what is wrong', () => {
  const paths = (a: Answers, over: Partial<Check> = {}) =>
    checkAnswers('home_visit', a, { ...check, ...over }).issues.map(i => i.path);
  it('asks for the outcome first, in Chinese', () => {
    const { issues } = checkAnswers('home_visit', freshAnswers(DAY, null, {}), check);
    expect(errorAt(issues, 'outcome')).toBe('请选择结果');
    expect(errorAt(issues, 'type')).toBe('请选择探访类型');
  });
  it('says nothing in the words of a machine', () => {
    const { issues } = checkAnswers(
      'welfare_call',
      { ...full({ outcome: 'no_answer' }), content: { attempts: 99, steps: ['unheard of'] } },
      check,
    );
    expect(issues.map(i => [i.path, i.message])).toEqual([
      ['content.attempts', '请按要求填写'],
      ['content.steps.0', '请按要求填写'],
    ]);
  });
  it('says everything at once: what is missing, what is too long, what does not fit together', () => {
    const wrong = full({ place_reason: null, ended_at: '08:00', content: { health: fine, notes: '长'.repeat(2001) } });
    expect(paths(wrong)).toEqual(
      expect.arrayContaining(['content.notes', 'content.mood', 'content.needs', 'place_reason', 'started_at']),
    );
    expect(new Set(paths(wrong)).size).toBe(paths(wrong).length);
  });
  it('wants a reason for a late record', () => {
    expect(paths(full({ visited_on: '2026-11-10' }))).toEqual(['late_reason']);
    expect(paths(full({ visited_on: '2026-11-10' }), { received_on: '2026-11-11' })).toEqual([]);
  });
  it('finds the sentence at the field or at a part of it, never at a neighbour', () => {
    const issues = [
      { path: 'content.needs_note', message: 'x' },
      { path: 'content.mood.note', message: 'y' },
    ];
    expect(errorAt(issues, 'content.needs')).toBeNull();
    expect(errorAt(issues, 'content.mood')).toBe('y');
  });
});

describe('since the last visit', () => {
  const { health, services } = Object.assign({}, ...HOME_VISIT.sections.map(s => s.fields)) as Record<
    string,
    Parameters<typeof sinceLast>[0]
  >;
  it('marks what stands and what changed, and says nothing of what is new each time', () => {
    const carried = prefillFrom('home_visit', { content: last }).content as Record<string, unknown>;
    expect(sinceLast(health!, carried.health, { level: 'watch', note: '血压高' })).toEqual({
      same: true,
      before: '关注（血压高）',
    });
    expect(sinceLast(health!, carried.health, { level: 'abnormal', note: '' })).toEqual({
      same: false,
      before: '关注（血压高）',
    });
    expect(sinceLast(services!, ['policy'], ['policy'])).toBeNull();
    expect(sinceLast(health!, undefined, fine)).toBeNull();
  });
});

describe('two versions of one record', () => {
  const at = (over: Partial<Answers>) => checkAnswers('home_visit', full(over), check).written!;
  const mine = at({ started_at: '09:00', content: { ...full().content, notes: '我写的' } });
  const theirs = at({ started_at: '10:00', place_reason: null, place: { lat: 19, lng: 109, accuracy_m: 8 }, unusual: true });
  it('take what is chosen from the other and keep the rest', () => {
    const result = merged(answersOf(mine), answersOf(theirs), new Set(['place', 'content.notes']));
    const { written } = checkAnswers('home_visit', result, check);
    expect(written).toEqual(
      Written.parse({ ...mine, place: theirs.place, place_reason: undefined, content: { ...mine.content, notes: '独自在家。' } }),
    );
  });
  it('all of theirs is theirs, none of theirs is mine', () => {
    const every = new Set(corrections(theirs, mine).map(d => d.path));
    expect(checkAnswers('home_visit', merged(answersOf(mine), answersOf(theirs), every), check).written).toEqual(theirs);
    expect(checkAnswers('home_visit', merged(answersOf(mine), answersOf(theirs), new Set()), check).written).toEqual(mine);
  });
});
