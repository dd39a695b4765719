// Who was in place at a station on each day, and whether that was enough: three eligible workers, and a head with the national
// certificate. A rule over time made of the rule about a person. Pure; browser and server. Serves M4, M5, P1.

import { addDays, addMonths, daysBetween } from '#kernel/dates.ts';
import { type EligibilityInput, type EligibilityRules, eligibility, REQUIREMENT_RULES } from './eligibility.ts';
import type { POSTS } from './org.ts';

/** Eligible resident workers a station needs every day, its head among them (M4). */
export const WORKERS_NEEDED = 3;

/** A post held from a day to a day, both included; `to: null` is until now. */
export type Held = { station: number | null; post: keyof typeof POSTS; from: string; to: string | null };
export type Member = Omit<EligibilityInput, 'post'> & { id: string; name: string; posts: readonly Held[] };

/** Days in a row on which the same people were in place and met the same conditions. */
export type Presence = {
  from: string;
  to: string;
  days: number;
  /** Resident workers and head in post, and those of them who are eligible. */
  present: number;
  eligible: number;
  /** Who does not meet the conditions, and why. */
  short: { id: string; name: string; why: string[] }[];
  lead: { id: string; name: string; certified: boolean } | null;
  /** Enough eligible workers. */
  staffed: boolean;
  /** A head in post who holds the national certificate. */
  led: boolean;
};

/**
 * Posts over time from the present one and the moves that led to it, oldest first.
 * @param moves each with the post before it and the one after, in any order
 */
export function postsOf(
  now: { station: number | null; post: Held['post']; entered_on: string; left_on: string | null },
  moves: readonly { from_on: string; station_before: number | null; post_before: Held['post'] }[],
): Held[] {
  const ordered = [...moves].sort((a, b) => (a.from_on < b.from_on ? -1 : 1));
  const starts = [now.entered_on, ...ordered.map(m => m.from_on)];
  const places = [
    ...ordered.map(m => ({ station: m.station_before, post: m.post_before })),
    { station: now.station, post: now.post },
  ];
  return places.flatMap((place, i) => {
    const from = starts[i]!;
    const to = i < ordered.length ? addDays(starts[i + 1]!, -1) : now.left_on;
    return to !== null && to < from ? [] : [{ ...place, from, to }];
  });
}

const holds = (m: Member, station: number, day: string): Held | undefined =>
  m.posts.find(p => p.station === station && p.from <= day && (p.to === null || p.to >= day));

/** Days on which the answer for a person may become another. Around the end of five years a day either side, for the 29th of February. */
function turns(m: Member, rules: EligibilityRules): string[] {
  const ends = m.trainings.flatMap(t => {
    const end = addMonths(t.ended_on, 12 * rules.windowYears);
    return [t.ended_on, end, addDays(end, 1), addDays(end, 2)];
  });
  return [
    ...m.posts.flatMap(p => [p.from, ...(p.to ? [addDays(p.to, 1)] : [])]),
    ...m.certificates.map(c => c.issued_on),
    ...ends,
  ];
}

function onDay(members: readonly Member[], station: number, day: string, rules: EligibilityRules) {
  const here = members.flatMap(m => {
    const held = holds(m, station, day);
    return held ? [{ m, post: held.post, judged: eligibility({ ...m, post: held.post }, day, rules) }] : [];
  });
  // The head's certificate is asked for by itself (M5); without it she may still be one of the three.
  const own = here.map(h => ({ ...h, failed: h.judged.checks.filter(c => !c.met && c.code !== 'national_certificate') }));
  const eligible = own.filter(h => h.failed.length === 0).length;
  const lead = here.find(h => h.post === 'station_lead');
  const certified = lead?.judged.checks.some(c => c.code === 'national_certificate' && c.met) ?? false;
  return {
    present: here.length,
    eligible,
    short: own.filter(h => h.failed.length > 0).map(h => ({ id: h.m.id, name: h.m.name, why: h.failed.map(c => c.say) })),
    lead: lead ? { id: lead.m.id, name: lead.m.name, certified } : null,
    staffed: eligible >= WORKERS_NEEDED,
    led: certified,
  };
}

/**
 * How a station was staffed from a day to a day, both included: spans without a gap, in order.
 * @param members everybody who was ever there
 */
export function presenceOf(
  members: readonly Member[],
  station: number,
  span: { from: string; to: string },
  rules: EligibilityRules = REQUIREMENT_RULES,
): Presence[] {
  const there = members.filter(m => m.posts.some(p => p.station === station));
  const days = new Set([span.from, ...there.flatMap(m => turns(m, rules)).filter(d => d > span.from && d <= span.to)]);
  const starts = [...days].sort();
  const spans: Presence[] = [];
  let last = '';
  for (const [i, from] of starts.entries()) {
    const state = onDay(there, station, from, rules);
    const to = i + 1 < starts.length ? addDays(starts[i + 1]!, -1) : span.to;
    const { short, ...rest } = state;
    const same = JSON.stringify([rest, short.map(s => s.id)]);
    const before = spans.at(-1);
    if (before && same === last) Object.assign(before, { to, days: daysBetween(before.from, to) + 1 });
    else spans.push({ from, to, days: daysBetween(from, to) + 1, ...state });
    last = same;
  }
  return spans;
}

/** Why a span is out of rule, in one sentence; null when it is not. */
export function outOfRule(p: Presence): string | null {
  const said: string[] = [];
  if (!p.staffed)
    said.push(
      p.present < WORKERS_NEEDED
        ? `在岗 ${p.present} 人，不足 ${WORKERS_NEEDED} 人`
        : `在岗 ${p.present} 人，符合条件的只有 ${p.eligible} 人（${p.short.map(s => s.name).join('、')}不符合）`,
    );
  if (!p.lead) said.push('没有站长');
  else if (!p.led) said.push(`站长${p.lead.name}未持全国社会工作者职业资格证书`);
  return said.length ? `${said.join('；')}。` : null;
}
