// How long something holds a thread, in its own processor time: what else the machine does at the moment is not counted, so that the
// answer is the same on a machine that is busy.

/** The longest stretch, in ms, for which this thread did not turn to anything else while `what` went on. */
export async function heldDuring(what: () => Promise<unknown>): Promise<number> {
  const now = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let last = now();
  const tick = (): void => {
    const at = now();
    longest = Math.max(longest, at - last);
    last = at;
  };
  const timer = setInterval(tick, 1);
  await what();
  tick();
  clearInterval(timer);
  return longest;
}

/** Processor time of all threads of this process while `what` went on, in ms. */
export async function workOf(what: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await what();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
