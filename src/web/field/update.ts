// The service worker as the app sees it: installed once, a new version waits, the person decides when.

import { signal } from '../signal.ts';

/** True when a newer version lies ready on this phone. */
export const updateReady = signal(false);
let registration: ServiceWorkerRegistration | null = null;

function watch(worker: ServiceWorker | null): void {
  worker?.addEventListener('statechange', () => {
    // 'installed' with a controller: it replaces something. Without one it is the very first and needs no question.
    if (worker.state === 'installed' && navigator.serviceWorker.controller) updateReady.set(true);
  });
}

/** Installs the worker; looks for a newer version when the app is opened again. A browser without one goes on online. */
export async function startWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    registration = await navigator.serviceWorker.register('/m/sw.js', { scope: '/m/' });
  } catch {
    // No signal at the first start, or a browser that forbids workers: the app works online, the next start tries again.
    return;
  }
  if (registration.waiting && navigator.serviceWorker.controller) updateReady.set(true);
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration?.installing ?? null));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void lookForUpdate();
  });
}

/** Asks the server for a newer version; without signal nothing happens. */
export async function lookForUpdate(): Promise<void> {
  await registration?.update().catch(() => registration);
}

/** The person's tap: the new version takes over and this tab is opened again with it. Drafts have saved themselves. */
export function updateNow(): void {
  const waiting = registration?.waiting;
  if (waiting) {
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage('update');
  } else location.reload();
}
