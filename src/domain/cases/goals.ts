// What one form hands to the next: needs become goals, goals are followed in every session, sessions write the evaluation, all of it writes the
// closing report. Nothing is typed twice, and everything can be changed before it is saved. Pure. Serves K3, K3b.

import { newId } from '#kernel/ids.ts';
import { REACHED, type Reached } from './forms.serve.ts';
import type { Content } from './forms.ts';
import { Goal, GoalOutcome, type Kind, Need, Progress, rowsOf } from './kinds.ts';

/** A record as far as the forms after it build on it. */
export type Told = { id: string; kind: Kind; on: string; content: Content };
/** A goal and how it went: from the plan's baseline over the sessions to the evaluation. */
export type GoalTrack = Goal & {
  reached: Reached | null;
  /** The latest value on 0–10; null when nobody has said one since the plan. */
  now: number | null;
  steps: readonly { record: string; on: string; reached: Reached | null; scale: number | null; note: string }[];
};

const byDay = (a: Told, b: Told): number => (`${a.on} ${a.id}` < `${b.on} ${b.id}` ? -1 : 1);
const ofKind = (told: readonly Told[], kind: Kind): Told[] => told.filter(t => t.kind === kind).sort(byDay);
const last = (told: readonly Told[], kind: Kind): Content | null => ofKind(told, kind).at(-1)?.content ?? null;

/** Needs of the latest assessment, the most pressing first. */
export const needsOf = (told: readonly Told[]): Need[] =>
  rowsOf(Need, last(told, 'assessment') ?? {}, 'needs').sort((a, b) => a.priority - b.priority);
/** Goals of the latest plan. */
export const goalsOf = (told: readonly Told[]): Goal[] => rowsOf(Goal, last(told, 'plan') ?? {}, 'goals');
/** Every goal any plan had: a session may speak of one that was given up since. */
export const everyGoal = (told: readonly Told[]): Goal[] => [
  ...new Map(ofKind(told, 'plan').flatMap(t => rowsOf(Goal, t.content, 'goals').map(g => [g.id, g] as const))).values(),
];

/** The goals of the plan with how each went. */
export function tracksOf(told: readonly Told[]): GoalTrack[] {
  const said = [
    ...ofKind(told, 'session').flatMap(t => rowsOf(Progress, t.content, 'progress').map(p => ({ t, ...p }))),
    ...ofKind(told, 'review').flatMap(t =>
      rowsOf(GoalOutcome, t.content, 'outcomes').map(o => ({
        t,
        goal: o.goal,
        reached: o.reached,
        scale: o.after,
        note: o.evidence,
      })),
    ),
  ];
  return goalsOf(told).map(goal => {
    const steps = said
      .filter(s => s.goal === goal.id && (s.reached !== undefined || s.scale !== undefined || s.note !== undefined))
      .map(s => ({ record: s.t.id, on: s.t.on, reached: s.reached ?? null, scale: s.scale ?? null, note: s.note ?? '' }));
    return {
      ...goal,
      reached: steps.findLast(s => s.reached !== null)?.reached ?? null,
      now: steps.findLast(s => s.scale !== null)?.scale ?? null,
      steps,
    };
  });
}

/** How often the person came or was met, of all that was agreed. */
export const attendance = (told: readonly Told[]): { kept: number; agreed: number } => {
  const sessions = ofKind(told, 'session');
  return { kept: sessions.filter(s => s.content.met !== 'no').length, agreed: sessions.length };
};

const defined = (content: Record<string, unknown>): Content =>
  Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));

/** What a new form of this kind begins with. `need` ids ticked over become goals with ids of their own. */
export function prefill(kind: Kind, told: readonly Told[]): Content {
  const tracks = tracksOf(told);
  const outcomes = tracks.map(g =>
    defined({
      goal: g.id,
      reached: g.reached ?? undefined,
      before: g.baseline,
      after: g.now ?? undefined,
      evidence: g.steps.findLast(s => s.note)?.note,
    }),
  );
  switch (kind) {
    case 'assessment':
      return withoutOwn(last(told, 'assessment') ?? {});
    case 'plan': {
      const before = last(told, 'plan');
      if (before) return withoutOwn(before, 'revised_why');
      return { goals: needsOf(told).map(n => ({ id: newId(), goal: n.need, need: n.id })), sessions: 5 };
    }
    case 'session': {
      const next = [...ofKind(told, 'session')].at(-1)?.content.next_plan;
      return defined({
        met: 'yes',
        purpose: next,
        progress: tracks.map(g => defined({ goal: g.id, scale: g.now ?? g.baseline })),
      });
    }
    case 'review':
      return defined({ outcomes, changes: storyOf(told) || undefined });
    case 'closure': {
      const review = last(told, 'review') ?? {};
      const { satisfaction, client_words, unmet } = review;
      return defined({ outcomes, summary: summaryOf(told), satisfaction, client_words, unmet });
    }
    default:
      return {};
  }
}
const withoutOwn = (content: Content, ...keys: string[]): Content =>
  Object.fromEntries(Object.entries(content).filter(([key]) => !keys.includes(key)));

/** Each session's day and what changed, one line each: the beginning of the evaluation. */
const storyOf = (told: readonly Told[]): string =>
  ofKind(told, 'session')
    .filter(t => typeof t.content.reaction === 'string')
    .map(t => `${t.on}：${String(t.content.reaction)}`)
    .join('\n')
    .slice(0, 2000);

/** The figures of a case in words: how often, how many agreed appointments were kept, how far each goal came. */
export function summaryOf(told: readonly Told[]): string {
  const sessions = ofKind(told, 'session');
  const { kept, agreed } = attendance(told);
  const days = sessions.length > 0 ? `${sessions[0]!.on} 至 ${sessions.at(-1)!.on}，` : '';
  const goals = tracksOf(told).map(
    (g, i) =>
      `目标 ${i + 1}“${g.goal}”：${g.reached ? REACHED[g.reached] : '未评'}，由 ${g.baseline} 分到 ${g.now ?? '—'} 分（希望 ${g.target} 分）。`,
  );
  return [`${days}约定 ${agreed} 次，见到 ${kept} 次。`, ...goals].join('\n').slice(0, 2000);
}

/** Names of needs and goals, for reading a reference. */
export const namesOf = (told: readonly Told[]): ReadonlyMap<string, string> =>
  new Map([
    ...ofKind(told, 'assessment').flatMap(t => rowsOf(Need, t.content, 'needs').map(n => [n.id, n.need] as const)),
    ...ofKind(told, 'plan').flatMap(t => rowsOf(Goal, t.content, 'goals').map(g => [g.id, g.goal] as const)),
  ]);

/** References of a content that lead nowhere: a session of another case's goal, a goal of a need that was never found. */
export function strayRefs(kind: Kind, content: Content, told: readonly Told[]): string[] {
  const goals = new Set(everyGoal(told).map(g => g.id));
  const needs = new Set(ofKind(told, 'assessment').flatMap(t => rowsOf(Need, t.content, 'needs').map(n => n.id)));
  if (kind === 'session')
    return rowsOf(Progress, content, 'progress')
      .filter(p => !goals.has(p.goal))
      .map(p => p.goal);
  if (kind === 'review' || kind === 'closure')
    return rowsOf(GoalOutcome, content, 'outcomes')
      .filter(o => !goals.has(o.goal))
      .map(o => o.goal);
  if (kind === 'plan') return rowsOf(Goal, content, 'goals').flatMap(g => (g.need && !needs.has(g.need) ? [g.need] : []));
  return [];
}
