// Group work through HTTP: what is refused, what works, what counts, for every command.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '#kernel/dates.ts';
import { newId } from '#kernel/ids.ts';
import * as g from './groups.ts';
import { account, type GroupWorld, groupWorld, HONGMAO, photo, planContent, TODAY, YINGGEN } from './testing.ts';

let w: GroupWorld;
beforeAll(async () => {
  w = await groupWorld();
});
afterAll(() => w?.server.stop());
const me = () => w.who('hongmao.1');
const head = () => w.who('hongmao.zhanzhang');
const code = async (answer: Promise<{ body: { code?: string } }>) => (await answer).body.code;
const issue = async (answer: Promise<{ body: { issues?: { path: string }[] } }>) => (await answer).body.issues?.[0]?.path;

describe('refuses', () => {
  it('groups.open: strangers, other stations, other leads, wrong days', async () => {
    const input = () => ({ id: newId(), station: HONGMAO, ...w.facts() });
    for (const word of ['minzheng', 'xiangmu', 'pinggu', 'xitong', 'hongmao.zhuli'])
      expect(await code(w.who(word).send(g.open, input())), word).toBe('forbidden');
    expect(await code(w.who('yinggen.1').send(g.open, input()))).toBe('forbidden');
    expect(await code(w.who('hongmao.2').send(g.open, input()))).toBe('not_group_worker');
    expect(await issue(me().send(g.open, { ...input(), to_on: '2020-01-01' }))).toBe('to_on');
    expect(await issue(head().send(g.open, { ...input(), lead: account('yinggen.1') }))).toBe('lead');
    expect(await issue(me().send(g.open, { ...input(), co_workers: [account('hongmao.1')] }))).toBe('co_workers');
  });

  it('every further command: who is not of the group, and what is out of reach', async () => {
    const { id, sessions, members } = await w.group();
    const stranger = w.who('hongmao.2');
    const seen = { id, revision: 1 };
    const form = { group: id, id: newId(), revision: 0, head: { occurred_on: TODAY } };
    const member = { id: newId(), revision: 0, group: id, name: '李四', state: 'joined' as const, joined_on: TODAY };
    const session = { session: sessions[0]!, process: '聊', assessment: '好', next: '再来' };
    const tries = (who: typeof stranger) => [
      who.send(g.change, { ...seen, ...w.facts() }),
      who.send(g.plan, { ...form, content: planContent() }),
      who.send(g.enrol, member),
      who.send(g.moveSession, { id: sessions[0]!, revision: 1, to: null, reason: '下雨' }),
      who.send(g.rollCall, w.roll(sessions[0]!, { [members[0]!]: 'present' })),
      who.send(g.recordSession, { ...form, content: session }),
      who.send(g.summarise, { ...form, content: { goals: [], process: '聊', difficulties: '无', next: '无' } }),
      who.send(g.end, { ...seen, as: 'cancelled', reason: '人少' }),
    ];
    for (const answer of tries(stranger)) expect(await code(answer)).toBe('not_group_worker');
    for (const answer of tries(w.who('yinggen.1'))) expect(await code(answer)).toBe('not_found');
    for (const answer of tries(w.who('linxian'))) expect(await code(answer)).toBe('not_found');
    expect(await code(w.who('yinggen.1').read(g.get, { id }))).toBe('not_found');
    expect(await code(stranger.send(g.reopen, { ...seen, reason: '有遗漏' }))).toBe('forbidden');
  });

  it('a group that runs before its plan is approved', async () => {
    const { id, sessions, members } = await w.group({ approved: false });
    const answer = await me().send(g.rollCall, w.roll(sessions[3]!, { [members[0]!]: 'present' }));
    expect(answer.body).toMatchObject({ code: 'plan_not_approved', say: expect.stringContaining('请先提交计划书') });
    expect(await code(me().read(g.code, { session: sessions[3]! }))).toBe('plan_not_approved');
    const again = { group: id, id: newId(), revision: 0, head: { occurred_on: TODAY }, content: planContent() };
    expect(await code(me().send(g.plan, again))).toBe('plan_exists');
  });

  it('groups.enrol: minors without a guardian, nobody in particular, the same person twice, moved people', async () => {
    const { id } = await w.group();
    const base = { revision: 0, group: id, state: 'joined' as const, joined_on: TODAY };
    expect(await code(me().send(g.enrol, { ...base, id: newId(), name: '小明', born_year: 2012 }))).toBe('guardian_needed');
    const child = await w.resident('小红', { born_on: '2012-05-06' });
    expect(await code(me().send(g.enrol, { ...base, id: newId(), resident: child }))).toBe('guardian_needed');
    expect(await issue(me().send(g.enrol, { ...base, id: newId() }))).toBe('name');
    expect(await issue(me().send(g.enrol, { ...base, id: newId(), name: '李四', phone: '138' }))).toBe('phone');
    expect(await issue(me().send(g.enrol, { ...base, id: newId(), name: '李四', left_on: TODAY }))).toBe('left_reason');
    const resident = await w.resident('符阿姨');
    const merged = await w.resident('符阿姨', { merged_into: resident });
    expect(await code(me().send(g.enrol, { ...base, id: newId(), resident }))).toBeUndefined();
    expect(await code(me().send(g.enrol, { ...base, id: newId(), resident: merged }))).toBe('member_known');
    const away = await w.resident('陈阿姨', { station: YINGGEN });
    expect(await code(me().send(g.enrol, { ...base, id: newId(), resident: away }))).toBe('not_found');
  });

  it('groups.roll_call: people who do not belong, twice the same, days to come, stale lists, dropped sessions, missing sheets', async () => {
    const { id, sessions, members } = await w.group();
    const waiting = await w.member(id, { name: '候补人', state: 'waiting' });
    const later = await w.member(id, { name: '后来者', joined_on: TODAY });
    const gone = await w.member(id, { name: '早走者', left_on: addDays(TODAY, -20), left_reason: 'moved' });
    const on = addDays(TODAY, -21);
    for (const member of [waiting, later, newId()])
      expect(await issue(me().send(g.rollCall, w.roll(sessions[0]!, { [member]: 'present' }, { held_on: on })))).toBe(
        'entries.0.member',
      );
    expect(await issue(me().send(g.rollCall, w.roll(sessions[3]!, { [gone]: 'absent' })))).toBe('entries.0.member');
    const twice = w.roll(sessions[3]!, { [members[0]!]: 'present' });
    expect(await issue(me().send(g.rollCall, { ...twice, entries: [...twice.entries, ...twice.entries] }))).toBe('entries');
    expect(await issue(me().send(g.rollCall, w.roll(sessions[3]!, {}, { held_on: addDays(TODAY, 1) })))).toBe('held_on');
    const missing = w.roll(sessions[3]!, { [members[0]!]: 'present' }, { how: 'paper', paper: ['c'.repeat(64)] });
    expect(await code(me().send(g.rollCall, missing))).toBe('file_not_sent');
    const first = w.roll(sessions[3]!, { [members[0]!]: 'present' });
    expect(await code(me().send(g.rollCall, first))).toBeUndefined();
    const second = await head().send(g.rollCall, first);
    expect(second.body).toMatchObject({ code: 'stale', current: { revision: 2 } });
    expect(await code(me().send(g.moveSession, { id: sessions[3]!, revision: 2, to: null, reason: '雨' }))).toBe('session_held');
    await me().send(g.moveSession, { id: sessions[0]!, revision: 1, to: null, reason: '雨' });
    expect(await code(me().send(g.rollCall, w.roll(sessions[0]!, {}, { revision: 2 })))).toBe('session_dropped');
  });

  it('groups.record_session: before the roll, of another day, a second one', async () => {
    const { id, sessions, members } = await w.group();
    const content = { session: sessions[3]!, process: '聊', assessment: '好', next: '再来' };
    const input = () => ({ group: id, id: newId(), revision: 0, head: { occurred_on: TODAY }, content });
    expect(await code(me().send(g.recordSession, input()))).toBe('session_not_held');
    await w.hold(sessions[3]!, members);
    const wrongDay = { ...input(), head: { occurred_on: addDays(TODAY, -1) } };
    expect(await issue(me().send(g.recordSession, wrongDay))).toBe('head.occurred_on');
    await w.record(id, sessions[3]!);
    expect(await code(me().send(g.recordSession, input()))).toBe('session_recorded');
  });

  it('groups.summarise and groups.end: too early, too late', async () => {
    const { id, sessions, members } = await w.group();
    const content = { goals: [], process: '聊', difficulties: '无', next: '无' };
    const input = { group: id, id: newId(), revision: 0, head: { occurred_on: TODAY }, content };
    expect(await code(me().send(g.summarise, input))).toBe('session_not_held');
    expect(await code(me().send(g.end, { id, revision: 1, as: 'archived' }))).toBe('group_unsummarised');
    expect(await issue(me().send(g.end, { id, revision: 1, as: 'cancelled' }))).toBe('reason');
    expect(await code(head().send(g.reopen, { id, revision: 1, reason: '有遗漏' }))).toBe('group_open');
    await w.hold(sessions[3]!, members);
    expect(await code(me().send(g.end, { id, revision: 1, as: 'cancelled', reason: '人少' }))).toBe('group_begun');
  });

  it('anything on a group that has ended', async () => {
    const { id, sessions } = await w.group();
    w.ok(await me().send(g.end, { id, revision: 1, as: 'cancelled', reason: '报名太少' }));
    expect(await code(me().send(g.rollCall, w.roll(sessions[3]!, {})))).toBe('group_closed');
    expect(await code(me().send(g.change, { id, revision: 2, ...w.facts() }))).toBe('group_closed');
    expect((await w.read(id)).stage).toBe('cancelled');
  });
});

