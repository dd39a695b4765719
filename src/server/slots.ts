// Bounded parallelism for work that is dear in memory or processor time (password hashing, pictures): a few at once, some
// waiting, and a clear refusal beyond, so that a flood costs the flooder an answer and not the server its memory.

import { AppError } from '#kernel/errors.ts';

/**
 * A gate with `running` places and a queue of `waiting`; first come, first served.
 * @returns a function that runs the work when a place is free; refuses with `too_many_requests` when the queue is full.
 */
export function slots(running: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = running;
  const queue: (() => void)[] = [];
  return async work => {
    if (free > 0) free--;
    else if (queue.length >= waiting) throw new AppError('too_many_requests');
    else await new Promise<void>(go => queue.push(go));
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else free++;
    }
  };
}
