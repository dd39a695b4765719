import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, attempt, type Counters, counterKeys, foldUserName, givenBack, succeeded, unused } from './lock.ts';

const MINUTE = 60_000;
const T0 = Date.parse('2026-11-23T00:00:00Z');

/** The table of counters, as the server keeps it, driven by the pure rules. */
function office() {
  const rows = new Map<string, ReturnType<typeof unused>>();
  const read = (name: string, ip: string, now: number): Counters => {
    const keys = counterKeys(name, ip);
    const row = (key: string) => rows.get(key) ?? unused(now);
    return { pair: row(keys.pair), account: row(keys.account), address: row(keys.address) };
  };
  const write = (name: string, ip: string, counters: Counters) => {
    for (const [kind, key] of Object.entries(counterKeys(name, ip))) rows.set(key, counters[kind as keyof Counters]);
  };
  return {
    signIn(name: string, ip: string, now: number, right = false): string {
      const decision = attempt(read(name, ip, now), now);
      if (!decision.allowed) return decision.code;
      write(name, ip, decision.next);
      if (right) write(name, ip, succeeded(read(name, ip, now), now));
      return right ? 'in' : 'wrong';
    },
    start(name: string, ip: string, now: number): boolean {
      const decision = attempt(read(name, ip, now), now);
      if (decision.allowed) write(name, ip, decision.next);
      return decision.allowed;
    },
    finish: (name: string, ip: string, now: number) => write(name, ip, succeeded(read(name, ip, now), now)),
    /** The password was right, the code is not there yet. */
    halfWay(name: string, ip: string, now: number): boolean {
      const decision = attempt(read(name, ip, now), now);
      if (decision.allowed) write(name, ip, givenBack(decision.next, now));
      return decision.allowed;
    },
    retryAfter(name: string, ip: string, now: number): number {
      const decision = attempt(read(name, ip, now), now);
      return decision.allowed ? 0 : decision.retryAfter;
    },
  };
}
const times = <T>(n: number, work: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => work(i));

describe('refuses', () => {
  it('the sixth attempt of one account from one address, also with the right password, for 30 minutes', () => {
    const { signIn, retryAfter } = office();
    expect(times(5, i => signIn('wang', '10.0.0.1', T0 + i))).toEqual(Array(5).fill('wrong'));
    expect(signIn('wang', '10.0.0.1', T0 + 5, true)).toBe('sign_in_locked');
    expect(retryAfter('wang', '10.0.0.1', T0 + 4)).toBe(1800);
    expect(signIn('wang', '10.0.0.1', T0 + 30 * MINUTE, true)).toBe('sign_in_locked');
    expect(signIn('wang', '10.0.0.1', T0 + 4 + 30 * MINUTE, true)).toBe('in');
  });

  it('an account after 20 failures within 30 minutes from many addresses', () => {
    const { signIn } = office();
    times(20, i => expect(signIn('wang', `10.0.${i}.1`, T0 + i * MINUTE)).toBe('wrong'));
    expect(signIn('wang', '10.9.9.9', T0 + 20 * MINUTE, true)).toBe('sign_in_locked');
    expect(signIn('wang', '10.9.9.9', T0 + 49 * MINUTE, true)).toBe('in');
  });

  it('attempts sent all at once beyond the limit', () => {
    const { start } = office();
    expect(times(50, () => start('wang', '10.0.0.1', T0)).filter(Boolean).length).toBe(5);
  });

  it('to be got round by letter case, width, spaces, or other addresses of one /64', () => {
    const { signIn } = office();
    const names = ['wang', 'WANG', ' Wang ', 'ｗａｎｇ', 'wAnG'];
    times(5, i => signIn(names[i]!, `2001:db8:1:2:${i + 1}::${i}`, T0));
    expect(signIn('wang', '2001:DB8:1:2:ffff:ffff:ffff:ffff', T0, true)).toBe('sign_in_locked');
    expect(signIn('wang', '2001:db8:1:3::1', T0, true)).toBe('in');
  });

  it('an unknown account in the same way as a known one', () => {
    const { signIn } = office();
    const known = times(8, () => signIn('wang', '10.0.0.1', T0));
    expect(times(8, () => signIn('nobody', '10.0.0.2', T0))).toEqual(known);
  });
});

