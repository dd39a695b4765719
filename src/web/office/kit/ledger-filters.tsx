// The filter line above a ledger. Each change goes into the address at once; text waits until the typing pauses.

import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { Icon } from '../../icons.tsx';
import { many, one, type Search } from './address.ts';

export type LedgerFilter =
  | { kind: 'search'; key: string; label: string; placeholder?: string }
  | {
      kind: 'select';
      key: string;
      label: string;
      options: readonly { value: string; label: string }[];
      multiple?: boolean;
      width?: number;
    }
  | { kind: 'day'; key: string; label: string }
  /** Set by the link that led here, e.g. one person's records; shown only then, and can be taken away. */
  | { kind: 'given'; key: string; label: string };

const TYPING_MS = 300;

function SearchBox({
  filter,
  value,
  onChange,
}: {
  filter: LedgerFilter & { kind: 'search' };
  value: string;
  onChange(value: string): void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span data-search="">
      <Input
        type="search"
        aria-label={filter.label}
        placeholder={filter.placeholder ?? `${filter.label}（按 / ）`}
        style={{ width: 220 }}
        value={text}
        onChange={event => setText(event.target.value)}
      />
    </span>
  );
}

export function LedgerFilters({
  filters,
  search,
  change,
}: {
  filters: readonly LedgerFilter[];
  search: Search;
  change(part: Search, replace?: boolean): void;
}) {
  // A changed filter begins again at the first page and closes the open row.
  const set = (key: string, value: string | string[] | undefined, replace = false) =>
    change({ [key]: value, cursor: undefined, open: undefined }, replace);
  const used = filters.some(filter => search[filter.key] !== undefined);
  return (
    <search className="filters">
      {filters.map(filter =>
        filter.kind === 'search' ? (
          <SearchBox
            key={filter.key}
            filter={filter}
            value={one(search[filter.key]) ?? ''}
            onChange={value => set(filter.key, value, true)}
          />
        ) : filter.kind === 'given' ? (
          search[filter.key] !== undefined && (
            <Button key={filter.key} aria-label={`${filter.label}，点按取消`} onClick={() => set(filter.key, undefined)}>
              {filter.label} <Icon name="cross" size={1} />
            </Button>
          )
        ) : filter.kind === 'day' ? (
          <span key={filter.key} className="filter-day">
            <span aria-hidden="true">{filter.label}</span>
            <Input
              type="date"
              aria-label={filter.label}
              style={{ width: 140 }}
              value={one(search[filter.key]) ?? ''}
              onChange={event => set(filter.key, event.target.value)}
            />
          </span>
        ) : (
          <Select
            key={filter.key}
            aria-label={filter.label}
            placeholder={filter.label}
            allowClear={!filter.multiple && { label: `清除${filter.label}` }}
            mode={filter.multiple ? 'multiple' : undefined}
            maxTagCount={1}
            maxTagPlaceholder={rest => `等 ${rest.length + 1} 项`}
            showSearch={{ optionFilterProp: 'label' }}
            style={{ minWidth: filter.width ?? 130 }}
            options={[...filter.options]}
            value={filter.multiple ? many(search[filter.key]) : one(search[filter.key])}
            onChange={value => set(filter.key, value)}
          />
        ),
      )}
      {used && (
        <Button
          type="link"
          onClick={() =>
            change({ ...Object.fromEntries(filters.map(f => [f.key, undefined])), cursor: undefined, open: undefined })
          }
        >
          清除筛选
        </Button>
      )}
    </search>
  );
}
