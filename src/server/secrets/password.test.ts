import { argon2Sync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slots } from '../slots.ts';
import { hashPassword, needsRehash, readablePassword, verifyPassword } from './password.ts';
import { checkStrength, weakness } from './strength.ts';

describe('a stored password refuses', () => {
  it('any other password, and everything for an unknown account', async () => {
    const stored = await hashPassword('Kafi-Rute-4739');
    expect(await verifyPassword('Kafi-Rute-4738', stored)).toBe(false);
    expect(await verifyPassword('', stored)).toBe(false);
    expect(await verifyPassword('Kafi-Rute-4739', null)).toBe(false);
  });

  it('a damaged stored value loudly, before spending memory on it', async () => {
    const huge = `$argon2id$v=19$m=9999999,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;
    for (const stored of ['', 'x', '$argon2i$v=19$m=19456,t=2,p=1$a$b', huge])
      await expect(verifyPassword('x', stored)).rejects.toThrow('malformed');
  });

  it('as slowly for an unknown account as for a known one', async () => {
    const stored = await hashPassword('Kafi-Rute-4739');
    const spent = { known: [] as number[], unknown: [] as number[] };
    for (let i = 0; i < 12; i++) {
      for (const [kind, value] of [
        ['known', stored],
        ['unknown', null],
      ] as const) {
        // Processor time, not the clock: what else the machine does is not counted.
        const start = process.cpuUsage();
        await verifyPassword('wrong', value);
        spent[kind].push(process.cpuUsage(start).user);
      }
    }
    const fastest = (times: number[]) => Math.min(...times);
    expect(fastest(spent.unknown) / fastest(spent.known)).toBeGreaterThan(0.7);
    expect(fastest(spent.unknown) / fastest(spent.known)).toBeLessThan(1.4);
  });
});

describe('a stored password works', () => {
  it('is the Argon2id of RFC 9106 in PHC form, salted anew each time', async () => {
    const [one, two] = await Promise.all([hashPassword('密码 Kafi-4739'), hashPassword('密码 Kafi-4739')]);
    expect(one).not.toBe(two);
    const [, , , , salt, hash] = one!.split('$');
    const input = {
      message: '密码 Kafi-4739',
      nonce: Buffer.from(salt!, 'base64'),
      parallelism: 1,
      tagLength: 32,
      memory: 19_456,
      passes: 2,
    };
    expect(Buffer.from(hash!, 'base64')).toEqual(argon2Sync('argon2id', input));
    expect(await verifyPassword('密码 Kafi-4739', one!)).toBe(true);
  });

  it('takes full-width letters of an input method for the same password', async () => {
    expect(await verifyPassword('Ｋａｆｉ-Rute-４７３９', await hashPassword('Kafi-Rute-4739'))).toBe(true);
  });

  it('says when its cost is no longer the present one', async () => {
    const stored = await hashPassword('Kafi-Rute-4739');
    expect(needsRehash(stored)).toBe(false);
    expect(needsRehash(stored.replace('t=2', 't=1'))).toBe(true);
  });

  it('holds a flood: two at once, a bounded queue, a refusal beyond, and memory that stays', async () => {
    const before = process.memoryUsage.rss();
    let peak = before;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    const answers = await Promise.allSettled(Array.from({ length: 200 }, () => verifyPassword('x', null)));
    clearInterval(watch);
    expect(answers.filter(a => a.status === 'fulfilled').length).toBe(66);
    expect(answers.flatMap(a => (a.status === 'rejected' ? [a.reason.code] : []))).toEqual(Array(134).fill('too_many_requests'));
    expect((peak - before) / 2 ** 20).toBeLessThan(100);
    expect(await verifyPassword('x', null)).toBe(false);
  });
});

it('slots: never more at once than allowed, in order, and a failed work frees its place', async () => {
  const gate = slots(2, 100);
  let now = 0;
  let most = 0;
  const order: number[] = [];
  const wave = (first: number) =>
    Array.from({ length: 20 }, (_, i) =>
      gate(async () => {
        order.push(first + i);
        most = Math.max(most, ++now);
        await pause(1);
        now--;
        if (i % 3 === 0) throw new Error('fails');
      }),
    );
  await Promise.allSettled(wave(0));
  await Promise.allSettled(wave(20));
  expect(most).toBe(2);
  expect(order).toEqual(Array.from({ length: 40 }, (_, i) => i));
});

describe('strength refuses', () => {
  it.each([
    ['Ab1!', '至少 10 位'],
    ['A1！邻站社工站', '至少 10 位'],
    ['abcdefghij', '三类'],
    ['kafirute4739', '三类'],
    [`Aa1!${'x'.repeat(130)}`, '最多 128 位'],
    ['Wangfang-4739-x', '用户名'],
    ['xx-WANGFANG-47', '用户名'],
    ['ＷａｎｇＦａｎｇ-4739', '用户名'],
  ])('%s: %s', (password, say) => {
    expect(weakness(password, 'wangfang')).toContain(say);
  });

  it.each(
    [
      'Admin@123456',
      'Password123!',
      'P@ssw0rd2026!',
      'Qwer1234!@#$',
      '1qaz@WSX3edc',
      'Aa1234567890',
      'Abcd@123456',
      'Woaini1314!',
      'Aaaaaaaa1!',
    ].concat([
      'Qiongzhong@2026',
      'Hainan@2025!',
      'Shegong@123456',
      'Linzhan#2026',
      '!QAZ2wsx#EDC',
      'Asdf!@#$1234',
      'Huawei@12345',
      'Zxcvbnm,./123A',
    ]),
  )('%s, which is tried first', password => {
    expect(weakness(password, 'lijie')).toContain('常见');
  });

  it('with the code, the sentence of the table and the field', () => {
    const refusal = expect.objectContaining({
      code: 'weak_password',
      details: { issues: [{ path: 'password', message: expect.stringContaining('10 位') }] },
    });
    expect(() => checkStrength('Ab1!', '')).toThrow(refusal);
  });
});

describe('strength works', () => {
  it.each(['Kafi-Rute-4739', 'Shan-Lu-2027-hua', '山高水长 Rute 47', 'tr0ub4dor&3X', 'mW7#qLz92xTk'])(
    'lets %s pass',
    password => {
      expect(weakness(password, 'wangfang')).toBeNull();
      expect(() => checkStrength(password, 'wangfang')).not.toThrow();
    },
  );

  it('never throws anything but its refusal, whatever is typed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (p, name) => weakness(p, name) === null || weakness(p, name)!.endsWith('。'),
      ),
    );
  });

  it('lets every readable password pass; none comes twice, none has look-alike signs', () => {
    const made = Array.from({ length: 2000 }, readablePassword);
    expect(new Set(made).size).toBe(2000);
    for (const password of made) {
      expect(password).toMatch(/^([A-Z][a-z]{3}-){3}[2-9]{4}$/);
      expect(password).not.toMatch(/[lIO01o]/);
      expect(weakness(password, 'demo')).toBeNull();
    }
  });
});