describe('works', () => {
  it('a lock of one account leaves its colleagues at the same address alone', () => {
    const { signIn } = office();
    times(10, () => signIn('wang', '10.0.0.1', T0));
    expect(signIn('li', '10.0.0.1', T0, true)).toBe('in');
    expect(signIn('wang', '10.0.0.2', T0, true)).toBe('in');
  });

  it('an office is slowed after 100 failures, to one in six seconds, and never locked', () => {
    const { signIn, retryAfter } = office();
    expect(times(100, i => signIn(`user${i}`, '10.0.0.1', T0))).toEqual(Array(100).fill('wrong'));
    expect(signIn('li', '10.0.0.1', T0, true)).toBe('too_many_requests');
    expect(retryAfter('li', '10.0.0.1', T0)).toBe(6);
    expect(signIn('li', '10.0.0.1', T0 + 6001, true)).toBe('in');
    expect(signIn('li', '10.0.0.2', T0, true)).toBe('in');
  });

  it('an office of 500 signs in within one minute behind one address', () => {
    const { signIn } = office();
    expect(times(500, i => signIn(`user${i}`, '10.0.0.1', T0 + i * 120, true))).toEqual(Array(500).fill('in'));
  });

  it('a success ends the count of the pair; the account keeps the failures of others', () => {
    const { signIn } = office();
    for (let round = 0; round < 3; round++) {
      expect(times(4, () => signIn('wang', '10.0.0.1', T0))).toEqual(Array(4).fill('wrong'));
      expect(signIn('wang', '10.0.0.1', T0, true)).toBe('in');
    }
    times(8, i => expect(signIn('wang', `10.1.${i}.1`, T0)).toBe('wrong'));
    expect(signIn('wang', '10.2.0.1', T0)).toBe('sign_in_locked');
  });

  it('the fifth attempt, when right, is let in and locks nothing, also beside another in flight', () => {
    const { signIn, start, finish } = office();
    times(4, () => signIn('wang', '10.0.0.1', T0));
    expect(start('wang', '10.0.0.1', T0)).toBe(true);
    expect(start('wang', '10.0.0.1', T0)).toBe(false);
    finish('wang', '10.0.0.1', T0 + 200);
    expect(signIn('wang', '10.0.0.1', T0 + 300, true)).toBe('in');
  });

  it('the twentieth attempt on an account, when right, locks nothing', () => {
    const { signIn } = office();
    times(19, i => signIn('wang', `10.0.${i}.1`, T0));
    expect(signIn('wang', '10.9.9.9', T0, true)).toBe('in');
    expect(signIn('wang', '10.9.9.9', T0 + 1, true)).toBe('in');
    expect(signIn('wang', '10.9.9.8', T0 + 2)).toBe('wrong');
    expect(signIn('wang', '10.9.9.9', T0 + 3, true)).toBe('sign_in_locked');
  });

  it('asking for the second factor costs nothing, and does not wash off wrong codes', () => {
    const { signIn, halfWay } = office();
    times(300, i => expect(halfWay('wang', '10.0.0.1', T0 + i)).toBe(true));
    const codes = times(8, i => {
      halfWay('wang', '10.0.0.1', T0 + 300 + i);
      return signIn('wang', '10.0.0.1', T0 + 300 + i);
    });
    expect(codes).toEqual([...Array(5).fill('wrong'), ...Array(3).fill('sign_in_locked')]);
    expect(halfWay('wang', '10.0.0.1', T0 + 400)).toBe(false);
  });

  it('failures are forgotten after 30 minutes, and hammering does not prolong a lock', () => {
    const { signIn } = office();
    times(4, () => signIn('wang', '10.0.0.1', T0));
    expect(signIn('wang', '10.0.0.1', T0 + 30 * MINUTE)).toBe('wrong');
    times(4, i => signIn('wang', '10.0.0.1', T0 + 31 * MINUTE + i));
    for (let t = T0 + 32 * MINUTE; t < T0 + 61 * MINUTE; t += 1000) expect(signIn('wang', '10.0.0.1', t)).toBe('sign_in_locked');
    expect(signIn('wang', '10.0.0.1', T0 + 61 * MINUTE + 3, true)).toBe('in');
  });

  it('whatever the order of attempts, no pair gets more than 5 wrong ones and no account more than 20 within 30 minutes of its first', () => {
    const move = fc.record({
      name: fc.constantFrom('a', 'b'),
      ip: fc.constantFrom(...times(8, i => `10.0.0.${i}`)),
      wait: fc.nat(20_000),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80 }), moves => {
        const { signIn } = office();
        const wrong = new Map<string, number>();
        let now = T0;
        for (const { name, ip, wait } of moves) {
          now += wait;
          if (signIn(name, ip, now) !== 'wrong') continue;
          for (const key of [name, `${name} ${ip}`]) wrong.set(key, (wrong.get(key) ?? 0) + 1);
        }
        for (const [key, count] of wrong) expect(count).toBeLessThanOrEqual(key.includes(' ') ? 5 : 20);
      }),
    );
  });
});

describe('spellings', () => {
  it.each([
    ['10.1.2.3', '10.1.2.3'],
    ['::ffff:10.1.2.3', '10.1.2.3'],
    ['::FFFF:0a01:0203', '10.1.2.3'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0000:0000:1::', '2001:db8:0:0::/64'],
    ['[2001:db8:1:2:3:4:5:6]', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4::/64'],
    ['not an address', 'unknown'],
    ['', 'unknown'],
  ])('address %s is counted as %s', (ip, key) => {
    expect(addressKey(ip)).toBe(key);
  });

  it('every address of one IPv6 /64 has one key, and no two /64 share one', () => {
    const groups = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 0xffff }).map(n => n.toString(16))));
    fc.assert(
      fc.property(groups, groups, groups, (net, host, other) => {
        fc.pre(net.some(group => group !== '0'));
        const key = addressKey([...net, ...host].join(':'));
        expect(addressKey([...net, ...other].join(':').toUpperCase())).toBe(key);
        if (other.join() !== net.join()) expect(addressKey([...other, ...host].join(':'))).not.toBe(key);
      }),
    );
  });

  it('a user name has one spelling, and the three keys never meet', () => {
    expect(foldUserName('  ＷａｎｇFang ')).toBe('wangfang');
    const keys = [...Object.values(counterKeys('a', '10.0.0.1')), ...Object.values(counterKeys('10.0.0.1', '10.0.0.1'))];
    expect(new Set(keys).size).toBe(5);
  });
});
