// The commands and reads about people: endpoint, policy, service.

import { bindCommand, bindDocument, bindRead } from '#server/module.ts';
import { assignResidents } from './assignments.service.ts';
import { addCategory, endResidentCategory } from './categories.service.ts';
import { clientsPolicy as may } from './clients.policy.ts';
import * as clients from './clients.ts';
import { addConsent, withdrawGivenConsent } from './consents.service.ts';
import { fieldPeople } from './field.service.ts';
import { closeServiceFile, openServiceFile } from './files.service.ts';
import { getResident } from './get.service.ts';
import { mergeResidents } from './merges.service.ts';
import { residentNumbers } from './numbers.service.ts';
import { peopleFile } from './people.documents.ts';
import { correctResident, distinguishResidents, markResident, moveResident, registerResident } from './residents.service.ts';
import { revealField } from './reveals.service.ts';
import { listResidents, listTwins } from './search.service.ts';

/** What most commands here answer: the row, and its revision now. The ledger's subject is always the person. */
const saved = (id: string, done: { station: number; revision: number; resident?: string }, fields?: string[]) => ({
  answer: { id, revision: done.revision },
  subject: done.resident ?? id,
  station: done.station,
  ...(fields && { fields }),
});

export const commands = [
  bindCommand(clients.register, may['clients.register'], async (c, input) => {
    await registerResident(c, input);
    return saved(input.id, { station: input.station, revision: 1 });
  }),
  bindCommand(clients.correct, may['clients.correct'], async (c, input) =>
    saved(input.id, await correctResident(c, input), Object.keys(input.set)),
  ),
  bindCommand(clients.move, may['clients.move'], async (c, input) => saved(input.id, await moveResident(c, input))),
  bindCommand(clients.mark, may['clients.mark'], async ({ tx }, input) => saved(input.id, await markResident(tx, input))),
  bindCommand(clients.categorise, may['clients.categorise'], async ({ tx }, input) =>
    saved(input.id, { station: await addCategory(tx, input), revision: 1, resident: input.resident }),
  ),
  bindCommand(clients.endCategory, may['clients.end_category'], async ({ tx }, input) =>
    saved(input.id, await endResidentCategory(tx, input)),
  ),
  bindCommand(clients.assign, may['clients.assign'], async ({ tx }, input) => ({
    answer: { assigned: await assignResidents(tx, input) },
    subject: input.worker ?? 'nobody',
    station: input.station,
  })),
  bindCommand(clients.consent, may['clients.consent'], async ({ tx }, input) =>
    saved(input.id, { station: await addConsent(tx, input), revision: 1, resident: input.resident }),
  ),
  bindCommand(clients.withdrawConsent, may['clients.withdraw_consent'], async ({ tx }, input) =>
    saved(input.id, await withdrawGivenConsent(tx, input)),
  ),
  bindCommand(clients.openFile, may['clients.open_file'], async ({ tx }, input) =>
    saved(input.id, await openServiceFile(tx, input)),
  ),
  bindCommand(clients.closeFile, may['clients.close_file'], async ({ tx }, input) =>
    saved(input.id, await closeServiceFile(tx, input)),
  ),
  bindCommand(clients.merge, may['clients.merge'], async (c, input) => saved(input.id, await mergeResidents(c, input))),
  bindCommand(clients.distinguish, may['clients.distinguish'], async ({ tx }, input) =>
    saved(input.id, await distinguishResidents(tx, input)),
  ),
  bindCommand(
    clients.reveal,
    may['clients.reveal'],
    async (c, input) => {
      const { value, station } = await revealField(c, input);
      return {
        answer: { value },
        subject: input.id,
        station,
        fields: [input.field, ...(input.reason ? [`reason:${input.reason}`] : [])],
      };
    },
    { secretAnswer: true },
  ),
];

export const reads = [
  bindRead(clients.list, may['clients.list'], listResidents),
  bindRead(clients.get, may['clients.get'], (c, query) => getResident(c, query.id)),
  bindRead(clients.twins, may['clients.twins'], listTwins),
  bindRead(clients.field, may['clients.field'], fieldPeople),
  bindRead(clients.numbers, may['clients.numbers'], ({ tx }, query) => residentNumbers(tx, query.station)),
];

export const documents = [bindDocument(clients.peopleLedger, may['clients.people'], peopleFile)];
