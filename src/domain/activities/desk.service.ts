// The two desks of an activity: signing in by the QR code on the screen, and the short questions afterwards. Whoever signs types a name; it is
// shown to nobody else, and a worker says later who on file it is. What is answered carries no name. Serves K5b.

import { listVillages } from '#domain/org/org.service.ts';
import { AppError } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { normalName } from '#kernel/names.ts';
import { refusal } from '#kernel/policy.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import type { Answers, Desk, Form, Place } from '#server/signing-in/desk.ts';
import { codeOf } from '#server/signing-in/tokens.ts';
import { activitiesPolicy as may } from './activities.policy.ts';
import { AGE_GROUPS, GRADES, QUESTIONS, type Question, Scores, SHORT, typedPerson } from './activities.ts';
import { knownOf } from './attendance.service.ts';
import { answerRow } from './photos.service.ts';
import { listedActivity } from './read.service.ts';
import { type Found, loadActivity } from './rows.service.ts';

const SIGN = 'e';
const ASK = 's';
/** The questions may be answered until the evening: the page somebody opened while signing in leads to them. */
const ASK_SECONDS = 12 * 3600;

/** @throws AppError unless people may sign in, or answer, today */
function mustBeOn(tx: Tx, row: Found, stage: string, summed: boolean): void {
  if (stage === 'cancelled') throw new AppError('activity_closed', { say: '这场活动已取消。' });
  if (stage === 'archived' || summed) throw new AppError('activity_closed', { say: '这场活动的签到已经结束，请告诉现场社工。' });
  if (stage === 'draft') throw new AppError('activity_not_planned');
  if ((row.held_on ?? row.planned_on) !== tx.today) throw new AppError('activity_not_today');
}

async function opened({ tx }: Context, { id }: Place): Promise<Found> {
  const { row, about } = await loadActivity(tx, id);
  mustBeOn(tx, row, about.stage, about.summed);
  return row;
}

const placeOf = (tx: Tx, row: Found): Place => ({ county: tx.county, station: row.station_id, id: row.id });
const questionsPath = (c: Context, row: Found): string => codeOf(c.house, ASK, placeOf(c.tx, row), ASK_SECONDS).path;

/** What the worker's screen projects. */
export async function currentCode(c: Context, query: { id: string; for: 'sign_in' | 'satisfaction' }) {
  const { tx, house } = c;
  const { row, about } = await loadActivity(tx, query.id);
  const refused = refusal(may['activities.code'], tx.actor, about);
  if (refused) throw new AppError(refused);
  mustBeOn(tx, row, about.stage, about.summed);
  const { tally, answers, name } = await presented(tx, row.id);
  const at = placeOf(tx, row);
  const code = query.for === 'sign_in' ? codeOf(house, SIGN, at) : codeOf(house, ASK, at, ASK_SECONDS);
  return { ...code, title: name, tally, answers };
}
const presented = async (tx: Tx, id: string) => {
  const row = await listedActivity(tx, id);
  const { named, counted, volunteers, signatures, answers, name } = row;
  return { name, answers, tally: { named, counted, times: named + counted, volunteers, signatures } };
};

const facts = (row: Found, today: string): Form['facts'] => [
  ['日期', `${today}${row.planned_start ? ` ${row.planned_start}` : ''}`],
  ['地点', row.place],
];

async function signForm(c: Context, place: Place): Promise<Form> {
  const row = await opened(c, place);
  const villages = await listVillages(c.tx, row.station_id);
  return {
    title: row.name,
    facts: facts(row, c.tx.today),
    fields: [
      { kind: 'text', name: 'who', label: '姓名', max: 30, required: true, fill: 'name' },
      {
        kind: 'text',
        name: 'tail',
        label: '手机号后 4 位（可不填）',
        hint: '用来区分同名的人',
        max: 4,
        keys: 'numeric',
        fill: 'off',
      },
      { kind: 'choice', name: 'age', label: '年龄段（可不填）', options: AGE_GROUPS },
      {
        kind: 'choice',
        name: 'village',
        label: '村（居）（可不填）',
        options: Object.fromEntries(villages.map(v => [v.code, v.name])),
      },
      { kind: 'tick', name: 'volunteer', label: '我是来帮忙的志愿者' },
      { kind: 'tick', name: 'for', label: '我是代别人签到' },
    ],
    button: '签到',
    notice: '提交即同意社工站用以上内容统计本次活动的参加人数。不会公开，也不作其他用途；不想用手机的，可以请社工登记。',
  };
}