describe('works', () => {
  it('from the first line to the archive, each stage by what exists', async () => {
    const stage = async (id: string) => (await w.read(id)).stage;
    const id = newId();
    w.ok(await me().send(g.open, { id, station: HONGMAO, ...w.facts() }));
    expect(await stage(id)).toBe('draft');
    const content = planContent(2);
    const plan = { group: id, id: newId(), head: { occurred_on: TODAY }, content };
    w.ok(await me().send(g.plan, { ...plan, revision: 0, draft: true }));
    expect(await stage(id)).toBe('draft');
    w.ok(await me().send(g.plan, { ...plan, revision: 1 }));
    expect(await stage(id)).toBe('submitted');
    await w.approve(plan.id, 2);
    expect(await stage(id)).toBe('approved');
    const members = [await w.member(id, { name: '王甲' }), await w.member(id, { name: '王乙' })];
    expect(await stage(id)).toBe('recruiting');
    await w.hold(content.sessions[0]!.id, members, { held_on: addDays(TODAY, -7) });
    expect(await stage(id)).toBe('running');
    await w.record(id, content.sessions[0]!.id, addDays(TODAY, -7), [{ member: members[0]!, words: '王甲主动发言' }]);
    await w.hold(content.sessions[1]!.id, members);
    expect(await stage(id)).toBe('finished');
    await w.record(id, content.sessions[1]!.id);
    await w.summary(id);
    expect(await stage(id)).toBe('summarised');
    expect((await w.read(id)).gaps).toEqual([{ say: '还没有归档', at: 'group', session: null }]);
    w.ok(await me().send(g.end, { id, revision: 1, as: 'archived' }));
    const full = await w.read(id);
    expect(full).toMatchObject({ stage: 'archived', complete: true, gaps: [], held: 2, attendances: 4, people: 2 });
    expect(full.no).toMatch(/^QZ-HM-G2026-\d{3}$/);
    const summary = full.forms.find(f => f.kind === 'groups.summary')!;
    expect(summary.texts[0]!.content).toMatchObject({ figures: { sessions: 2, attendances: 4, people: 2 } });
    w.ok(await head().send(g.reopen, { id, revision: 2, reason: '补一张照片' }));
    expect(await stage(id)).toBe('summarised');
  });

  it('shows masked readers no name, phone, guardian, file or sheet in any of it', async () => {
    const { id, sessions } = await w.group();
    const member = await w.member(id, { name: '符美兰', phone: '13807601234', health: '高血压', born_year: 1950 });
    const child = await w.member(id, {
      name: '符小宝',
      born_year: 2014,
      guardian: { name: '符大宝', relation: 'parent', consented_on: TODAY },
    });
    await w.hold(sessions[3]!, [member, child], { how: 'paper', paper: [photo], counted: 2 });
    await w.record(id, sessions[3]!, TODAY, [{ member, words: '符美兰说起老伴' }]);
    const named = await w.read(id);
    expect(named.member_rows.find(m => m.id === member)).toMatchObject({
      name: '符美兰',
      phone: '138****1234',
      health: '高血压',
    });
    expect(JSON.stringify(named)).not.toContain('13807601234');
    for (const word of ['pinggu', 'xiangmu']) {
      const text = JSON.stringify(await w.read(id, word));
      for (const secret of ['美兰', '小宝', '大宝', '1234', '高血压', photo])
        expect(text, `${word} ${secret}`).not.toContain(secret);
      expect(text).toContain('符**说起老伴');
    }
  });

  it('keeps the day a session had, follows a plan that changes, and leaves held sessions alone', async () => {
    const { id, plan, sessions, members } = await w.group();
    w.ok(
      await me().send(g.moveSession, { id: sessions[2]!, revision: 1, to: { planned_on: addDays(TODAY, 3) }, reason: '台风' }),
    );
    await w.hold(sessions[0]!, members, { held_on: addDays(TODAY, -21) });
    const content = planContent(3);
    content.sessions = content.sessions.map((s, i) => ({ ...s, id: sessions[i]!, topic: `新主题 ${i}` }));
    const { revision } = (await w.read(id)).forms.find(f => f.id === plan)!;
    expect(
      await code(me().send(g.plan, { group: id, id: plan, revision, head: { occurred_on: TODAY }, content, reason: '改' })),
    ).toBe('record_approved');
    const moved = (await w.read(id)).sessions.find(s => s.id === sessions[2])!;
    expect(moved).toMatchObject({ planned_on: addDays(TODAY, 3), moves: [{ to: addDays(TODAY, 3), reason: '台风' }] });
    const fresh = await w.group({ approved: false, sessions: 4 });
    content.sessions = content.sessions.map((s, i) => ({ ...s, id: fresh.sessions[i]! }));
    w.ok(
      await me().send(g.plan, {
        group: fresh.id,
        id: fresh.plan,
        revision: 1,
        reason: '减一节',
        head: { occurred_on: TODAY },
        content,
      }),
    );
    const after = (await w.read(fresh.id)).sessions;
    expect(after.map(s => [s.no, s.state])).toEqual([
      [1, 'planned'],
      [2, 'planned'],
      [3, 'planned'],
      [4, 'dropped'],
    ]);
    expect(after[0]!.topic).toBe('新主题 0');
  });

  it('carries a roll out once however often the phone sends it', async () => {
    const { sessions, members } = await w.group();
    const input = w.roll(sessions[3]!, { [members[0]!]: 'late' }, { guests: [{ id: newId(), name: '路过的李姐' }] });
    const id = newId();
    expect((await me().send(g.rollCall, input, { id })).status).toBe(200);
    expect(await me().send(g.rollCall, input, { id })).toMatchObject({ status: 200, replayed: true });
    const full = await w.read(sessions[3]!);
    expect(full).toMatchObject({ attendances: 2, people: 2 });
    expect(full.member_rows.filter(m => m.state === 'guest')).toHaveLength(1);
  });

  it('lists by filters that are strict, page by page, and as a ledger', async () => {
    const all = w.ok(await me().read(g.list, { limit: 200 })).rows;
    expect(all.length).toBeGreaterThan(5);
    const pages: string[] = [];
    for (let cursor: string | undefined, go = true; go; ) {
      const page = w.ok(await me().read(g.list, { limit: 3, ...(cursor && { cursor }) }));
      pages.push(...page.rows.map(r => r.id));
      cursor = page.next ?? undefined;
      go = cursor !== undefined;
    }
    expect(pages).toEqual(all.map(r => r.id));
    expect(w.ok(await me().read(g.list, { stage: ['cancelled'] })).rows.every(r => r.stage === 'cancelled')).toBe(true);
    expect(w.ok(await me().read(g.list, { station: YINGGEN })).rows).toEqual([]);
    expect((await me().get('/api/groups.list?stage=lost')).status).toBe(400);
    const ledger = await me().get(`/api/groups.ledger?station=${HONGMAO}`);
    expect(ledger.status).toBe(200);
    expect((await ledger.arrayBuffer()).byteLength).toBeGreaterThan(3_000);
  });
});

