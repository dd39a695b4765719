// May this person work at a station, or lead one? The requirement's conditions as a rule that explains itself. Pure; browser and
// server. Serves M4 (age, education, one of three qualifications) and M5 (the head of station's certificate).

import { codeName } from '#kernel/codes.ts';
import { addMonths, ageOn, daysBetween, documentDay } from '#kernel/dates.ts';
import { CERTIFICATES, ORGANISERS, type POSTS } from './org.ts';

/** What is known of a person; the names are those of the staff tables. */
export type EligibilityInput = {
  post: keyof typeof POSTS;
  born_on: string;
  /** The day the person began at the station; null for a candidate, whose age is taken on the day asked about. */
  entered_on: string | null;
  /** GB/T 4658. */
  education: string;
  major: string;
  certificates: readonly HeldCertificate[];
  trainings: readonly Training[];
};
/** `registered_until`: last day of the current registration, null where it was never registered. */
export type HeldCertificate = { kind: string; issued_on: string; registered_until: string | null };
/** The hours count on the day the training ended. */
export type Training = { title: string; organiser_kind: string; hours: number; ended_on: string };

/** What a county may set; the values are the requirement's. */
export type EligibilityRules = {
  /** Completed years on the entry day, at most. */
  maxAge: number;
  majors: readonly string[];
  hours: number;
  windowYears: number;
  /** Kinds of organiser whose trainings count; township offices and employers do not. */
  organisers: readonly (keyof typeof ORGANISERS)[];
  /** How long before its end a registration is pointed out, and for how long it is given: not in the requirement. */
  registrationYears: number;
  remindMonths: number;
};
export const REQUIREMENT_RULES: EligibilityRules = {
  maxAge: 45,
  majors: ['社会工作', '社会学', '社会政策', '民政管理', '社区管理'],
  hours: 120,
  windowYears: 5,
  organisers: ['civil_affairs', 'incubator', 'association'],
  registrationYears: 3,
  remindMonths: 3,
};

export type CheckCode = 'age' | 'education' | 'major' | 'qualification' | 'national_certificate';
export type Check = { code: CheckCode; met: boolean; say: string };
export type Eligibility = {
  eligible: boolean;
  checks: Check[];
  hours: { counted: number; notCounted: { training: Training; why: string }[] };
  /** What to look at, without changing the answer: registrations that end, certificates to verify. */
  hints: string[];
};

/** Certificates of the national examination. */
export const NATIONAL: readonly string[] = ['national_assistant', 'national_social_worker', 'national_senior'];
const nameOf = (table: Record<string, string>, code: string): string => table[code] ?? code;

/** Hours with at most two decimals, without a trailing zero. */
const hoursText = (hours: number): string => String(Math.round(hours * 100) / 100);

function age(staff: EligibilityInput, onDay: string, rules: EligibilityRules): Check {
  const day = staff.entered_on ?? onDay;
  const years = ageOn(staff.born_on, day);
  const met = years <= rules.maxAge;
  const when = staff.entered_on === null ? documentDay(day) : `到岗日 ${documentDay(day)}`;
  return { code: 'age', met, say: `${when}为 ${years} 周岁，${met ? '未超过' : '超过'} ${rules.maxAge} 周岁。` };
}

function education({ education: code }: EligibilityInput): Check {
  const name = codeName('education', code);
  if (name === null) return { code: 'education', met: false, say: '没有登记学历，请补充毕业证书。' };
  const met = /^[123]/.test(code);
  return { code: 'education', met, say: `学历为${name}，${met ? '达到大专及以上' : '未达到大专'}。` };
}

function major({ major: named }: EligibilityInput, rules: EligibilityRules): Check {
  const text = named.normalize('NFKC').replace(/\s/g, '');
  if (text === '') return { code: 'major', met: false, say: '没有登记专业，请补充毕业证书。' };
  const related = rules.majors.find(known => text.includes(known));
  if (related) return { code: 'major', met: true, say: `专业属于社会工作或相关专业（${related}）。` };
  const list = rules.majors.join('、');
  return { code: 'major', met: false, say: `所学专业不在相关专业之列（${list}）；如确属相关专业，请由县民政局在设置中增加。` };
}

