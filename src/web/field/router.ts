// Where the field app is: the part of the address behind '#'. No server has to know these paths, and no person's id reaches a log.

import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  watchers.add(listener);
  window.addEventListener('hashchange', listener);
  return () => {
    watchers.delete(listener);
    window.removeEventListener('hashchange', listener);
  };
};
const here = (): string => location.hash.replace(/^#\/?/, '') || 'today';

/** The present path, e.g. `people/018f…`; `today` at first. */
export const usePath = (): string => useSyncExternalStore(subscribe, here);

/**
 * Goes to a path. `replace` leaves no step to come back to (after a form was saved). The page that is left goes at once: the browser tells
 * of a new address only later, and on a busy phone a form that was saved would stand there meanwhile, to be written on again.
 */
export function go(path: string, replace = false): void {
  if (replace) location.replace(`#/${path}`);
  else location.hash = `/${path}`;
  for (const watcher of [...watchers]) watcher();
}
/** One step back; from a page opened directly to `fallback`. */
export function back(fallback = 'today'): void {
  if (history.length > 1) history.back();
  else go(fallback, true);
}
export const hrefOf = (path: string): string => `#/${path}`;

/** The parameters when `path` fits `pattern` (`people/:id`), otherwise null. A query behind '?' adds its keys. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const [place = '', query = ''] = path.split('?');
  const wanted = pattern.split('/');
  const given = place.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = Object.fromEntries(new URLSearchParams(query));
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(given[i]!);
    else if (part !== given[i]) return null;
  }
  return params;
}
