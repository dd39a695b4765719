// What the papers of an acceptance say, block by block: the acceptance document with every clause, and the public notice with permitted
// fields only (no person, no words of anybody). Pure; both forms (PDF, Word) are made from it.

import { documentDay } from '#kernel/dates.ts';
import type { Block, Letter, Signing } from '#server/documents/letter.ts';
import {
  CONCLUSIONS,
  type Conclusion,
  DECISIONS,
  type Decision,
  OPINION_WAYS,
  type Opinion,
  PARTIES,
  type Party,
  type Signature,
  VIEWS,
  type View,
} from './acceptance.ts';
import type { Frozen, FrozenClause, FrozenIndicator } from './frozen.ts';
import { heardInPublic, heardWords } from './heard.ts';

export type EvaluationSaid = { kind: string; total: number; full: number; grade: string; signed_on: string };
export type Said = {
  title: string;
  frozen: Frozen;
  hash: string;
  decisions: Readonly<Record<string, { decision: Decision; remark: string | null }>>;
  conclusion: Conclusion | null;
  conclusion_text: string | null;
  signed_on: string | null;
  opinions: readonly Opinion[];
  signatures: readonly (Signature & { picture: string })[];
  evaluations: readonly EvaluationSaid[];
};

const yuan = (n: number): string => `${n.toLocaleString('zh-CN')} 元`;
const statusWords: Readonly<Record<string, string>> = { met: '已达到', cannot_be_met: '未达到' };
const NOT_CONNECTED = '平台没有这一条的数据，以资料核查为准';
const UNDECIDED = '待填写';

function figureWords(i: FrozenIndicator, few: (done: number, unit: string) => string): string {
  if (!i.connected || i.done === null) return `${i.title}：${NOT_CONNECTED}。`;
  const status = statusWords[i.status ?? ''] ?? '尚未达到';
  return `${i.title}：要求 ${i.needed} ${i.unit}，完成 ${few(i.done, i.unit)}，${status}。`;
}
const exact = (done: number, unit: string): string => `${done} ${unit}`;
/** Few people are told apart too easily: what counts persons and is under five is not given exactly (PRI-09). */
const suppressed = (done: number, unit: string): string =>
  done > 0 && done < 5 && ['人', '名', '户', '例'].includes(unit) ? `少于 5 ${unit}` : exact(done, unit);

const clauseCell = (c: FrozenClause, few = exact): string =>
  c.indicators.length === 0 ? NOT_CONNECTED : c.indicators.map(i => figureWords(i, few)).join('\n');
const leftOut = (i: FrozenIndicator): string =>
  i.left_out.length ? `；未计入 ${i.left_out.map(r => `${r.rows} 条（${r.title}）`).join('、')}` : '';

const stationsOf = ({ stations }: Frozen): string =>
  stations.length > 3
    ? `${stations
        .slice(0, 2)
        .map(s => s.name)
        .join('、')}等 ${stations.length} 个社工站`
    : stations.map(s => s.name).join('、');

const basics = ({ frozen: { contract: c, as_of }, frozen }: Said): [string, string][] => [
  ['项目名称', c.name],
  ['合同编号', c.code],
  ['采购人', c.purchaser],
  ['承接主体', c.provider],
  ['服务期限', `${documentDay(c.from_on)}至${documentDay(c.to_on)}`],
  ['项目经费', yuan(c.budget_yuan)],
  ['服务站点', stationsOf(frozen)],
  ['数字截至', documentDay(as_of)],
];

/** How many were heard beside the call-backs and what they thought; `few` says a number of people. */
function heard(opinions: readonly Opinion[], few = exact): string {
  if (few(opinions.length, '人') !== exact(opinions.length, '人')) return `另听取意见的服务对象${few(opinions.length, '人')}。`;
  const count = (view: View): number => opinions.filter(o => o.view === view).length;
  const views = (Object.keys(VIEWS) as View[]).filter(v => count(v) > 0).map(v => `${VIEWS[v]} ${few(count(v), '人')}`);
  return `另听取了 ${opinions.length} 名服务对象或家属的意见，其中${views.join('、')}。`;
}
const words = (opinions: readonly Opinion[]): string[] =>
  opinions.map((o, n) => `(${n + 1}) ${o.speaker}（${OPINION_WAYS[o.way]}）：${o.said}`);

const NOBODY_HEARD = '没有随机回访，也没有登记服务对象的意见。';
/** Call-backs as numbers, then what else was noted. */
function opinionWords({ frozen, opinions }: Said): string[] {
  const called = frozen.heard ? heardWords(frozen.heard) : [];
  const noted = opinions.length ? [heard(opinions), ...words(opinions)] : [];
  return called.length + noted.length ? [...called, ...noted] : [NOBODY_HEARD];
}
function opinionsInPublic({ frozen, opinions }: Said): string {
  const called = frozen.heard ? heardInPublic(frozen.heard) : null;
  const noted = opinions.length ? heard(opinions, suppressed) : null;
  return [called, noted].filter(Boolean).join('') || NOBODY_HEARD;
}

const evaluated = (list: readonly EvaluationSaid[]): string =>
  list.map(e => `${e.kind}得分 ${e.total} 分（满分 ${e.full} 分），等次为“${e.grade}”。`).join('');

