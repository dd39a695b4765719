// The field app's service worker (scope /m/): keeps the built files so that the app opens without signal, and nothing else. It never
// touches /api. A new version waits until the person taps "更新". It stands alone: the build puts in its list of files.

declare const self: ServiceWorkerGlobalScope;

export {};

const FILES: readonly string[] = JSON.parse('__FILES__');
const NAME = 'field-__BUILD__';

/** Hashed names never change their content: what an earlier version fetched is taken over, for people who pay by the megabyte. */
async function keep(cache: Cache, path: string): Promise<void> {
  const old = path.startsWith('/m/assets/') ? await caches.match(path) : undefined;
  const response = old ?? (await fetch(new Request(path, { cache: 'reload' })));
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await cache.put(path, response);
}

self.addEventListener('install', event => {
  event.waitUntil(caches.open(NAME).then(cache => Promise.all(FILES.map(path => keep(cache, path)))));
});

self.addEventListener('activate', event => {
  // The version before stays for tabs that still run it; older ones go.
  const old = async () => {
    const names = (await caches.keys()).filter(name => name.startsWith('field-') && name !== NAME);
    await Promise.all(names.slice(0, -1).map(name => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(old());
});

self.addEventListener('message', event => {
  if (event.data === 'update') void self.skipWaiting();
});

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin || !url.pathname.startsWith('/m/')) return;
  const path = event.request.mode === 'navigate' ? '/m/' : url.pathname;
  const answer = async () => (await (await caches.open(NAME)).match(path)) ?? (await caches.match(path)) ?? fetch(event.request);
  event.respondWith(answer());
});