async function sign(c: Context, place: Place, answers: Answers) {
  const { tx } = c;
  const row = await opened(c, place);
  const name = normalName(answers.who ?? '');
  const wrong = (path: string, message: string): AppError => new AppError('invalid', { issues: [{ path, message }] });
  if (name.length < 2 || /[\p{Cc}<>]/u.test(name)) throw wrong('who', '请填写姓名');
  if (answers.tail && !/^\d{4}$/.test(answers.tail)) throw wrong('tail', '请填写 4 位数字，或留空');
  const [phone_end, village, age] = [answers.tail || undefined, answers.village || undefined, answers.age || null];
  const person = typedPerson({ name, phone_end, village });
  if (!(await knownOf(tx, row.id)).has(person))
    await tx.run(
      q.insertInto('app.activity_attendances').values({
        county_id: tx.county,
        id: newId(tx.now.getTime()),
        station_id: row.station_id,
        activity_id: row.id,
        how: 'qr',
        name,
        person,
        age_group: age,
        village_code: village ?? null,
        phone_end: phone_end ?? null,
        volunteer: answers.volunteer === 'yes',
        by_other: answers.for === 'yes',
        signed_at: tx.now.toISOString(),
        changed_by: tx.changedBy,
      }),
    );
  const next = { label: '活动结束后，花一分钟评价', path: questionsPath(c, row) };
  return { subject: row.id, say: '已签到，欢迎参加。', next };
}

async function askForm(c: Context, place: Place): Promise<Form> {
  const row = await opened(c, place);
  return {
    title: `${row.name}：您的感受`,
    facts: facts(row, c.tx.today),
    fields: [
      ...SHORT.map((question): Form['fields'][number] => ({
        kind: 'choice',
        name: question,
        label: QUESTIONS[question],
        // Keys of digits come in ascending order whatever is written: with a letter the best stands first.
        options: Object.fromEntries([5, 4, 3, 2, 1].map(grade => [`g${grade}`, GRADES[`${grade}` as keyof typeof GRADES]])),
        required: true,
      })),
      { kind: 'text', name: 'words', label: '还想说的话（可不填）', max: 200 },
    ],
    button: '提交',
    notice: '不记名，也不与签到关联。请不要在留言里写姓名和电话。',
  };
}

async function ask(c: Context, place: Place, answers: Answers) {
  const row = await opened(c, place);
  const graded = SHORT.map((question: Question) => [question, Number((answers[question] ?? '').slice(1))] as const);
  const scores = Scores.safeParse(Object.fromEntries(graded));
  if (!scores.success) {
    const issues = graded.filter(([, grade]) => !(grade >= 1)).map(([path]) => ({ path, message: '请选一项' }));
    throw new AppError('invalid', { issues });
  }
  // The row's id is not made of the hour: nothing of it points to a signature.
  const answer = { id: crypto.randomUUID(), activity: row.id, scores: scores.data, how: 'self' as const };
  await c.tx.run(answerRow(c.tx, row.station_id, { ...answer, ...(answers.words && { words: answers.words }) }));
  return { subject: row.id, say: '谢谢您的评价。' };
}

export const desks: readonly Desk[] = [
  { name: SIGN, command: 'activities.sign_in', title: '活动扫码签到', form: signForm, sign },
  {
    name: ASK,
    command: 'activities.ask',
    title: '活动满意度',
    words: { from: '满意度', done: '已收到', failed: '没有提交' },
    every: ASK_SECONDS,
    form: askForm,
    sign: ask,
  },
];
