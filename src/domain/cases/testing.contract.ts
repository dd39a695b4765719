// For the tests of K3b's other reading: a service file.

import * as clients from '#domain/clients/clients.ts';
import type { Person } from '#server/testing.ts';
import { TODAY } from './testing.ts';

/** Opens a person's service file. */
export async function openServiceFileOf(by: Person, id: string): Promise<void> {
  const { body } = await by.read(clients.get, { id });
  const { status, body: answer } = await by.send(clients.openFile, { id, revision: body.revision, filed_on: TODAY });
  if (status !== 200) throw new Error(`the file was not opened: ${answer.code}`);
}
