// The commands and reads of the organisation.

import { askTx, verifyLedger } from '#server/ledger.ts';
import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { addAccount, addGrant, endGrant, forgetSecondFactor, linkFor, listAccounts, shutAccount } from './accounts.service.ts';
import { readLedger } from './ledger.service.ts';
import { ledgerFile, staffFile } from './org.documents.ts';
import { orgPolicy as may } from './org.policy.ts';
import { listColleagues, listStations, listVillages } from './org.service.ts';
import * as org from './org.ts';
import { addCertificate, addTraining, correctPerson, endWork, hirePerson, staffMember, staffRows } from './staff.service.ts';

/** What every command here answers: the row, and its revision now. */
const saved = (id: string, revision = 1, station: number | null = null) => ({ answer: { id, revision }, subject: id, station });

export const commands = [
  bindCommand(org.hire, may['org.hire'], async (c, input) => {
    await hirePerson(c, input);
    return saved(input.id, 1, input.station);
  }),
  bindCommand(org.correctStaff, may['org.correct_staff'], async (c, input) => saved(input.id, await correctPerson(c, input))),
  bindCommand(org.leave, may['org.leave'], async (c, input) => saved(input.id, await endWork(c, input))),
  bindCommand(org.certify, may['org.certify'], async (c, input) => {
    await addCertificate(c, input);
    return saved(input.id);
  }),
  bindCommand(org.train, may['org.train'], async (c, input) => {
    await addTraining(c, input);
    return saved(input.id);
  }),
  bindCommand(org.createAccount, may['org.create_account'], async ({ tx }, input) => {
    await addAccount(tx, input);
    return saved(input.id);
  }),
  bindCommand(
    org.sendLink,
    may['org.send_link'],
    async ({ tx }, input) => ({ answer: await linkFor(tx, input.id), subject: input.id }),
    { secretAnswer: true },
  ),
  bindCommand(org.closeAccount, may['org.close_account'], async ({ tx }, input) =>
    saved(input.id, await shutAccount(tx, input.id, input.revision)),
  ),
  bindCommand(org.resetSecondFactor, may['org.reset_second_factor'], async ({ tx }, input) =>
    saved(input.id, await forgetSecondFactor(tx, input.id, input.revision)),
  ),
  bindCommand(org.grantRole, may['org.grant_role'], async ({ tx }, input) => {
    await addGrant(tx, input);
    return saved(input.id, 1, input.station);
  }),
  bindCommand(org.endRole, may['org.end_role'], async ({ tx }, input) => saved(input.id, await endGrant(tx, input))),
];

export const reads = [
  bindRead(org.staffList, may['org.staff'], async ({ tx }, query) => {
    const on = query.on ?? tx.today;
    return { on, rows: await staffRows(tx, { on, left: query.left, station: query.station }) };
  }),
  bindRead(org.staffGet, may['org.staff_member'], (c, query) => staffMember(c, query.id, query.on ?? c.tx.today)),
  bindRead(org.stations, may['org.stations'], async ({ tx }) => ({ rows: await listStations(tx) })),
  bindRead(org.villages, may['org.villages'], async ({ tx }, query) => ({ rows: await listVillages(tx, query.station) })),
  bindRead(org.colleagues, may['org.colleagues'], async ({ tx }, query) => ({ rows: await listColleagues(tx, query.station) })),
  bindRead(org.accounts, may['org.accounts'], listAccounts),
  bindRead(org.ledger, may['org.ledger'], ({ tx, house }, query) => readLedger(tx, query, house.titles)),
  bindRead(org.verify, may['org.verify_ledger'], ({ tx }) => verifyLedger(askTx(tx), tx.county)),
];

export const documents = [
  bindDocument(org.staffRegister, may['org.staff_register'], staffFile),
  bindDocument(org.ledgerDocument, may['org.ledger_file'], ledgerFile),
];
