import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Hash, KeyRing } from './keys.ts';
import { type Cipher, configuredCipher, createSealer, sealedWith } from './seal.ts';

const key = () => randomBytes(32).toString('base64');
const file = { active: 1, keys: { '1': key(), '2': key() }, index: key(), index_hash: 'sha256' as Hash };
const ring = new KeyRing(file);
const ciphers: Cipher[] = ['aes', 'sm4'];
const unreadable = expect.objectContaining({ code: 'sealed_unreadable' });

describe.each(ciphers)('%s refuses', cipher => {
  const sealer = createSealer(ring, cipher);

  it('a value with any one bit changed, shortened or lengthened', () => {
    const sealed = sealer.seal('469036194001010018', 'id');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => sealer.open(changed, 'id'), `bit ${bit}`).toThrow(unreadable);
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => sealer.open(sealed.subarray(0, length), 'id')).toThrow(unreadable);
    expect(() => sealer.open(Buffer.concat([sealed, Buffer.of(0)]), 'id')).toThrow(unreadable);
  });

  it('a value of another field', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (plain, one, other) => {
        fc.pre(one !== other);
        expect(() => sealer.open(sealer.seal(plain, one), other)).toThrow(unreadable);
      }),
    );
  });

  it('a value of a key that the ring does not have, and says which', () => {
    const newer = createSealer(new KeyRing({ ...file, active: 7, keys: { '7': key() } }), cipher);
    const says = expect.objectContaining({ code: 'sealed_unreadable', say: expect.stringContaining('7 号密钥') });
    expect(() => sealer.open(newer.seal('x', 'id'), 'id')).toThrow(says);
  });

  it('a value of another ring with the same key ids', () => {
    const stranger = createSealer(new KeyRing({ ...file, keys: { '1': key() } }), cipher);
    expect(() => sealer.open(stranger.seal('x', 'id'), 'id')).toThrow(unreadable);
  });
});

describe.each(ciphers)('%s works', cipher => {
  const sealer = createSealer(ring, cipher);

  it('opens what it sealed: any text, any bytes, any field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), fc.string(), (text, bytes, field) => {
        expect(sealer.openText(sealer.seal(text, field), field)).toBe(text);
        expect(sealer.open(sealer.seal(bytes, field), field)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('opens a value that is a part of a larger buffer', () => {
    const sealed = sealer.seal('13800000000', 'phone');
    const within = new Uint8Array(sealed.length + 20);
    within.set(sealed, 7);
    expect(sealer.openText(within.subarray(7, 7 + sealed.length), 'phone')).toBe('13800000000');
  });

  it('never seals to the same bytes twice', () => {
    const sealed = Array.from({ length: 1000 }, () => sealer.seal('same', 'id').toString('hex'));
    expect(new Set(sealed).size).toBe(1000);
  });

  it('opens after a rotation and after a change of cipher, and seals with the new key', () => {
    const before = sealer.seal('old', 'id');
    for (const next of ciphers) {
      const rotated = createSealer(new KeyRing({ ...file, active: 2 }), next);
      expect(rotated.openText(before, 'id')).toBe('old');
      expect([sealedWith(before), sealedWith(rotated.seal('new', 'id'))]).toEqual([1, 2]);
    }
  });
});

describe('blind index', () => {
  const index = (hash: Hash) => createSealer(new KeyRing({ ...file, index_hash: hash }), 'aes').blindIndex;

  it.each<Hash>(['sha256', 'sm3'])('by %s is equal for equal values of one field only, and 16 bytes long', hash => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (value, other, field) => {
        const tag = index(hash)(value, field);
        expect(tag.length).toBe(16);
        expect(tag).toEqual(index(hash)(value, field));
        expect(tag).not.toEqual(index(hash)(value, `${field}2`));
        if (other !== value) expect(tag).not.toEqual(index(hash)(other, field));
      }),
    );
  });

  it('keeps through a rotation and a change of cipher', () => {
    const rotated = createSealer(new KeyRing({ ...file, active: 2 }), 'sm4');
    expect(rotated.blindIndex('469036', 'id')).toEqual(createSealer(ring, 'aes').blindIndex('469036', 'id'));
  });
});

it('takes the cipher from the environment and refuses one it does not know', () => {
  expect(configuredCipher({})).toBe('aes');
  expect(configuredCipher({ LINZHAN_CIPHER: 'SM4' })).toBe('sm4');
  expect(() => configuredCipher({ LINZHAN_CIPHER: 'des' })).toThrow(expect.objectContaining({ code: 'keys_unusable' }));
});
