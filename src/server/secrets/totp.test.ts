import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpUri, verifyTotp } from './totp.ts';

const secret = newTotpSecret();
const at = Date.parse('2026-11-23T08:00:10+08:00');
const step = Math.floor(at / 30_000);
const codeAt = (time: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: time });

describe('refuses', () => {
  it('codes two steps off, of another secret, and everything that is not six digits', () => {
    for (const off of [-61_000, 61_000]) expect(verifyTotp(secret, codeAt(at + off), null, at)).toBeNull();
    expect(verifyTotp(newTotpSecret(), codeAt(at), null, at)).toBeNull();
    for (const code of ['', '12345', '1234567', 'abcdef', '-12345', '1e5', `${codeAt(at)}0`])
      expect(verifyTotp(secret, code, null, at)).toBeNull();
  });

  it('a code that was used, and any older one', () => {
    const used = verifyTotp(secret, codeAt(at), null, at);
    expect(used).toBe(step);
    expect(verifyTotp(secret, codeAt(at), used, at)).toBeNull();
    expect(verifyTotp(secret, codeAt(at), used, at + 29_000)).toBeNull();
    expect(verifyTotp(secret, codeAt(at - 30_000), used, at)).toBeNull();
  });
});

describe('works', () => {
  it('takes the present code and its neighbours, and says which step matched', () => {
    for (const off of [-1, 0, 1]) expect(verifyTotp(secret, codeAt(at + off * 30_000), null, at)).toBe(step + off);
  });

  it('takes the next code after a used one', () => {
    expect(verifyTotp(secret, codeAt(at + 30_000), step, at + 30_000)).toBe(step + 1);
  });

  it('takes digits as a phone keyboard gives them', () => {
    const code = codeAt(at);
    const wide = code.replace(/\d/g, digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    for (const typed of [`${code.slice(0, 3)} ${code.slice(3)}`, ` ${code}\n`, wide])
      expect(verifyTotp(secret, typed, null, at)).toBe(step);
  });

  it('computes the values of RFC 6238', () => {
    const known = Secret.fromLatin1('12345678901234567890').base32;
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [20_000_000_000, '353130'],
    ] as const) {
      expect(verifyTotp(known, code, null, seconds * 1000)).toBe(Math.floor(seconds / 30));
    }
  });

  it('gives a URI that an authenticator reads: issuer, account, SHA1, 6, 30', () => {
    const uri = new URL(totpUri(secret, 'wang fang'));
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual(['otpauth:', 'totp', '/邻站:wang fang']);
    expect(Object.fromEntries(uri.searchParams)).toEqual({
      issuer: '邻站',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    });
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });
});