/** Adds up the hours of the window (the same day five years ago counts, the day itself counts) and says why the rest does not. */
function countHours(trainings: readonly Training[], onDay: string, rules: EligibilityRules) {
  const from = addMonths(onDay, -12 * rules.windowYears);
  const notCounted: Eligibility['hours']['notCounted'] = [];
  let hundredths = 0;
  let otherOrganiser = 0;
  for (const training of trainings) {
    const { organiser_kind: organiser, ended_on: day, hours } = training;
    const refuse = (why: string) => notCounted.push({ training, why });
    if (!(hours > 0)) refuse('学时不是正数');
    else if (day > onDay) refuse('尚未举办');
    else if (day < from) refuse(`早于近 ${rules.windowYears} 年（${documentDay(from)}起）`);
    else if (!rules.organisers.some(kind => kind === organiser)) {
      refuse(`主办单位不符（${nameOf(ORGANISERS, organiser)}）`);
      otherOrganiser += Math.round(hours * 100);
    } else hundredths += Math.round(hours * 100);
  }
  return { hours: { counted: hundredths / 100, notCounted }, otherOrganiser: otherOrganiser / 100 };
}

/** One of three is enough; the sentence names the first that is met, or what is missing of the hours. */
function qualification(
  staff: EligibilityInput,
  onDay: string,
  counted: number,
  otherOrganiser: number,
  rules: EligibilityRules,
): Check {
  const held = staff.certificates.filter(certificate => certificate.issued_on <= onDay);
  const met = (say: string): Check => ({ code: 'qualification', met: true, say });
  const national = held.find(certificate => NATIONAL.includes(certificate.kind));
  if (national) return met(`持有全国社会工作者职业资格证书（${nameOf(CERTIFICATES, national.kind)}）。`);
  if (held.some(certificate => certificate.kind === 'local')) return met('持有人社、民政部门共同认可的社会工作员证书。');
  const span = `近 ${rules.windowYears} 年培训 ${hoursText(counted)} 小时`;
  if (counted >= rules.hours) return met(`${span}，达到 ${rules.hours} 小时。`);
  const aside = otherOrganiser > 0 ? `（另有 ${hoursText(otherOrganiser)} 小时主办单位不符未计）` : '';
  const missing = hoursText(rules.hours - counted);
  return { code: 'qualification', met: false, say: `没有职业资格证书；${span}，还差 ${missing} 小时${aside}。` };
}

function leadCertificate(staff: EligibilityInput, onDay: string): Check {
  const met = staff.certificates.some(certificate => NATIONAL.includes(certificate.kind) && certificate.issued_on <= onDay);
  const say = met ? '站长持有全国社会工作者职业资格证书。' : '站长须持有全国社会工作者职业资格证书，目前没有登记。';
  return { code: 'national_certificate', met, say };
}

/** What to say of a certificate's registration: within a year of passing, for three years, renewed in the last three months. */
function registration(
  { kind, issued_on, registered_until }: HeldCertificate,
  onDay: string,
  rules: EligibilityRules,
): string | null {
  if (!NATIONAL.includes(kind) || issued_on > onDay) return null;
  const name = `${nameOf(CERTIFICATES, kind)}证书`;
  if (registered_until === null) {
    const latest = addMonths(issued_on, 12);
    if (onDay > latest) return `${name}尚未登记，已超过取得后 1 年，请核实并尽快登记。`;
    return `${name}尚未登记，请在 ${documentDay(latest)}前办理首次登记。`;
  }
  const until = documentDay(registered_until);
  if (registered_until < onDay) return `${name}登记已于 ${until}到期，请办理再登记（每 ${rules.registrationYears} 年一次）。`;
  if (onDay < addMonths(registered_until, -rules.remindMonths)) return null;
  return `${name}登记将于 ${until}到期，还有 ${daysBetween(onDay, registered_until)} 天，请办理再登记。`;
}

/** Registrations are no condition of the requirement; a schooling without a degree is for a person to check. */
function hintsOf(staff: EligibilityInput, onDay: string, rules: EligibilityRules): string[] {
  const hints = staff.certificates.map(certificate => registration(certificate, onDay, rules)).filter(hint => hint !== null);
  const schooling = codeName('education', staff.education) ?? '';
  if (/[肄结]业/.test(schooling)) hints.push(`学历登记为${schooling}，请核对是否取得毕业证书。`);
  return hints;
}

/**
 * Whether a person meets the requirement on a day, and why. Of a project manager it asks experience, which no rule can weigh: no checks.
 * @param onDay certificates and hours are those of this day; the age is that of the entry day (M4: 45 周岁含, so under 46).
 */
export function eligibility(staff: EligibilityInput, onDay: string, rules: EligibilityRules = REQUIREMENT_RULES): Eligibility {
  const { hours, otherOrganiser } = countHours(staff.trainings, onDay, rules);
  const checks: Check[] = [];
  if (staff.post !== 'project_manager') {
    checks.push(age(staff, onDay, rules), education(staff), major(staff, rules));
    checks.push(qualification(staff, onDay, hours.counted, otherOrganiser, rules));
  }
  if (staff.post === 'station_lead') checks.push(leadCertificate(staff, onDay));
  return { eligible: checks.every(check => check.met), checks, hours, hints: hintsOf(staff, onDay, rules) };
}
