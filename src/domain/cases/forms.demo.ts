// The demo's forms, filled in from a story (演示数据).

import { demoId } from '#domain/org/people.demo.ts';
import type { Story } from './content.demo.ts';

export const intakeOf = (s: Story, change: object = {}) => ({
  source: 'outreach',
  channel: 'home',
  problem_types: s.types,
  own_words: s.own_words,
  problem: s.problem,
  hopes: s.hopes,
  risk_self: 'no',
  risk_others: 'no',
  risk_abuse: 'no',
  risk_neglect: 'no',
  risk_supply: 'no',
  risk_housing: 'unknown',
  urgency: 'normal',
  willing: 'willing',
  told: 'yes',
  decision: 'accepted',
  ...change,
});

/** The forms of one story; how far each session brought it is a straight way from 2 to 7. */
export function formsOf(s: Story, key: string, next: string) {
  const [need, goal] = [demoId(`need ${key}`), demoId(`goal ${key}`)];
  const reached = (i: number) => (i >= 4 ? 'reached' : i >= 1 ? 'partly' : 'none');
  return {
    consent: {
      service: `围绕“${s.need}”，每两周见面一次`,
      agreements: '改时间提前一天打电话；社工不代管钱物',
      uses: ['file', 'team', 'evaluation'],
      recording: ['none'],
      exceptions: 'yes',
      revocable: 'yes',
    },
    assessment: {
      self_mind: '清楚自己的难处，情绪有起伏，无自伤想法',
      self_strengths: s.strengths,
      family: s.family,
      causes: s.causes,
      needs: [{ id: need, need: s.need, type: s.types[0], priority: 1, evidence: s.problem.slice(0, 40) }],
      risk_level: 'low',
      risk_why: '有人照看，暂无危险',
    },
    plan: {
      aim: s.hopes,
      goals: [{ id: goal, goal: s.goal, need, indicator: s.indicator, baseline: 2, target: 7 }],
      steps: [{ step: s.step }, { step: '每两周回看一次，调整做法' }],
      sessions: 5,
      client_part: '把每次约好的事做一做，做不到也说一声',
      worker_part: '按约定上门，帮忙联系需要的人和单位',
    },
    session: (i: number, next_on?: string) => ({
      channel: i === 3 ? 'telephone' : 'home',
      met: 'yes',
      purpose: i === 0 ? '把事情理清楚，定下第一步' : '回看上次约好的事',
      course: s.sessions[i]![0],
      reaction: s.sessions[i]![1],
      progress: [{ goal, reached: reached(i), scale: Math.min(7, 3 + i) }],
      next_plan: i < 4 ? '继续上次的约定，看看难在哪里' : '谈结束以后的安排',
      ...(next_on && { next_on }),
    }),
    review: {
      outcomes: [{ goal, reached: 'reached', before: 2, after: 7, evidence: s.indicator }],
      changes: s.end,
      satisfaction: 5,
      worker_view: '目标达成，本人有办法继续保持',
      advice: 'close',
    },
    closure: {
      close_type: 'achieved',
      close_why: '目标达成，本人同意结案',
      told_on: next,
      outcomes: [{ goal, reached: 'reached', before: 2, after: 7 }],
      summary: s.end,
      satisfaction: 5,
      afterwards: '邻里和家人继续留意，按期回访',
    },
    follow_up: { channel: 'telephone', met: 'yes', condition: '情况平稳，约定的事还在做', lasting: 'same', reopen: 'no' },
  };
}
