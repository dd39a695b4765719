// An activity as a file of papers (活动卷宗, 套表): plan, sign-in, satisfaction, summary, pictures that may be shown. Serves K5, K5b.

import { below, hashesIn, noteOf, type Pictures, pairs, picturesOf, table } from '#domain/records/papers.service.ts';
import { documentDay } from '#kernel/dates.ts';
import type { Block } from '#server/documents/letter.ts';
import type { Dossier, DossierKind, Paper } from '#server/dossiers.ts';
import type { Context } from '#server/module.ts';
import { activitiesPolicy as may } from './activities.policy.ts';
import * as it from './activities.ts';
import { readActivity } from './full.service.ts';
import { listActivities } from './read.service.ts';

const money = (lines: readonly it.MoneyLine[]): string =>
  lines.length === 0
    ? ''
    : `${lines.map(l => `${l.item} ${it.yuan(l.fen)} 元${l.note ? `（${l.note}）` : ''}`).join('\n')}\n合计 ${it.yuan(it.totalOf(lines))} 元`;

function planBlocks(content: unknown): Block[] {
  const read = it.PlanContent.safeParse(content);
  if (!read.success) return [];
  const c = read.data;
  return pairs([
    ['背景与目的', c.background],
    ['目标', c.goals.map((g, i) => `${i + 1}. ${g}`).join('\n')],
    ['对象', c.audience],
    ['流程', c.program.map(p => [p.time, p.part, p.who].filter(Boolean).join('　')).join('\n')],
    ['人手与志愿者', c.staffing],
    ['宣传方式', c.publicity],
    ['物资', c.materials],
    ['预算', money(c.budget)],
    ['风险与应急', c.risks],
    ['评估方法', c.evaluation],
  ]);
}

function summaryBlocks(content: unknown): Block[] {
  const read = it.SummaryContent.safeParse(content);
  if (!read.success) return [];
  const c = read.data;
  return [
    ...pairs([
      ['过程', c.process],
      ['经费支出', money(c.spent)],
      ['发现的需求', c.needs.map(n => n.what).join('\n')],
      ['媒体报道', c.media.join('\n')],
      ['志愿服务', c.volunteer_minutes === undefined ? '' : `合计 ${c.volunteer_minutes} 分钟`],
      ['问题', c.problems],
      ['改进', c.improvements],
    ]),
    ...table(
      ['目标', '达成', '依据'],
      [45, 15, 40],
      c.goals.map(g => [g.goal, it.MET[g.met], g.evidence ?? '']),
    ),
  ];
}

function paperOf(paper: it.Paper | null, title: string, blocks: (content: unknown) => Block[], pictures: Pictures): Paper[] {
  const text = paper?.texts[0];
  if (!paper || !text || paper.record.state === 'withdrawn' || paper.record.state === 'draft') return [];
  const { record } = paper;
  return [
    {
      id: record.id === paper.record.of ? `plan-${record.id}` : record.id,
      title,
      on: record.occurred_on,
      by: record.worker_name,
      note: noteOf(record),
      blocks: [...blocks(text.content), ...below(text, paper.reviews, record.occurred_on, pictures)],
    },
  ];
}

const signIn = (a: it.ActivityFull): Paper[] => {
  const valid = a.attendance.filter(s => s.struck_because === null);
  if (valid.length === 0) return [];
  const rows = valid.map((s, i) => [
    String(i + 1),
    s.name ?? `仅计数 ${s.people} 人`,
    s.village ?? '',
    it.HOWS[s.how],
    [s.volunteer ? '志愿者' : '', s.by_other ? '代签' : '', s.remark ?? ''].filter(Boolean).join('，'),
  ]);
  const on = a.held_on ?? a.planned_on;
  return [
    {
      id: 'sign-in',
      title: '签到表',
      on,
      by: a.worker.name,
      note: '',
      blocks: table(['序号', '姓名', '村（居）', '登记方式', '备注'], [10, 26, 22, 18, 24], rows),
    },
  ];
};

const satisfaction = (a: it.ActivityFull): Paper[] =>
  a.satisfaction.answers === 0
    ? []
    : [
        {
          id: 'satisfaction',
          title: '满意度统计',
          on: a.held_on ?? a.planned_on,
          by: a.worker.name,
          note: '',
          blocks: [
            { kind: 'text', text: `收到 ${a.satisfaction.answers} 份答卷。` },
            ...table(
              ['题目', '平均分', '1 分', '2 分', '3 分', '4 分', '5 分'],
              [40, 12, 9, 9, 10, 10, 10],
              a.satisfaction.grades.map(g => [it.QUESTIONS[g.question], g.mean.toFixed(1), ...g.counts.map(String)]),
            ),
          ],
        },
      ];

async function compose(c: Context, id: string): Promise<Dossier> {
  const a = await readActivity(c.tx, id);
  const shown = a.photos.filter(p => p.hash !== null && p.consent !== 'none');
  const pictures = await picturesOf(c, a.station, [
    ...hashesIn(a.plan.texts[0]),
    ...hashesIn(a.summary?.texts[0]),
    ...shown.map(p => p.hash!),
  ]);
  const photos = shown.flatMap((p): Block[] => {
    const picture = pictures.nameOf(p.hash!);
    return picture ? [{ kind: 'sheet', title: `${it.SHOWS[p.shows]}${p.caption ? `：${p.caption}` : ''}`, picture }] : [];
  });
  const on = a.held_on ?? a.planned_on;
  return {
    station: a.station,
    number: a.number,
    subject: a.name,
    facts: [
      ['主题', a.themes.map(t => it.THEMES[t]).join('、')],
      ['负责社工', a.worker.name],
      ['举办日期', a.held_on ? documentDay(a.held_on) : '尚未举办'],
      ['地点', a.place],
    ],
    papers: [
      ...paperOf(a.plan, '活动计划书', planBlocks, pictures),
      ...signIn(a),
      ...satisfaction(a),
      ...paperOf(a.summary, '活动总结', summaryBlocks, pictures),
      ...(photos.length ? [{ id: 'photos', title: '活动照片', on, by: a.worker.name, note: '', blocks: photos }] : []),
    ],
    missing: a.missing.filter(m => !m.advised).map(m => ({ what: m.say, opens: `/activities/${a.id}` })),
    images: pictures.images,
  };
}

export const activityDossier: DossierKind = {
  name: 'activities',
  title: '活动卷宗',
  roles: may['activities.list'].roles,
  opens: '/activities/:id',
  list: async (tx, wish) => {
    const { rows, next } = await listActivities(tx, wish);
    const shown = rows.map(r => ({
      id: r.id,
      number: r.number,
      subject: r.name,
      station: r.station,
      worker_name: r.worker.name,
      opened_on: r.planned_on,
      closed_on: r.held_on,
      missing: null,
    }));
    return { rows: shown, next };
  },
  compose,
};
