// A group as a file of papers (小组卷宗, 套表): plan, members, sign-in and record of every session, summary. Serves K4, K4b, K4c.

import { placeNames } from '#domain/org/org.service.ts';
import { below, hashesIn, noteOf, type Pictures, pairs, picturesOf, table } from '#domain/records/papers.service.ts';
import type { RecordRow } from '#domain/records/records.ts';
import { documentDay } from '#kernel/dates.ts';
import type { Block } from '#server/documents/letter.ts';
import type { Dossier, DossierKind, Paper } from '#server/dossiers.ts';
import type { Context } from '#server/module.ts';
import { groupsPolicy as may } from './groups.policy.ts';
import * as it from './groups.ts';
import { listGroups, readGroup } from './reading.service.ts';

const nameIn = (g: it.GroupFull, id: string): string => g.member_rows.find(m => m.id === id)?.name ?? '';
/** `g2` → 目标 2 */
const goalName = (key: string): string => `目标 ${key.slice(1)}`;
const yuan = (n: number | undefined): string => (n === undefined ? '' : `${n} 元`);

function planBlocks(content: unknown): Block[] {
  const read = it.PlanContent.safeParse(content);
  if (!read.success) return [];
  const c = read.data;
  return [
    ...pairs([
      ['背景与需求', c.needs],
      ['理念', c.theory],
      ['具体目标', c.goals.map((g, i) => `${i + 1}. ${g.words}（看什么：${g.sign}）`).join('\n')],
      ['服务对象与条件', c.target],
      ['招募和筛选', c.recruitment],
      ['频率', c.frequency],
      ['人手分工', c.staffing],
      ['预计困难与应对', c.risks],
      ['经费预算', yuan(c.budget_yuan)],
      ['评估方法', c.evaluation.map(e => it.EVALUATIONS[e]).join('、')],
    ]),
    ...table(
      ['节次', '日期', '主题', '目标', '程序'],
      [8, 16, 20, 26, 30],
      c.sessions.map(s => [`第 ${s.no} 节`, s.planned_on, s.topic, s.goal, s.program ?? '']),
    ),
  ];
}

function sessionBlocks(content: unknown, g: it.GroupFull): Block[] {
  const read = it.SessionContent.safeParse(content);
  if (!read.success) return [];
  const c = read.data;
  return [
    ...pairs([
      ['过程', c.process],
      ['没有按计划的地方', c.deviation],
      ['关键事件', c.events],
      ['小组动力', c.dynamics],
      [
        '目标',
        c.goals
          .map(o => [goalName(o.key), o.score === undefined ? '' : `${o.score} 分`, o.words].filter(Boolean).join(' '))
          .join('\n'),
      ],
      ['初步评估', c.assessment],
      ['下次安排', c.next],
      ['费用', yuan(c.cost_yuan)],
    ]),
    ...table(
      ['组员', '表现'],
      [25, 75],
      c.observations.map(o => [nameIn(g, o.member), o.words]),
    ),
  ];
}

function summaryBlocks(content: unknown, g: it.GroupFull): Block[] {
  const { figures, ...written } = (content ?? {}) as Record<string, unknown> & { figures?: it.Figures };
  const read = it.SummaryContent.safeParse(written);
  if (!read.success) return [];
  const c = read.data;
  const score = (n: number | undefined): string => (n === undefined ? '' : String(n));
  return [
    ...pairs([
      ['出席', figures ? `${figures.sessions} 节，${figures.attendances} 人次，${figures.people} 人` : ''],
      ['过程回顾', c.process],
      ['招募检讨', c.recruitment],
      ['满意度', c.satisfaction ? `调查 ${c.satisfaction.asked} 人，满意 ${c.satisfaction.satisfied} 人` : ''],
      ['困难与经验', c.difficulties],
      ['后续跟进', c.next],
      ['费用', yuan(c.spent_yuan)],
    ]),
    ...table(
      ['目标', '前', '后', '达成', '说明'],
      [12, 8, 8, 14, 58],
      c.goals.map(o => [goalName(o.key), score(o.before), score(o.after), it.REACHED[o.reached], o.words]),
    ),
    ...table(
      ['组员', '变化'],
      [25, 75],
      c.members.map(o => [nameIn(g, o.member), o.words]),
    ),
  ];
}

function formPaper(form: it.FormRead, title: string, blocks: Block[], pictures: Pictures): Paper[] {
  const text = form.texts[0];
  if (!text) return [];
  return [
    {
      id: form.id,
      title,
      on: form.occurred_on,
      by: form.worker_name,
      note: noteOf(form),
      blocks: [...blocks, ...below(text, form.reviews, form.occurred_on, pictures)],
    },
  ];
}

