// The commands, reads and documents of activities: endpoint, rule, service. Nothing is decided here.

import { reviewableRecords } from '#domain/records/rows.service.ts';
import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { ledgerFile } from './activities.documents.ts';
import { activitiesPolicy as may } from './activities.policy.ts';
import {
  archiveActivity,
  cancelActivity,
  holdActivity,
  planActivity,
  replanActivity,
  resummariseActivity,
  summariseActivity,
} from './activities.service.ts';
import * as activities from './activities.ts';
import { attendByCount, attendByList, identifyAttendance, strikeAttendance } from './attendance.service.ts';
import { currentCode } from './desk.service.ts';
import { readActivity } from './full.service.ts';
import { fieldActivities, yearOfStations } from './overview.service.ts';
import { addActivityPhoto, changeActivityPhoto, keepAnswer, removeActivityPhoto } from './photos.service.ts';
import { listActivities } from './read.service.ts';

/** What of activities goes through review. */
export const activityReviewable = reviewableRecords('activities', '活动', [activities.PLAN, activities.SUMMARY]);

const saved = (id: string, { station, revision }: { station: number; revision?: number }) => ({
  answer: { id, revision: revision ?? 1 },
  subject: id,
  station,
});

export const commands = [
  bindCommand(activities.plan, may['activities.plan'], async ({ tx }, input) => {
    await planActivity(tx, input);
    return saved(input.id, { station: input.station });
  }),
  bindCommand(activities.replan, may['activities.replan'], async ({ tx }, input) =>
    saved(input.id, await replanActivity(tx, input)),
  ),
  bindCommand(activities.hold, may['activities.hold'], async ({ tx }, input) => saved(input.id, await holdActivity(tx, input))),
  bindCommand(activities.cancel, may['activities.cancel'], async ({ tx }, input) =>
    saved(input.id, await cancelActivity(tx, input)),
  ),
  bindCommand(activities.archive, may['activities.archive'], async ({ tx }, input) =>
    saved(input.id, await archiveActivity(tx, input)),
  ),
  bindCommand(activities.attend, may['activities.attend'], async ({ tx }, input) => {
    const { station, added, known } = await attendByList(tx, input);
    return { answer: { activity: input.activity, added, known }, subject: input.activity, station };
  }),
  bindCommand(activities.count, may['activities.count'], async ({ tx }, input) =>
    saved(input.id, await attendByCount(tx, input)),
  ),
  bindCommand(activities.identify, may['activities.identify'], async ({ tx }, input) =>
    saved(input.id, await identifyAttendance(tx, input)),
  ),
  bindCommand(activities.strike, may['activities.strike'], async ({ tx }, input) =>
    saved(input.id, await strikeAttendance(tx, input)),
  ),
  bindCommand(activities.addPhoto, may['activities.add_photo'], async ({ tx }, input) =>
    saved(input.id, await addActivityPhoto(tx, input)),
  ),
  bindCommand(activities.changePhoto, may['activities.change_photo'], async ({ tx }, input) =>
    saved(input.id, await changeActivityPhoto(tx, input)),
  ),
  bindCommand(activities.removePhoto, may['activities.remove_photo'], async ({ tx }, input) =>
    saved(input.id, await removeActivityPhoto(tx, input)),
  ),
  bindCommand(activities.answerQuestions, may['activities.answer'], async ({ tx }, input) =>
    saved(input.id, await keepAnswer(tx, input)),
  ),
  bindCommand(activities.summarise, may['activities.summarise'], async ({ tx }, input) =>
    saved(input.id, await summariseActivity(tx, input)),
  ),
  bindCommand(activities.resummarise, may['activities.resummarise'], async ({ tx }, input) =>
    saved(input.id, await resummariseActivity(tx, input)),
  ),
];

export const reads = [
  bindRead(activities.list, may['activities.list'], ({ tx }, query) => listActivities(tx, query)),
  bindRead(activities.get, may['activities.get'], ({ tx }, { id }) => readActivity(tx, id)),
  bindRead(activities.year, may['activities.year'], ({ tx }, query) => yearOfStations(tx, query)),
  bindRead(activities.code, may['activities.code'], (c, query) => currentCode(c, query)),
  bindRead(activities.field, may['activities.field'], ({ tx }) => fieldActivities(tx)),
];

export const documents = [bindDocument(activities.ledger, may['activities.ledger'], (c, query) => ledgerFile(c, query))];