function proofBlocks({ frozen, hash }: Said): Block[] {
  const proven = frozen.clauses.filter(c => c.lines > 0);
  const rows = proven.flatMap(c =>
    c.indicators
      .filter(i => i.connected)
      .map(i => [c.code, `${i.rule.join('')}（第 ${i.revision} 版）`, `计入 ${i.counted_rows} 条${leftOut(i)}`]),
  );
  return [
    { kind: 'heading', text: '附：数字的依据' },
    {
      kind: 'text',
      text: '上列数字按下表的规则从逐条记录中计算。记录连同未计入的记录和原因已固定，各条的校验值如下；持证据包者可用公布的工具自行核对。',
    },
    { kind: 'table', headers: ['条款', '计数规则', '记录'], widths: [8, 60, 32], rows },
    {
      kind: 'fine',
      text: [`总校验值（SHA-256） ${hash}`, ...proven.map(c => `${c.code} ${c.hash}`)].join('\n'),
    },
  ];
}

const ORDER: readonly Party[] = ['purchaser', 'provider', 'evaluator', 'served'];
/** A photo of a signed paper is shown on a page of its own, a drawn signature in its place. */
const isPaper = (picture: string): boolean => picture.endsWith('.jpg');
const papersOf = ({ signatures }: Said): Block[] =>
  signatures
    .filter(s => isPaper(s.picture))
    .map(s => ({ kind: 'sheet', title: `${PARTIES[s.party]}签字页`, picture: s.picture }));
/** What each party signed, and empty places for the two that must. */
function signingsOf(said: Said): Signing[] {
  return ORDER.flatMap((party): Signing[] => {
    const s = said.signatures.find(x => x.party === party);
    if (!s) {
      const must = party === 'purchaser' || party === 'provider';
      return must ? [{ party: PARTIES[party], opinion: '', name: '', post: '', picture: null, on: '' }] : [];
    }
    const { signer, post, signed_on } = s;
    const opinion = isPaper(s.picture) ? `${s.opinion}（签字见后页）` : s.opinion;
    const picture = isPaper(s.picture) ? null : s.picture;
    return [
      {
        party: PARTIES[party],
        opinion,
        name: isPaper(s.picture) ? `${signer}（见签字页）` : signer,
        post,
        picture,
        on: documentDay(signed_on),
      },
    ];
  });
}

/** The acceptance document (验收书). */
export function certificate(said: Said, images: Letter['images']): Letter {
  const { frozen, decisions, conclusion } = said;
  const rows = frozen.clauses.map(c => {
    const found = decisions[c.code];
    const decided = found ? [DECISIONS[found.decision], found.remark].filter(Boolean).join('：') : UNDECIDED;
    return [c.code, c.title, clauseCell(c), decided];
  });
  const blocks: Block[] = [
    { kind: 'heading', text: '一、项目基本情况' },
    { kind: 'pairs', rows: basics(said) },
    { kind: 'heading', text: '二、逐条履约情况' },
    { kind: 'text', text: `按合同所列 ${frozen.clauses.length} 个条款逐条验收，结果如下。` },
    { kind: 'table', headers: ['条款', '内容', '要求和完成情况', '验收意见'], widths: [8, 22, 48, 22], rows },
    { kind: 'heading', text: '三、服务对象意见' },
    { kind: 'text', text: opinionWords(said).join('\n') },
  ];
  if (said.evaluations.length)
    blocks.push({ kind: 'heading', text: '四、评估结果' }, { kind: 'text', text: evaluated(said.evaluations) });
  const next = said.evaluations.length ? ['五', '六'] : ['四', '五'];
  blocks.push(
    { kind: 'heading', text: `${next[0]}、验收结论` },
    {
      kind: 'text',
      text: [conclusion ? `${CONCLUSIONS[conclusion]}。` : '（待填写）', said.conclusion_text].filter(Boolean).join('\n'),
    },
    { kind: 'heading', text: `${next[1]}、各方意见和签署` },
    { kind: 'signings', list: signingsOf(said) },
    { kind: 'close', lines: [frozen.contract.purchaser, said.signed_on ? documentDay(said.signed_on) : '　　年　　月　　日'] },
    { kind: 'page' },
    ...proofBlocks(said),
    ...papersOf(said),
  );
  return { title: [frozen.contract.name, '验 收 书'], below: said.signed_on ? null : '（尚未签署）', blocks, images };
}

/** The public notice (验收公示): who, what, how much of it, the result. No person's name, no words of a person, no free text. */
export function notice(said: Said): Letter {
  const { frozen, decisions, conclusion } = said;
  const rows = frozen.clauses
    .filter(c => decisions[c.code]?.decision !== 'not_asked')
    .map(c => {
      const found = decisions[c.code];
      return [c.code, c.title, clauseCell(c, suppressed), found ? DECISIONS[found.decision] : UNDECIDED];
    });
  const best = said.evaluations[0];
  return {
    title: [frozen.contract.name, '验收结果公示'],
    below: said.signed_on ? null : '（未签署，不得发布）',
    images: {},
    blocks: [
      { kind: 'text', text: '下列政府购买服务项目已完成验收，现将结果公示如下。' },
      {
        kind: 'pairs',
        rows: [
          ...basics(said),
          ...(best ? [['评估等次', `${best.kind}：${best.grade}`] as [string, string]] : []),
          ['服务对象意见', opinionsInPublic(said)],
          ['验收结论', conclusion ? CONCLUSIONS[conclusion] : UNDECIDED],
          ['验收日期', said.signed_on ? documentDay(said.signed_on) : UNDECIDED],
        ],
      },
      { kind: 'table', headers: ['条款', '内容', '要求和完成情况', '结果'], widths: [8, 24, 52, 16], rows },
      {
        kind: 'text',
        text: `公示期 7 天，自发布之日起算。对上述结果有异议的，请在公示期内向${frozen.contract.purchaser}书面提出，并写明事实和联系方式。`,
      },
      { kind: 'close', lines: [frozen.contract.purchaser, said.signed_on ? documentDay(said.signed_on) : '　　年　　月　　日'] },
    ],
  };
}
