// Commands and reads of staffing over time.

import { bindCommand, bindRead } from '#server/module.ts';
import { addExam, addRecordCheck, examRows, moveMember, setExam } from './careers.service.ts';
import { orgPolicy as may } from './org.policy.ts';
import { hoursByOrganiser, remindersOf, staffingOf } from './staffing.service.ts';
import * as staffing from './staffing.ts';

const saved = (id: string, revision = 1, station: number | null = null) => ({ answer: { id, revision }, subject: id, station });

export const staffingCommands = [
  bindCommand(staffing.moveStaff, may['org.move_staff'], async ({ tx }, input) =>
    saved(input.staff, await moveMember(tx, input), input.station),
  ),
  bindCommand(staffing.checkRecord, may['org.check_record'], async ({ tx }, input) => {
    await addRecordCheck(tx, input);
    return saved(input.id);
  }),
  bindCommand(staffing.prepareExam, may['org.prepare_exam'], async ({ tx }, input) => {
    await addExam(tx, input);
    return saved(input.id);
  }),
  bindCommand(staffing.examResult, may['org.exam_result'], async ({ tx }, input) => saved(input.id, await setExam(tx, input))),
];

export const staffingReads = [
  bindRead(staffing.staffing, may['org.staffing'], ({ tx }, query) => staffingOf(tx, query)),
  bindRead(staffing.reminders, may['org.reminders'], ({ tx }) => remindersOf(tx)),
  bindRead(staffing.hours, may['org.hours'], ({ tx }) => hoursByOrganiser(tx)),
  bindRead(staffing.exams, may['org.exams'], ({ tx }, query) => examRows(tx, query.year)),
];
