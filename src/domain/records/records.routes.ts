// The commands that every record has alike: hand in a draft, take back.

import { bindCommand } from '#server/module.ts';
import { recordsPolicy as may } from './records.policy.ts';
import { submitRecord, withdrawRecord } from './records.service.ts';
import { submit, withdraw } from './records.ts';

export const commands = [
  bindCommand(submit, may['records.submit'], async ({ tx }, input) => {
    const row = await submitRecord(tx, input);
    return { answer: { id: row.id, revision: row.revision }, subject: row.id, station: row.station_id };
  }),
  bindCommand(withdraw, may['records.withdraw'], async ({ tx }, input) => {
    const row = await withdrawRecord(tx, input);
    return { answer: { id: row.id, revision: row.revision }, subject: row.id, station: row.station_id };
  }),
];
