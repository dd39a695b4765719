// Filters, sorting, the page of a list and the open row live in the address, so that a link shows what its sender saw.

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';

export type Search = Readonly<Record<string, string | string[] | undefined>>;

/** The address's query and the way to change it. `undefined` and '' remove a key; `replace` leaves no step in the history. */
export function useAddress(): { search: Search; change(part: Search, replace?: boolean): void } {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  return useMemo(
    () => ({
      search,
      change: (part, replace = false) => {
        const next = Object.fromEntries(
          Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined && value !== '' && value.length > 0),
        );
        void navigate({ to: '.', search: next, replace });
      },
    }),
    [search, navigate],
  );
}

export const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
export const many = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());
