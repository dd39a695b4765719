// What a program prints when it cannot go on: one sentence, and the exit code 1.

import { AppError } from '../src/kernel/errors.ts';

/** The sentence of an error: ours say what to do next, others what the system said. */
export const sentenceOf = (error: unknown): string =>
  error instanceof AppError ? error.say : error instanceof Error ? error.message : String(error);

/** Prints it and ends. */
export function giveUp(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
