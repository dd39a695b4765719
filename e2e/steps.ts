// For files whose tests are the steps of one journey.

import { afterEach, beforeEach } from 'vitest';

/** Each step stands on the one before: after a failure the rest would only wait, and is skipped. */
export function stepByStep(): void {
  let failed = false;
  beforeEach(context => {
    if (failed) context.skip();
  });
  afterEach(context => {
    failed ||= context.task.result?.state === 'fail';
  });
}
