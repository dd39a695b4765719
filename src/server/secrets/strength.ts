// When is a password strong enough (SEC-01)? Pure. Besides length and classes of signs it must hold something of its own once the
// well-known pieces are taken out: Admin@123456 and Qwer1234!@# have every class and are the first that anybody tries.

import { AppError } from '#kernel/errors.ts';

const MIN_LENGTH = 10;
const MAX_LENGTH = 128;
/** Signs a password must hold beyond well-known pieces. */
const MIN_OWN = 4;

/** Paths a finger walks on the keyboard or in the alphabet; three steps of one, either way, are a well-known piece. */
const WALKS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  '~!@#$%^&*()_+',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '!qaz@wsx#edc$rfv%tgb^yhn&ujm*ik(ol)p',
  'qazwsxedcrfvtgbyhnujmikolp',
  '147258369',
  '159357',
  '13579',
  '02468',
].flatMap(walk => [walk, [...walk].reverse().join('')]);

/** What is tried first, here and in general; 5201314 and 1314 are "I love you, all my life". Longest first. */
const WORDS = `
  administrator qiongzhong minzhengju shehuigongzuo shegongzhan linzhan shegong minzheng hainan
  password passwd mima denglu yonghu user admin root guest test demo login welcome system changeme letmein
  iloveyou woaini aini 5201314 1314 520 zhongguo china beijing nihao huawei weixin
  dragon monkey sunshine princess football 666 888 168 110 119 120`
  .trim()
  .split(/\s+/)
  .sort((a, b) => b.length - a.length);

/** Signs that stand in for letters; undone before the words are looked for. */
const DISGUISES: Record<string, string> = { '@': 'a', '0': 'o', '1': 'i', '3': 'e', $: 's', '5': 's', '!': 'i' };
const undisguise = (text: string): string => text.replace(/[@01!3$5]/g, sign => DISGUISES[sign] ?? sign);

function walkLength(text: string, from: number): number {
  let longest = 0;
  for (let length = 3; from + length <= text.length; length++) {
    const piece = text.slice(from, from + length);
    if (!WALKS.some(walk => walk.includes(piece))) break;
    longest = length;
  }
  return longest;
}

function repeatLength(text: string, from: number): number {
  let length = 1;
  while (text[from + length] === text[from]) length++;
  return length >= 3 ? length : 0;
}

const wordLength = (text: string, plain: string, from: number): number =>
  WORDS.find(word => text.startsWith(word, from) || plain.startsWith(word, from))?.length ?? 0;
const yearLength = (text: string, from: number): number => (/^(19|20)\d\d/.test(text.slice(from)) ? 4 : 0);

/** How many different signs are left when well-known pieces are taken out. */
function ownSigns(password: string): number {
  const text = password.toLowerCase();
  const plain = undisguise(text);
  const own = new Set<string>();
  for (let at = 0; at < text.length; ) {
    const known = Math.max(walkLength(text, at), repeatLength(text, at), wordLength(text, plain, at), yearLength(text, at));
    if (known === 0) own.add(text[at]!);
    at += known || 1;
  }
  return own.size;
}

const classes = (text: string): number =>
  [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{Lu}\p{Ll}\d]/u].filter(kind => kind.test(text)).length;

/** Why the password is too weak, as a Chinese sentence; null when it is strong enough. */
export function weakness(password: string, userName: string): string | null {
  const text = password.normalize('NFKC');
  const name = userName.normalize('NFKC').trim().toLowerCase();
  const length = [...text].length;
  if (length < MIN_LENGTH) return `密码至少 ${MIN_LENGTH} 位，现在只有 ${length} 位。`;
  if (length > MAX_LENGTH) return `密码最多 ${MAX_LENGTH} 位。`;
  if (classes(text) < 3) return '密码须含大写字母、小写字母、数字、符号中的三类。';
  if (name.length >= 3 && text.toLowerCase().includes(name)) return '密码不能包含用户名。';
  if (ownSigns(text) < MIN_OWN) return '密码过于常见（键盘顺序、连续数字、年份或常用词），请换一个别人猜不到的。';
  return null;
}

/** Refuses a weak password with `weak_password` and the reason as an issue of the field `password`. */
export function checkStrength(password: string, userName: string): void {
  const message = weakness(password, userName);
  if (message) throw new AppError('weak_password', { issues: [{ path: 'password', message }] });
}
