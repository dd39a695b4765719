// A value that tells its readers when it changes: the state between the platform (plain code) and its screens (React).
import { useSyncExternalStore } from 'react';

export type Signal<T> = { get(): T; set(value: T): void; subscribe(listener: () => void): () => void };

/** A new signal. Setting an identical value tells nobody. */
export function signal<T>(initial: T): Signal<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The signal's value in a component, drawn again when it changes. */
export const useSignal = <T>(s: Signal<T>): T => useSyncExternalStore(s.subscribe, s.get);
