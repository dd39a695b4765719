// The list every office page is built on: dense, filters and sorting in the address, pages by cursor, a row opens beside the list.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Table, type TableProps } from 'antd';
import { type Key, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { one, type Search, useAddress } from './address.ts';
import { ColumnChoice, useHiddenColumns } from './ledger-columns.tsx';
import { type LedgerFilter, LedgerFilters } from './ledger-filters.tsx';
import { ExportButton, type Page, Pager } from './ledger-parts.tsx';
import { EmptyState, ErrorNote } from './words.tsx';

export type { Page };
export type LedgerColumn<T> = {
  key: string;
  title: string;
  render(row: T): ReactNode;
  width?: number;
  fixed?: 'left' | 'right';
  align?: 'left' | 'right';
  /** The value of the `sort` parameter for ascending; `-` before it for descending. */
  sort?: string;
  /** Not shown until the person asks for it. */
  optional?: boolean;
};
export type Query = Record<string, string | string[] | number | undefined>;

export type LedgerProps<T> = {
  /** Names the list for the cache and the chosen columns, e.g. `visits.list`. */
  name: string;
  /** What the list is, for screen readers: 入户探访台账. */
  label: string;
  columns: readonly LedgerColumn<T>[];
  filters?: readonly LedgerFilter[];
  /** e.g. `(query, stop) => read(visitsList, query, stop)` */
  load(query: Query, stop: AbortSignal): Promise<Page<T>>;
  /** Always part of the query, e.g. a person whose visits these are. */
  fixed?: Query;
  rowKey(row: T): string;
  /** How a row is called: 符阿婆 11-23. Names its checkbox and its drawer. */
  rowName(row: T): string;
  /** What opens beside the list. The row is null when the address names one that is not on this page. */
  drawer?: (row: T | null, id: string, close: () => void) => ReactNode;
  /** Downloads what the list shows with these filters. */
  onExport?: (query: Query) => Promise<void>;
  /** What can be done with several chosen rows. */
  chosenActions?: (rows: readonly T[], clear: () => void) => ReactNode;
  actions?: ReactNode;
  /** Shown when nothing is there and no filter is set: the next step. */
  empty: { title: string; next?: ReactNode };
  limit?: number;
};

/** Arrow keys walk the rows, Home and End jump; Enter is each row's own. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const row = (event.target as HTMLElement).closest<HTMLElement>('tr[data-row-key]');
  if (!row || row !== event.target) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('tr[data-row-key]')];
  const at = rows.indexOf(row);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  rows[Math.max(0, Math.min(to, rows.length - 1))]?.focus();
}

/** The query of the address: the filters, sorting and page this list knows, and nothing else that stands there. */
function queryOf<T>({ filters = [], fixed, limit = 20 }: LedgerProps<T>, search: Search): Query {
  const keys = [...filters.map(filter => filter.key), 'sort', 'cursor'];
  return { ...Object.fromEntries(keys.flatMap(key => (search[key] === undefined ? [] : [[key, search[key]]]))), ...fixed, limit };
}

export function LedgerTable<T extends object>(props: LedgerProps<T>) {
  const { name, label, columns, filters = [], load, rowKey, rowName, drawer, onExport, chosenActions, actions, empty } = props;
  const { search, change } = useAddress();
  const [chosen, setChosen] = useState<T[]>([]);
  const [hidden, setHidden] = useHiddenColumns(name, columns);
  const [at, setAt] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  // Rows that open nothing take no focus: then the scrolled table itself must, or its right side is out of reach of the keyboard.
  useEffect(() => {
    const scrolled = box.current?.querySelector<HTMLElement>('.ant-table-content');
    if (scrolled && !drawer) scrolled.tabIndex = 0;
  });
  const query = queryOf(props, search);
  const answer = useQuery({
    queryKey: [name, query],
    queryFn: ({ signal }) => load(query, signal),
    placeholderData: keepPreviousData,
  });
  const page = answer.data ?? { rows: [], next: null };
  const sort = one(search.sort);
  const open = drawer ? one(search.open) : undefined;
  const openRow = page.rows.find(row => rowKey(row) === open) ?? null;
  const clear = () => setChosen([]);
  const close = () => {
    change({ open: undefined });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`tr[data-row-key="${CSS.escape(open ?? '')}"]`)?.focus());
  };

  const shown: TableProps<T>['columns'] = columns
    .filter(column => !hidden.includes(column.key))
    .map(column => ({
      key: column.key,
      title: column.title,
      width: column.width,
      fixed: column.fixed,
      align: column.align,
      render: (_: unknown, row: T) => column.render(row),
      ...(column.sort && {
        sorter: true,
        showSorterTooltip: false,
        sortOrder: sort === column.sort ? ('ascend' as const) : sort === `-${column.sort}` ? ('descend' as const) : null,
        onHeaderCell: () => ({ 'aria-label': `${column.title}，可排序` }),
      }),
    }));
  const onSort: TableProps<T>['onChange'] = (_pages, _filters, sorter) => {
    const { columnKey, order } = [sorter].flat()[0] ?? {};
    const by = columns.find(column => column.key === columnKey)?.sort;
    change({ sort: by && order ? `${order === 'descend' ? '-' : ''}${by}` : undefined, cursor: undefined });
  };

  if (answer.isError && !answer.data) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const filtered = filters.some(filter => search[filter.key] !== undefined);
  return (
    <section className="ledger" aria-label={label} aria-busy={answer.isFetching}>
      <div className="ledger-bar">
        <LedgerFilters filters={filters} search={search} change={change} />
        <div className="ledger-actions">
          {actions}
          {onExport && <ExportButton onExport={() => onExport(query)} />}
          <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />
        </div>
      </div>
      {chosenActions && chosen.length > 0 && (
        <div className="ledger-chosen" role="status">
          已选 {chosen.length} 条 {chosenActions(chosen, clear)}
          <Button type="link" onClick={clear}>
            取消选择
          </Button>
        </div>
      )}
      {answer.isError && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the rows inside are the interactive things; this only moves the focus among them */}
      <div ref={box} onKeyDown={walk}>
        <Table<T>
          size="small"
          className={answer.isPlaceholderData ? 'stale' : undefined}
          columns={shown}
          dataSource={[...page.rows]}
          rowKey={rowKey}
          pagination={false}
          loading={answer.isPending}
          scroll={{ x: 'max-content' }}
          onChange={onSort}
          locale={{
            emptyText: answer.isPending ? (
              ' '
            ) : filtered ? (
              <EmptyState icon="search" title="没有符合筛选条件的内容" />
            ) : (
              <EmptyState title={empty.title}>{empty.next}</EmptyState>
            ),
          }}
          rowSelection={
            chosenActions && {
              selectedRowKeys: chosen.map(rowKey),
              preserveSelectedRowKeys: true,
              columnWidth: 36,
              columnTitle: box => <span>{box}</span>,
              getTitleCheckboxProps: () => ({ 'aria-label': '选择本页全部' }),
              getCheckboxProps: row => ({ 'aria-label': `选择 ${rowName(row)}` }),
              onChange: (_keys: Key[], rows: T[]) => setChosen(rows),
            }
          }
          onRow={(row, index = 0) =>
            drawer
              ? {
                  tabIndex: index === Math.min(at, page.rows.length - 1) ? 0 : -1,
                  'aria-label': `${rowName(row)}，按回车打开`,
                  className: rowKey(row) === open ? 'open' : undefined,
                  onFocus: () => setAt(index),
                  onClick: event => {
                    if (!(event.target as HTMLElement).closest('a,button,input,label')) change({ open: rowKey(row) });
                  },
                  onKeyDown: event => {
                    if (event.key === 'Enter' && event.target === event.currentTarget) change({ open: rowKey(row) });
                  },
                }
              : {}
          }
        />
      </div>
      <Pager page={page} cursor={one(search.cursor)} onGo={cursor => change({ cursor })} />
      {drawer && (
        <Drawer
          title={<h2 className="drawer-title">{openRow ? rowName(openRow) : '详情'}</h2>}
          size="min(560px, 92vw)"
          open={open !== undefined}
          onClose={close}
          destroyOnHidden
          closable={{ 'aria-label': '关闭' }}
        >
          {open !== undefined && drawer(openRow, open, close)}
        </Drawer>
      )}
    </section>
  );
}
