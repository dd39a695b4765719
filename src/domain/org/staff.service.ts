// The contractor's people: registered, corrected, leaving; certificates and trainings; eligibility computed from them (M4, M5).

import type { Updateable } from 'kysely';
import type { z } from 'zod';
import { ageOn } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import { parseIdentityNumber } from '#kernel/identity.ts';
import { maskIdentity, maskPhone } from '#kernel/masks.ts';
import { parsePhone } from '#kernel/phones.ts';
import { type DB, q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import type { House } from '#server/house.ts';
import type { Context } from '#server/module.ts';
import { endGrantsWith } from './accounts.service.ts';
import { type EligibilityInput, eligibility } from './eligibility.ts';
import type { certify, correctStaff, hire, leave, Post, StaffRow, staffGet, train } from './org.ts';

type Filter = { on: string; left: 'no' | 'yes'; station?: number; id?: string };
type Posting = z.output<typeof Post>;

const base = (tx: Tx, f: Filter) =>
  q
    .selectFrom('app.staff as p')
    .leftJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'p.station_id').on('s.county_id', '=', tx.county))
    .leftJoin('app.accounts as a', j => j.onRef('a.id', '=', 'p.id').on('a.county_id', '=', tx.county))
    .selectAll('p')
    .select(['s.name as station_name', 'a.id as account'])
    .where('p.county_id', '=', tx.county)
    .$if(f.left === 'no', b => b.where(e => e.or([e('p.left_on', 'is', null), e('p.left_on', '>=', f.on)])))
    .$if(f.station !== undefined, b => b.where('p.station_id', '=', f.station!))
    .$if(f.id !== undefined, b => b.where('p.id', '=', f.id!))
    .orderBy('p.station_id')
    .orderBy('p.post', 'desc')
    .orderBy('p.name');

type Found = Awaited<ReturnType<typeof load>>[number];

async function load(tx: Tx, f: Filter) {
  const [people, certificates, trainings] = await Promise.all([
    tx.all(base(tx, f)),
    tx.all(
      q
        .selectFrom('app.staff_certificates')
        .selectAll()
        .where('county_id', '=', tx.county)
        .$if(f.id !== undefined, b => b.where('staff_id', '=', f.id!))
        .orderBy('issued_on'),
    ),
    tx.all(
      q
        .selectFrom('app.staff_trainings')
        .selectAll()
        .where('county_id', '=', tx.county)
        .$if(f.id !== undefined, b => b.where('staff_id', '=', f.id!))
        .orderBy('ended_on', 'desc'),
    ),
  ]);
  return people.map(p => {
    const own = {
      certificates: certificates.filter(c => c.staff_id === p.id),
      trainings: trainings.filter(t => t.staff_id === p.id),
    };
    return { ...p, ...own, judged: eligibility(judgedBy(p, own), f.on) };
  });
}

const judgedBy = (
  p: { post: string; born_on: string; entered_on: string; education: string; major: string },
  own: {
    certificates: { kind: string; issued_on: string; registered_until: string | null }[];
    trainings: { title: string; organiser_kind: string; hours: number; ended_on: string }[];
  },
): EligibilityInput => ({
  post: p.post as Posting,
  born_on: p.born_on,
  entered_on: p.entered_on,
  education: p.education,
  major: p.major,
  ...own,
});

const present = (p: Found, on: string): StaffRow => ({
  id: p.id,
  name: p.name,
  post: p.post as Posting,
  station: p.station_id,
  station_name: p.station_name,
  age: ageOn(p.born_on, on),
  entered_on: p.entered_on,
  left_on: p.left_on,
  eligible: p.judged.eligible,
  checks: p.judged.checks,
  has_account: p.account !== null,
  revision: p.revision,
});

/** Staff with the eligibility check on a day, explained. */
export const staffRows = async (tx: Tx, f: Filter): Promise<StaffRow[]> => (await load(tx, f)).map(p => present(p, f.on));

/** Staff as `staffRows`, with what the check stands on. */
export const staffDetails = async (tx: Tx, f: Filter) =>
  (await load(tx, f)).map(p => ({
    ...present(p, f.on),
    sex: p.sex,
    education: p.education,
    major: p.major,
    certificates: p.certificates,
    hours_counted: p.judged.hours.counted,
  }));

/** One person's file. Numbers are masked; nobody needs them in clear here. */
export async function staffMember({ tx, house }: Context, id: string, on: string): Promise<z.input<typeof staffGet.answer>> {
  const [[p], checked] = await Promise.all([
    load(tx, { on, left: 'yes', id }),
    tx.first(
      q
        .selectFrom('app.staff_record_checks')
        .select('checked_on')
        .where('county_id', '=', tx.county)
        .where('staff_id', '=', id)
        .orderBy('checked_on', 'desc')
        .limit(1),
    ),
  ]);
  if (!p) throw new AppError('not_found');
  return {
    ...present(p, on),
    sex: p.sex,
    born_on: p.born_on,
    identity: p.identity_sealed ? maskIdentity(house.secrets.openText(p.identity_sealed, 'staff.identity'), 'detail') : '未登记',
    phone: p.phone_sealed ? maskPhone(house.secrets.openText(p.phone_sealed, 'staff.phone')) : null,
    education: p.education,
    major: p.major,
    local_household: p.local_household,
    record_checked_on: checked && checked.checked_on > (p.record_checked_on ?? '') ? checked.checked_on : p.record_checked_on,
    notes: p.notes,
    hours_counted: p.judged.hours.counted,
    hours_not_counted: p.judged.hours.notCounted.map(n => ({ title: n.training.title, hours: n.training.hours, why: n.why })),
    certificates: p.certificates,
    hints: p.judged.hints,
    trainings: p.trainings,
  };
}