/** The roll of one session as it was taken, and the sheet that was signed on paper. */
function roll(g: it.GroupFull, s: it.SessionRow, pictures: Pictures): Paper {
  const rows = g.attendance
    .filter(a => a.session === s.id)
    .map(a => [nameIn(g, a.member), it.STATUSES[a.status], it.WAYS[a.how], a.signed_for ? '代签' : '', a.note ?? '']);
  const sheets = s.paper.flatMap((hash, i): Block[] => {
    const picture = pictures.nameOf(hash);
    return picture ? [{ kind: 'sheet', title: `纸质签到表 ${i + 1}`, picture }] : [];
  });
  const head = pairs([
    ['主题', s.topic],
    ['日期', s.held_on ? documentDay(s.held_on) : ''],
    ['地点', s.place ?? g.place],
  ]);
  return {
    id: `roll-${s.id}`,
    title: `第 ${s.no} 节签到表`,
    on: s.held_on ?? s.planned_on,
    by: g.lead_name,
    note: '',
    blocks: [...head, ...table(['姓名', '出席', '登记方式', '代签', '备注'], [24, 16, 20, 12, 28], rows), ...sheets],
  };
}

const kept = (f: RecordRow): boolean => f.state !== 'withdrawn' && f.state !== 'draft';

async function compose(c: Context, id: string): Promise<Dossier> {
  const g = await readGroup(c, id);
  const forms = g.forms.filter(kept);
  const hashes = [...forms.flatMap(f => hashesIn(f.texts[0])), ...g.sessions.flatMap(s => s.paper)];
  const [pictures, { villages }] = await Promise.all([picturesOf(c, g.station, hashes), placeNames(c.tx)]);
  const of = (kind: string) => forms.filter(f => f.kind === kind);
  const sessions = g.sessions.filter(s => s.state === 'held').sort((a, b) => a.no - b.no);
  const members: Paper = {
    id: 'members',
    title: '组员名单',
    on: g.from_on,
    by: g.lead_name,
    note: '',
    blocks: table(
      ['姓名', '性别', '出生年', '村（居）', '监护人', '入组', '退出'],
      [18, 8, 12, 18, 16, 14, 14],
      g.member_rows.map(m => [
        m.name,
        m.sex === '1' ? '男' : m.sex === '2' ? '女' : '',
        m.born_year ? String(m.born_year) : '',
        (m.village && villages.get(m.village)) ?? m.village ?? '',
        m.guardian?.name ?? '',
        m.joined_on,
        m.left_on ?? '',
      ]),
    ),
  };
  return {
    station: g.station,
    number: g.no,
    subject: g.name,
    facts: [
      ['类型', it.GROUP_KINDS[g.kind]],
      ['带领社工', g.lead_name],
      ['起止日期', `${documentDay(g.from_on)} 至 ${documentDay(g.to_on)}`],
      ['出席', `${g.figures.sessions} 节，${g.figures.attendances} 人次，${g.figures.people} 人`],
    ],
    papers: [
      ...of('groups.plan').flatMap(f => formPaper(f, '小组计划书', planBlocks(f.texts[0]?.content), pictures)),
      members,
      ...sessions.flatMap(s => [
        roll(g, s, pictures),
        ...forms
          .filter(f => f.id === s.record)
          .flatMap(f => formPaper(f, `第 ${s.no} 节过程记录`, sessionBlocks(f.texts[0]?.content, g), pictures)),
      ]),
      ...of('groups.summary').flatMap(f => formPaper(f, '小组总结', summaryBlocks(f.texts[0]?.content, g), pictures)),
    ],
    missing: g.gaps.map(gap => ({ what: gap.say, opens: `/groups/${g.id}` })),
    images: pictures.images,
  };
}

export const groupDossier: DossierKind = {
  name: 'groups',
  title: '小组卷宗',
  roles: may['groups.list'].roles,
  opens: '/groups/:id',
  list: async (tx, wish) => {
    const { rows, next } = await listGroups(tx, wish);
    const shown = rows.map(r => ({
      id: r.id,
      number: r.no,
      subject: r.name,
      station: r.station,
      worker_name: r.lead_name,
      opened_on: r.from_on,
      closed_on: r.stage === 'archived' ? r.to_on : null,
      missing: r.complete ? 0 : null,
    }));
    return { rows: shown, next };
  },
  compose,
};
