// One tab at a time. Where the browser has no Web Locks the work runs anyway: the server's ids keep a doubled send single.

/** Runs the work while no other tab runs work under the same name. */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  return navigator.locks ? await navigator.locks.request(`linzhan-${name}`, work) : work();
}

/** A line between the tabs of one app; `tell` also reaches the own listener. */
export function channel(name: string, listener: () => void): { tell(): void } {
  const line = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`linzhan-${name}`);
  if (line) line.onmessage = listener;
  return {
    tell() {
      line?.postMessage(null);
      listener();
    },
  };
}
