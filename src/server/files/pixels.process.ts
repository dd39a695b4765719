// The picture process: takes one picture at a time from the server, answers it drawn anew or refused, ends with the server.

import { AppError, type ErrorCode, type ErrorDetails } from '#kernel/errors.ts';
import { drawPicture, drawSignature, type Picture, type Signature } from './pixels.ts';

export type Task = { kind: 'picture' | 'signature'; bytes: Uint8Array };
export type Answer =
  | { ready: true }
  | { drawn: Picture | Signature }
  | { refused: { code: ErrorCode; details: ErrorDetails } }
  | { failed: string };

const answer = (message: Answer): void => {
  process.send?.(message);
};

async function draw({ kind, bytes }: Task): Promise<Answer> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return { drawn: kind === 'picture' ? await drawPicture(view) : await drawSignature(view) };
  } catch (error) {
    if (error instanceof AppError) return { refused: { code: error.code, details: error.details } };
    return { failed: String(error) };
  }
}

process.on('message', async (task: Task) => answer(await draw(task)));
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group: the server finishes its requests first and then lets go of this process.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
answer({ ready: true });
