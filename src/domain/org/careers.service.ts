// What happens to a person in post: a move to another station, the yearly record check, the national examination (M4, M5, U1).

import type { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { q } from '#server/database/tables.ts';
import type { Tx } from '#server/database/tx.ts';
import { addCertificate, setPost } from './staff.service.ts';
import type { checkRecord, EXAM_LEVELS, ExamState, examResult, exams, moveStaff, prepareExam } from './staffing.ts';

/** Who prepares for the national examination, and how it went; the newest year first. */
export async function examRows(tx: Tx, year: number | undefined): Promise<z.input<typeof exams.answer>> {
  const rows = await tx.all(
    q
      .selectFrom('app.staff_exams as x')
      .innerJoin('app.staff as p', j => j.onRef('p.id', '=', 'x.staff_id').on('p.county_id', '=', tx.county))
      .leftJoin('app.stations as s', j => j.onRef('s.station_id', '=', 'p.station_id').on('s.county_id', '=', tx.county))
      .select([
        'x.id',
        'x.staff_id as staff',
        'p.name',
        'p.station_id as station',
        's.name as station_name',
        'x.year',
        'x.level',
        'x.state',
        'x.help',
        'x.revision',
      ])
      .where('x.county_id', '=', tx.county)
      .$if(year !== undefined, b => b.where('x.year', '=', year!))
      .orderBy('x.year', 'desc')
      .orderBy('p.station_id')
      .orderBy('p.name'),
  );
  return { rows: rows.map(r => ({ ...r, level: r.level as keyof typeof EXAM_LEVELS, state: r.state as ExamState })) };
}

/** Moves a person to another station or post from a day on. A move is later than the last one, and not before the first day. */
export async function moveMember(tx: Tx, input: z.output<typeof moveStaff.input>): Promise<number> {
  const { id, staff, revision, from_on, station, post, reason } = input;
  const [now, last] = await Promise.all([
    tx.first(
      q
        .selectFrom('app.staff')
        .select(['station_id', 'post', 'entered_on', 'left_on'])
        .where('county_id', '=', tx.county)
        .where('id', '=', staff),
    ),
    tx.first(
      q
        .selectFrom('app.staff_moves')
        .select(e => e.fn.max('from_on').as('from_on'))
        .where('county_id', '=', tx.county)
        .where('staff_id', '=', staff),
    ),
  ]);
  if (!now) throw new AppError('not_found');
  const begun = last?.from_on ?? now.entered_on;
  const wrong = (path: string, message: string) => new AppError('invalid', { issues: [{ path, message }] });
  if (from_on <= begun) throw wrong('from_on', `须晚于 ${begun}:这一天起才在现在的岗位`);
  if (now.left_on !== null && from_on > now.left_on) throw wrong('from_on', `不能晚于离岗日 ${now.left_on}`);
  if (now.station_id === station && now.post === post) throw wrong('station', '与现在的社工站和岗位相同，无须调动');
  const moved = await setPost(tx, staff, revision, { station, post });
  await tx.run(
    q.insertInto('app.staff_moves').values({
      county_id: tx.county,
      id,
      staff_id: staff,
      from_on,
      station_before: now.station_id,
      post_before: now.post,
      station_id: station,
      post,
      reason,
      changed_by: tx.changedBy,
    }),
  );
  return moved;
}

async function mustExist(tx: Tx, staff: string): Promise<void> {
  const row = await tx.first(q.selectFrom('app.staff').select('id').where('county_id', '=', tx.county).where('id', '=', staff));
  if (!row) throw new AppError('not_found');
}

export async function addRecordCheck(tx: Tx, { staff, ...check }: z.output<typeof checkRecord.input>): Promise<void> {
  if (check.checked_on > tx.today)
    throw new AppError('invalid', { issues: [{ path: 'checked_on', message: '查询日期不能晚于今天' }] });
  await mustExist(tx, staff);
  await tx.run(
    q.insertInto('app.staff_record_checks').values({ county_id: tx.county, staff_id: staff, ...check, changed_by: tx.changedBy }),
  );
}

export async function addExam(tx: Tx, { staff, help, ...exam }: z.output<typeof prepareExam.input>): Promise<void> {
  await mustExist(tx, staff);
  await tx.run(
    q
      .insertInto('app.staff_exams')
      .values({ county_id: tx.county, staff_id: staff, ...exam, help: help ?? null, changed_by: tx.changedBy }),
  );
}

/** Notes how an examination went; with a pass the certificate is registered too. */
export async function setExam(tx: Tx, input: z.output<typeof examResult.input>): Promise<number> {
  const { id, revision, state, certificate } = input;
  const row = await tx.first(
    q
      .selectFrom('app.staff_exams')
      .select(['staff_id', 'level', 'revision'])
      .where('county_id', '=', tx.county)
      .where('id', '=', id),
  );
  if (!row) throw new AppError('not_found');
  const changed = await tx.run(
    q
      .updateTable('app.staff_exams')
      .set({ state, revision: revision + 1, changed_by: tx.changedBy })
      .where('county_id', '=', tx.county)
      .where('id', '=', id)
      .where('revision', '=', revision),
  );
  if (changed === 0) throw new AppError('stale', { current: { revision: row.revision } });
  if (certificate) {
    if (certificate.issued_on > tx.today)
      throw new AppError('invalid', { issues: [{ path: 'certificate.issued_on', message: '取得日期不能晚于今天' }] });
    await addCertificate({ tx }, { ...certificate, staff: row.staff_id, kind: row.level as keyof typeof EXAM_LEVELS });
  }
  return revision + 1;
}
