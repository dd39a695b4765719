// What the modules bring to the office; main.office.tsx hands the list over. The frame knows no module by name.

import type { ComponentType } from 'react';
import { type Actor, holds, type Role } from '#kernel/roles.ts';
import type { IconName } from '../icons.tsx';

/** The left navigation, by the work that is done. */
export const GROUPS = {
  home: { label: '工作台', icon: 'home' },
  people: { label: '服务对象', icon: 'people' },
  records: { label: '服务记录', icon: 'record' },
  care: { label: '一老一小', icon: 'young' },
  aid: { label: '社会救助', icon: 'aid' },
  volunteers: { label: '志愿与资源', icon: 'hands' },
  contract: { label: '合同履约', icon: 'contract' },
  station: { label: '站务管理', icon: 'station' },
  reports: { label: '统计报告', icon: 'chart' },
  system: { label: '系统', icon: 'gear' },
} as const satisfies Record<string, { label: string; icon: IconName }>;
export type Group = keyof typeof GROUPS;

export type OfficePage = {
  /** TanStack pattern, e.g. `/visits` or `/people/$id`. */
  path: string;
  title: string;
  group: Group;
  roles: readonly Role[];
  /** Not in the navigation: reached from a list. */
  hidden?: boolean;
  /** `() => import('./Visits.tsx')`: loaded when opened. */
  load: () => Promise<{ default: ComponentType }>;
};
/** Places in a page of one module where the modules above it add what they know. */
export type Slots = {
  /** In a person's file, below what is on file: what was done for her. */
  personRecords: { person: string };
};
/** A record to be read, and what it is of. */
export type Read = { id: string; of: string };
/** `part` may be `lazy(() => import(…))`; `roles` are those who may read what it shows. */
export type SlotPart<P> = { roles: readonly Role[]; part: ComponentType<P> };
export type OfficeModule = {
  pages: readonly OfficePage[];
  /** By module name: how one of its records reads beside the review queue. */
  reading?: Readonly<Record<string, ComponentType<Read>>>;
  slots?: { readonly [K in keyof Slots]?: SlotPart<Slots[K]> };
};

let modules: readonly OfficeModule[] = [];
/** Takes the modules over, once, before the first drawing. */
export const fill = (list: readonly OfficeModule[]): void => {
  modules = list;
};
/** What the modules put into a place for this person, in their order. */
export const slot = <K extends keyof Slots>(place: K, actor: Pick<Actor, 'grants'>): ComponentType<Slots[K]>[] =>
  modules.flatMap(module => {
    const entry = module.slots?.[place];
    return entry && holds(actor, ...entry.roles) ? [entry.part] : [];
  });

/** How a record of this module reads, or null. */
export const readingOf = (what: string): ComponentType<Read> | null =>
  modules.map(module => module.reading?.[what]).find(part => part !== undefined) ?? null;

export type Entry = { group: Group; label: string; icon: IconName; pages: readonly OfficePage[] };

export const mayOpen = (page: OfficePage, actor: Pick<Actor, 'grants'>): boolean => holds(actor, ...page.roles);

/** The navigation of a person: only entries that lead somewhere she may go. */
export function entriesFor(pages: readonly OfficePage[], actor: Pick<Actor, 'grants'>): Entry[] {
  return (Object.keys(GROUPS) as Group[])
    .map(group => ({
      group,
      ...GROUPS[group],
      pages: pages.filter(page => page.group === group && !page.hidden && mayOpen(page, actor)),
    }))
    .filter(entry => entry.pages.length > 0);
}