type Hire = z.output<typeof hire.input>;

/** The columns that follow from the typed number and phone, or `invalid` with the sentence of the field. */
function personal(house: House, today: string, input: { identity?: string; phone?: string }) {
  const columns: Partial<{
    born_on: string;
    sex: string;
    identity_sealed: Buffer;
    identity_index: Buffer;
    phone_sealed: Buffer;
  }> = {};
  if (input.identity !== undefined) {
    const read = parseIdentityNumber(input.identity, today);
    if (!read.ok) throw new AppError('invalid', { issues: [{ path: 'identity', message: read.say }] });
    columns.born_on = read.born;
    columns.sex = read.sex;
    columns.identity_sealed = house.secrets.seal(read.number, 'staff.identity');
    columns.identity_index = house.secrets.blindIndex(read.number, 'staff.identity');
  }
  if (input.phone !== undefined) {
    const read = parsePhone(input.phone);
    if (!read.ok) throw new AppError('invalid', { issues: [{ path: 'phone', message: read.say }] });
    columns.phone_sealed = house.secrets.seal(read.number, 'staff.phone');
  }
  return columns;
}

function mustFitPost(post: Posting, station: number | null): void {
  if ((post === 'project_manager') !== (station === null)) {
    throw new AppError('invalid', {
      issues: [{ path: 'station', message: '站长和驻站社工须选择社工站；项目经理不属于某一个站' }],
    });
  }
}

/** Registers a person. The number must be right: it is how the county knows that nobody is counted at two stations. */
export async function hirePerson({ tx, house }: Context, input: Hire): Promise<void> {
  mustFitPost(input.post, input.station);
  const { identity, phone, station, ...fields } = input;
  const known = personal(house, tx.today, { identity, phone });
  await tx.run(
    q.insertInto('app.staff').values({
      county_id: tx.county,
      ...fields,
      ...known,
      born_on: known.born_on!,
      sex: known.sex!,
      station_id: station,
      record_checked_on: input.record_checked_on ?? null,
      notes: input.notes ?? null,
      changed_by: tx.changedBy,
    }),
  );
}

type StaffColumns = Partial<Omit<Updateable<DB['app.staff']>, 'county_id' | 'id' | 'revision' | 'changed_by'>>;

/** Updates the row that still has the revision the author saw. */
async function update(tx: Tx, id: string, revision: number, set: StaffColumns): Promise<number> {
  const changed = await tx.run(
    q
      .updateTable('app.staff')
      .set({ ...set, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) await missingOrStale(tx, id);
  return revision + 1;
}

async function missingOrStale(tx: Tx, id: string): Promise<never> {
  const row = await tx.first(
    q.selectFrom('app.staff').select('revision').where('county_id', '=', tx.county).where('id', '=', id),
  );
  throw row ? new AppError('stale', { current: { revision: row.revision } }) : new AppError('not_found');
}

/** Corrects what is given; what is not given stays. */
export async function correctPerson({ tx, house }: Context, input: z.output<typeof correctStaff.input>): Promise<number> {
  const { id, revision, identity, phone, station, ...fields } = input;
  const [now] = await load(tx, { on: tx.today, left: 'yes', id });
  if (!now) throw new AppError('not_found');
  mustFitPost(fields.post ?? (now.post as Posting), station === undefined ? now.station_id : station);
  return update(tx, id, revision, {
    ...fields,
    ...personal(house, tx.today, { identity, phone }),
    ...(station !== undefined && { station_id: station }),
  });
}

/** Ends a person's work on a day; his roles end with that day, and those that were to begin after it never hold. */
export async function endWork({ tx }: Context, input: z.output<typeof leave.input>): Promise<number> {
  const revision = await update(tx, input.id, input.revision, { left_on: input.left_on });
  await endGrantsWith(tx, input.id, input.left_on);
  return revision;
}

/** The present station and post of a person. */
export function setPost(tx: Tx, id: string, revision: number, to: { station: number | null; post: Posting }): Promise<number> {
  mustFitPost(to.post, to.station);
  return update(tx, id, revision, { station_id: to.station, post: to.post });
}

export const addCertificate = ({ tx }: Pick<Context, 'tx'>, { staff, ...c }: z.output<typeof certify.input>): Promise<number> =>
  tx.run(
    q.insertInto('app.staff_certificates').values({
      county_id: tx.county,
      staff_id: staff,
      ...c,
      number: c.number ?? null,
      registered_until: c.registered_until ?? null,
      changed_by: tx.changedBy,
    }),
  );

export const addTraining = ({ tx }: Context, { staff, ...t }: z.output<typeof train.input>): Promise<number> =>
  tx.run(q.insertInto('app.staff_trainings').values({ county_id: tx.county, staff_id: staff, ...t, changed_by: tx.changedBy }));
