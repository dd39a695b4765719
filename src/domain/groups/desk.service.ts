// Signing in to a session by the QR code on the worker's screen: who is asked for a name or the last digits of a phone is found among the
// members; nobody's name is shown. The worker's roll confirms it. Serves K4c.

import { openField } from '#domain/clients/persons.service.ts';
import { AppError } from '#kernel/errors.ts';
import { matchName } from '#kernel/names.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { Context } from '#server/module.ts';
import type { Desk, Form, Place } from '#server/signing-in/desk.ts';
import { codeOf } from '#server/signing-in/tokens.ts';
import { groupsPolicy as may } from './groups.policy.ts';
import { belongsOn } from './groups.ts';
import { type MemberColumns, membersOf, PHONE_FIELD } from './members.service.ts';
import { factsOf, groupFor, mayRun } from './rows.service.ts';
import { attendanceOf, loadSession, type SessionColumns, writeStatuses } from './sessions.service.ts';

const NAME = 'g';

/** @throws AppError unless people may sign in to this session today */
function mustBeOn(tx: Tx, s: SessionColumns, group: Parameters<typeof mayRun>[0] & { ended: string | null }): void {
  if (group.ended) throw new AppError('group_closed', { say: '这个小组已经结束。' });
  if (s.state === 'dropped') throw new AppError('session_dropped', { say: '这一节已取消。' });
  if (!mayRun(group)) throw new AppError('plan_not_approved');
  if ((s.held_on ?? s.planned_on) !== tx.today) throw new AppError('session_not_today');
}

/** The code that the worker shows, and how many have signed in by it. */
export async function currentCode({ tx, house }: Context, session: string) {
  const row = await loadSession(tx, session);
  const group = await groupFor(tx, row.group_id, may['groups.code']);
  mustBeOn(tx, row, group);
  const signed = (await attendanceOf(tx, row.id)).filter(a => a.how === 'qr').length;
  const at = { county: tx.county, station: row.station_id, id: row.id };
  return { ...codeOf(house, NAME, at), signed, title: `${group.name}：第 ${row.no} 节 ${row.topic}` };
}

async function openedFor({ tx }: Context, { id }: Place) {
  const session = await loadSession(tx, id);
  const group = await factsOf(tx, session.group_id);
  mustBeOn(tx, session, group);
  return { session, group };
}

async function form(c: Context, place: Place): Promise<Form> {
  const { session, group } = await openedFor(c, place);
  return {
    title: `${group.name}：第 ${session.no} 节`,
    facts: [
      ['主题', session.topic],
      ['日期', `${c.tx.today}${session.started_at ? ` ${session.started_at}` : ''}`],
      ['地点', session.place ?? group.place],
    ],
    fields: [
      { kind: 'text', name: 'who', label: '姓名', hint: '也可以只填手机号后 4 位', max: 30, required: true, fill: 'name' },
      { kind: 'text', name: 'tail', label: '手机号后 4 位', hint: '有同名组员时才需要', max: 4, keys: 'numeric', fill: 'off' },
      { kind: 'tick', name: 'for', label: '我是代别人签到' },
    ],
    button: '签到',
    notice: '填写的内容只用来在本小组名单中找到您，不作其他用途。没有手机的，请社工点名。',
  };
}

/** The last four digits of each member's phone, of his own entry or of his file. */
async function tailsOf({ tx, house }: Context, members: readonly MemberColumns[]): Promise<Map<string, string>> {
  const residents = members.flatMap(m => (m.resident_id && !m.phone_sealed ? [m.resident_id] : []));
  const rows = residents.length
    ? await tx.all(
        q
          .selectFrom('app.residents')
          .select(['id', 'phone_sealed'])
          .where('county_id', '=', tx.county)
          .where('id', 'in', residents),
      )
    : [];
  const onFile = new Map(rows.map(r => [r.id, openField(house.secrets, r, 'phone')]));
  const phone = (m: MemberColumns): string | null =>
    m.phone_sealed ? house.secrets.openText(m.phone_sealed, PHONE_FIELD) : ((m.resident_id && onFile.get(m.resident_id)) ?? null);
  return new Map(members.flatMap(m => (phone(m) ? [[m.id, phone(m)!.slice(-4)] as const] : [])));
}

const NOBODY = '没有找到，请核对姓名或手机号后 4 位；仍找不到的，请社工点名登记。';
const wrong = (path: string, message: string): AppError => new AppError('invalid', { issues: [{ path, message }] });

/** The one member who is meant. @throws AppError `invalid` when it is nobody or more than one */
async function meant(c: Context, members: readonly MemberColumns[], who: string, tail: string): Promise<MemberColumns> {
  const digits = /^\d{4}$/;
  if (tail && !digits.test(tail)) throw wrong('tail', '请填写 4 位数字');
  const byDigits = digits.test(who);
  const named = byDigits ? [...members] : members.filter(m => matchName(m.name) === matchName(who));
  const wanted = byDigits ? who : tail;
  const tails = wanted ? await tailsOf(c, members) : new Map<string, string>();
  const found = wanted ? named.filter(m => tails.get(m.id) === wanted) : named;
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw wrong('who', NOBODY);
  throw wrong(byDigits ? 'who' : 'tail', byDigits ? '有不止一位组员，请改填姓名' : '有同名组员，请再填手机号后 4 位');
}

export const desk: Desk = {
  name: NAME,
  command: 'groups.sign_in',
  title: '小组扫码签到',
  form,
  async sign(c, place, answers) {
    const { tx } = c;
    const { session } = await openedFor(c, place);
    const members = (await membersOf(tx, session.group_id)).filter(m => belongsOn(m, tx.today));
    const member = await meant(c, members, answers.who ?? '', answers.tail ?? '');
    await writeStatuses(tx, session, [{ member: member.id, status: 'present', signed_for: answers.for === 'yes' }], 'qr');
    return { subject: session.id, say: '已签到，请入座。' };
  },
};
