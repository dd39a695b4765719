// Field encryption and blind index (SEC-11, SEC-12, CRY-01). Every sealed value says by which algorithm and key it was made:
//   1 | key id | nonce 12 | tag 16 | AES-256-GCM text
//   2 | key id | counter block 16 | HMAC-SM3 32 | SM4-CTR text      (encrypt, then MAC: there is no native SM4-GCM)
// Each field has its own key, and algorithm, key id and field name are authenticated: a value copied to another field does not open.

import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto';
import { AppError } from '#kernel/errors.ts';
import type { KeyRing } from './keys.ts';

export type Cipher = 'aes' | 'sm4';

const AES = 1;
const SM4 = 2;
const BROKEN = '这项加密内容无法解开：它被改动过，或不属于这一栏。请系统管理员从备份中核对。';

export type Sealer = {
  /** Sealed form of a text or bytes for one field, e.g. `residents.id_number`; never the same twice. Adds 30 bytes (AES) or 50 (SM4). */
  seal(plain: string | Uint8Array, field: string): Buffer;
  /** The bytes that were sealed. Throws AppError `sealed_unreadable` for a changed value, another field or an unknown key. */
  open(sealed: Uint8Array, field: string): Buffer;
  /** `open` as text. */
  openText(sealed: Uint8Array, field: string): string;
  /**
   * 16 bytes that are equal for equal values of one field, to find them by; the caller brings the value to its one spelling first.
   * Cut short on purpose: equality is certain only after opening.
   */
  blindIndex(value: string, field: string): Buffer;
};

/** The cipher new values are made with: `LINZHAN_CIPHER=sm4`, otherwise AES. Both are always readable. */
export function configuredCipher(env: Record<string, string | undefined> = process.env): Cipher {
  const name = env.LINZHAN_CIPHER?.toLowerCase() || 'aes';
  if (name === 'aes' || name === 'sm4') return name;
  throw new AppError('keys_unusable', { say: '环境变量 LINZHAN_CIPHER 只能是 aes 或 sm4，系统不能启动。' });
}

/** Id of the key a value was sealed with, to find what a rotation has left to seal anew. */
export function sealedWith(sealed: Uint8Array): number {
  if (sealed.length < 2) throw new AppError('sealed_unreadable');
  return sealed[1]!;
}

const keyObjects = new WeakMap<Buffer, KeyObject>();
/** A derived key as the library takes it fastest (five times faster than as bytes): made once per key, as long as its bytes live. */
function asKey(bytes: Buffer, length: number = bytes.length): KeyObject {
  const known = keyObjects.get(bytes);
  if (known?.symmetricKeySize === length) return known;
  const made = createSecretKey(bytes.subarray(0, length));
  keyObjects.set(bytes, made);
  return made;
}

const random = Buffer.alloc(4_096);
let used = random.length;
/** Random bytes, none given twice. The kernel is asked for many at once: asking for each value sealed is a tenth of an import's work. */
function freshBytes(count: number): Buffer {
  if (used + count > random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += count;
  return Buffer.from(random.subarray(used - count, used));
}

const authenticated = (algorithm: number, id: number, field: string) => Buffer.from(`${algorithm} ${id} ${field}`);

function sealAes(ring: KeyRing, plain: Uint8Array, field: string): Buffer {
  const id = ring.active;
  const nonce = freshBytes(12);
  const cipher = createCipheriv('aes-256-gcm', asKey(ring.derive(`seal aes ${field}`, id)), nonce);
  cipher.setAAD(authenticated(AES, id, field));
  const text = cipher.update(plain);
  cipher.final();
  return Buffer.concat([Buffer.of(AES, id), nonce, cipher.getAuthTag(), text]);
}

function openAes(ring: KeyRing, sealed: Buffer, id: number, field: string): Buffer {
  if (sealed.length < 30) throw new AppError('sealed_unreadable', { say: BROKEN });
  const decipher = createDecipheriv('aes-256-gcm', asKey(ring.derive(`seal aes ${field}`, id)), sealed.subarray(2, 14), {
    authTagLength: 16,
  });
  decipher.setAAD(authenticated(AES, id, field));
  decipher.setAuthTag(sealed.subarray(14, 30));
  const plain = decipher.update(sealed.subarray(30));
  try {
    decipher.final();
  } catch {
    throw new AppError('sealed_unreadable', { say: BROKEN });
  }
  return plain;
}

function macSm3(ring: KeyRing, id: number, field: string, block: Uint8Array, text: Uint8Array): Buffer {
  // The field is last and everything before it but the text is of fixed length, so the text's length goes in as well:
  // no two different inputs give the same bytes.
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(text.length));
  return createHmac('sm3', asKey(ring.derive(`mac sm4 ${field}`, id, 'sm3')))
    .update(Buffer.of(SM4, id))
    .update(block)
    .update(length)
    .update(text)
    .update(field)
    .digest();
}

function sealSm4(ring: KeyRing, plain: Uint8Array, field: string): Buffer {
  const id = ring.active;
  const block = freshBytes(16);
  const key = asKey(ring.derive(`seal sm4 ${field}`, id, 'sm3'), 16);
  const text = createCipheriv('sm4-ctr', key, block).update(plain);
  return Buffer.concat([Buffer.of(SM4, id), block, macSm3(ring, id, field, block, text), text]);
}

function openSm4(ring: KeyRing, sealed: Buffer, id: number, field: string): Buffer {
  if (sealed.length < 50) throw new AppError('sealed_unreadable', { say: BROKEN });
  const block = sealed.subarray(2, 18);
  const text = sealed.subarray(50);
  if (!timingSafeEqual(sealed.subarray(18, 50), macSm3(ring, id, field, block, text)))
    throw new AppError('sealed_unreadable', { say: BROKEN });
  const key = asKey(ring.derive(`seal sm4 ${field}`, id, 'sm3'), 16);
  return createDecipheriv('sm4-ctr', key, block).update(text);
}

/** Sealing and opening with one key ring; new values by `cipher`. */
export function createSealer(ring: KeyRing, cipher: Cipher = configuredCipher()): Sealer {
  const open = (value: Uint8Array, field: string): Buffer => {
    const sealed = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    const id = sealedWith(sealed);
    if (sealed[0] === AES) return openAes(ring, sealed, id, field);
    if (sealed[0] === SM4) return openSm4(ring, sealed, id, field);
    throw new AppError('sealed_unreadable', { say: BROKEN });
  };
  return {
    seal(plain, field) {
      const bytes = typeof plain === 'string' ? Buffer.from(plain, 'utf8') : plain;
      return cipher === 'sm4' ? sealSm4(ring, bytes, field) : sealAes(ring, bytes, field);
    },
    open,
    openText: (sealed, field) => open(sealed, field).toString('utf8'),
    blindIndex: (value, field) =>
      createHmac(ring.indexHash, asKey(ring.deriveIndex(field)))
        .update(value)
        .digest()
        .subarray(0, 16),
  };
}