describe('counts', () => {
  it('人次 are present and late, 人数 each person once, also after a merge', async () => {
    const { id, sessions } = await w.group({ members: 0 });
    const [one, other] = [await w.resident('李阿婆'), await w.resident('李亚婆')];
    const members = [
      await w.member(id, { resident: one }),
      await w.member(id, { resident: other }),
      await w.member(id, { name: '王甲' }),
    ];
    const [a, b, c] = members as [string, string, string];
    w.ok(
      await me().send(
        g.rollCall,
        w.roll(sessions[0]!, { [a]: 'present', [b]: 'absent', [c]: 'late' }, { held_on: addDays(TODAY, -21) }),
      ),
    );
    w.ok(
      await me().send(
        g.rollCall,
        w.roll(sessions[1]!, { [a]: 'excused', [b]: 'present', [c]: 'present' }, { held_on: addDays(TODAY, -14) }),
      ),
    );
    expect(await w.read(id)).toMatchObject({ held: 2, attendances: 4, people: 3 });
    await w.asOwner(`update app.residents set state = 'merged', merged_into = $1 where county_id = 469030 and id = $2`, [
      one,
      other,
    ]);
    expect(await w.read(id)).toMatchObject({ attendances: 4, people: 2, figures: { attendances: 4, people: 2 } });
  });

  it('a correction replaces, and never counts twice', async () => {
    const { id, sessions, members } = await w.group();
    const revision = await w.hold(sessions[3]!, members);
    expect((await w.read(id)).attendances).toBe(4);
    w.ok(await head().send(g.rollCall, w.roll(sessions[3]!, { [members[0]!]: 'absent', [members[1]!]: 'late' }, { revision })));
    const full = await w.read(id);
    expect(full.attendances).toBe(3);
    expect(full.attendance.filter(a => a.session === sessions[3])).toHaveLength(4);
  });

  it('says whether an archive is complete by one rule in the list and in the single group', async () => {
    for (const row of w.ok(await me().read(g.list, { limit: 200 })).rows) {
      const full = await w.read(row.id);
      expect(full.complete, row.no).toBe(full.gaps.length === 0);
      expect([full.attendances, full.people, full.held]).toEqual([
        full.figures.attendances,
        full.figures.people,
        full.figures.sessions,
      ]);
      expect(full.people).toBeLessThanOrEqual(full.attendances);
    }
  });
});
