// Passwords are kept as Argon2id with a salt of their own (SEC-01, CRY-02). Hashing is made dear on purpose, so only two run at
// once: a flood of sign-ins waits, then is refused, and never eats the memory.

import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { slots } from '../slots.ts';
import { weakness } from './strength.ts';

type Cost = { memory: number; passes: number; parallelism: number };
type Stored = Cost & { salt: Buffer; hash: Buffer };

/** OWASP's recommendation: 19 MiB, two passes, one lane. */
const COST: Cost = { memory: 19_456, passes: 2, parallelism: 1 };
const SHAPE = /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;
/** Two processors' worth at a time; at some 25 ms each, the last of those waiting waits about a second. */
const gate = slots(2, 64);

/** One spelling for what a person typed: an input method may give full-width letters or composed signs. */
const spelling = (password: string): Buffer => Buffer.from(password.normalize('NFKC'), 'utf8');

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  return gate(
    () =>
      new Promise((resolve, reject) => {
        const input = { message: spelling(password), nonce: salt, tagLength: 32, ...cost };
        argon2('argon2id', input, (error, hash) => (error ? reject(error) : resolve(hash)));
      }),
  );
}

function parse(encoded: string): Stored {
  const [, memory, passes, parallelism, salt, hash] = SHAPE.exec(encoded) ?? [];
  if (!salt || !hash) throw new Error('stored password hash is malformed');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

const plainBase64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** What to store of a password: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Refuses with `too_many_requests` when the queue is full. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, COST);
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${plainBase64(salt)}$${plainBase64(hash)}`;
}

/** Stands in for an account that does not exist: costs the same, matches nothing. */
const NOBODY: Stored = { ...COST, salt: randomBytes(16), hash: randomBytes(32) };

/**
 * Whether the password is the stored one.
 * @param encoded null for an unknown account or one without a password: the same time passes and the answer is false.
 * @throws AppError `too_many_requests` when the queue is full.
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const stored = encoded === null ? NOBODY : parse(encoded);
  const hash = await derive(password, stored.salt, stored);
  return timingSafeEqual(hash, stored.hash);
}

/** Whether a stored password was made at another cost than today's; hash it again at the next successful sign-in. */
export function needsRehash(encoded: string): boolean {
  const { memory, passes, parallelism } = parse(encoded);
  return memory !== COST.memory || passes !== COST.passes || parallelism !== COST.parallelism;
}

const pick = (letters: string): string => letters[randomInt(letters.length)]!;
const syllable = (): string => pick('bdfghjkmnprstwz') + pick('aeiu');

/** A strong password a person can read out and type, e.g. `Kafi-Rute-Nage-4739`: about 47 bits, nothing that looks like another sign. */
export function readablePassword(): string {
  const word = () => (syllable() + syllable()).replace(/^./, first => first.toUpperCase());
  const digits = Array.from({ length: 4 }, () => pick('23456789')).join('');
  const password = `${word()}-${word()}-${word()}-${digits}`;
  return weakness(password, '') === null ? password : readablePassword();
}
