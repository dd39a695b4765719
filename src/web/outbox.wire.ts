// How the outbox's pump reaches the server.

import type { Command } from '#kernel/endpoints.ts';
import { newId } from '#kernel/ids.ts';
import { putFile } from './account.ts';
import { attempt } from './api.ts';
import type { Wire } from './outbox.pump.ts';

/** How an edit travels on when an earlier version of the record had arrived: as a correction, made from the answer that one got; null: it cannot. */
export type Amend = (input: unknown, answer: unknown) => { command: Command; input: unknown } | null;
const amends = new Map<string, Amend>();

/** Says how edits of a command's unsent records travel on (main.field.tsx, through the registry). */
export const registerAmend = (command: string, amend: Amend): unknown => amends.set(command, amend);

export const wire: Wire = {
  send: (item, input) => attempt(item.command, input, item.id, item.madeAt, item.account),
  upload: (item, sha, file) => putFile(sha, file, item.account),
  amend(item, content, answer) {
    const correction = amends.get(item.command)?.(content.input, answer);
    return correction ? { id: newId(), command: correction.command.name, title: content.title, input: correction.input } : null;
  },
  now: Date.now,
  random: Math.random,
};
