// What the modules bring to the field app; main.field.tsx hands the list over. The shell knows no module by name.

import type { ComponentType } from 'react';
import type { Collection } from '../cache.ts';
import type { Unsent } from '../outbox.ts';
import { type Amend, registerAmend } from '../outbox.wire.ts';
import { match } from './router.ts';

export type Tab = 'today' | 'people' | 'records' | 'mine';
export type Params = Record<string, string>;

export type FieldScreen = {
  /** Pattern below '#/', e.g. `people` (the tab's own page) or `people/:id`. */
  path: string;
  tab: Tab;
  title: string;
  /** May be `lazy(() => import(…))`: the service worker keeps every chunk, so it opens without signal too. */
  screen: ComponentType<{ params: Params }>;
  /** Where one step back leads; without it to the tab's own page. */
  up?(params: Params): string;
  /** A form brings its own bar of actions; the tabs make room for it. */
  form?: true;
};

/** Places in a screen of one module where the modules above it add what they know. */
export type Slots = {
  /** On 今天, above the list of who is due: what of a module is to be done today, nothing otherwise. */
  today: ComponentType;
  /** On 今天, below that list: the way to the module's own pages. */
  todayMore: ComponentType;
  /** On a person's page, below the name: what to do now. */
  personActions: ComponentType<{ person: string }>;
  /** On a person's page, below what is on file: what was done. */
  personHistory: ComponentType<{ person: string }>;
  /** In a list of people: a few words beside the name. */
  personState: ComponentType<{ person: string }>;
};

export type FieldModule = {
  screens: readonly FieldScreen[];
  /**
   * By command name: how an unsent record reads, where it is corrected, and how an edit travels on when the record had arrived already.
   * `shown` must do without anything but the record: its author may be signed out.
   */
  commands?: Readonly<
    Record<string, { shown?: ComponentType<{ item: Unsent }>; edit?: (unsentId: string) => string; amend?: Amend }>
  >;
  /** Lists the phone keeps; they are brought up to date when the app opens, the signal returns, and after a record arrived. */
  // biome-ignore lint/suspicious/noExplicitAny: the shell refreshes collections of any row and never looks into one
  collections?: readonly Collection<any>[];
  slots?: Partial<Slots>;
};

let modules: readonly FieldModule[] = [];

/** Takes the modules over, once, before the first drawing. */
export function fill(list: readonly FieldModule[]): void {
  modules = list;
  for (const module of list) {
    for (const [command, { amend }] of Object.entries(module.commands ?? {})) if (amend) registerAmend(command, amend);
  }
}
/** What the modules put into a place, in their order. */
export const slot = <K extends keyof Slots>(place: K): Slots[K][] => modules.flatMap(module => module.slots?.[place] ?? []);
export const collections = () => modules.flatMap(module => module.collections ?? []);
/** How an unsent record of this command reads, or null. */
export const shownAs = (command: string): ComponentType<{ item: Unsent }> | null =>
  modules.map(module => module.commands?.[command]?.shown).find(shown => shown !== undefined) ?? null;
/** Where an unsent record of this command is corrected, or null. */
export const editPath = (command: string, unsentId: string): string | null =>
  modules.map(module => module.commands?.[command]?.edit?.(unsentId)).find(path => path !== undefined) ?? null;

export function screenAt(path: string): { screen: FieldScreen; params: Params } | null {
  for (const screen of modules.flatMap(module => module.screens)) {
    const params = match(screen.path, path);
    if (params) return { screen, params };
  }
  return null;
}
