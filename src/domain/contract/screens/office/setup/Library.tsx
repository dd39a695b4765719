// The indicator library beside the editor: what comes with the product, the county's own, and what stands in other contracts.

import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { read, send } from '#web/api.ts';
import { EmptyState, ErrorNote } from '#web/office/kit/words.tsx';
import { StatusTag } from '#web/status.tsx';
import { type LibraryRow, type LibrarySource, library, removeFromLibrary, SOURCES } from '../../../library.ts';
import { useDoing } from './doing.tsx';

function Entry({ row, onTake }: { row: LibraryRow; onTake(row: LibraryRow): void }) {
  const { busy, run } = useDoing();
  return (
    <li className="library-entry">
      <div>
        <b>{row.title}</b> {row.waiting.length > 0 && <StatusTag mood="plain">尚未接入</StatusTag>}
        <p className="hint">
          {row.source === 'builtin' ? '' : `${row.group} · `}
          {row.note}
          {row.waiting.length > 0 &&
            ` 需要的统计口径 ${row.waiting.join('、')} 还没有接入，取用后先没有计数规则，显示“尚未接入”。`}
        </p>
      </div>
      <div className="row-actions">
        {row.source === 'county' && (
          <Popconfirm
            title="移出指标库？已经取用的合同不受影响。"
            okText="移出"
            onConfirm={() => void run(() => send(removeFromLibrary, { id: row.id, revision: row.revision }), '已移出')}
          >
            <Button size="small" loading={busy}>
              移出
            </Button>
          </Popconfirm>
        )}
        <Button size="small" type="primary" onClick={() => onTake(row)} aria-label={`取用：${row.title}`}>
          取用
        </Button>
      </div>
    </li>
  );
}

function Shelf({ rows, onTake }: { rows: readonly LibraryRow[]; onTake(row: LibraryRow): void }) {
  const [source, setSource] = useState<LibrarySource>('builtin');
  const [words, setWords] = useState('');
  const shown = rows.filter(r => r.source === source && `${r.title}${r.note}${r.group}`.includes(words.trim()));
  const groups = source === 'builtin' ? [...new Set(shown.map(r => r.group))] : [''];
  return (
    <>
      <div className="filters">
        <Segmented<LibrarySource>
          aria-label="从哪里取"
          options={(Object.keys(SOURCES) as LibrarySource[]).map(value => ({ value, label: SOURCES[value] }))}
          value={source}
          onChange={setSource}
        />
        <Input
          aria-label="查找指标"
          placeholder="查找指标"
          value={words}
          onChange={e => setWords(e.target.value)}
          style={{ width: 180 }}
        />
      </div>
      {shown.length === 0 && <EmptyState icon="search" title="没有这样的指标" />}
      {groups.map(group => (
        <section key={group} aria-label={group || SOURCES[source]}>
          {group && <h3>{group}</h3>}
          <ul className="plain-list">
            {shown
              .filter(r => source !== 'builtin' || r.group === group)
              .map(row => (
                <Entry key={row.id} row={row} onTake={onTake} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

export function LibraryDrawer({ open, onClose, onTake }: { open: boolean; onClose(): void; onTake(row: LibraryRow): void }) {
  const answer = useQuery({ queryKey: ['contract.library'], queryFn: ({ signal }) => read(library, {}, signal), enabled: open });
  return (
    <Drawer
      title="指标库"
      open={open}
      onClose={onClose}
      size="min(640px, 96vw)"
      destroyOnHidden
      closable={{ 'aria-label': '关闭' }}
    >
      {answer.isError ? (
        <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />
      ) : answer.data ? (
        <Shelf rows={answer.data.rows} onTake={onTake} />
      ) : (
        <p role="status">正在读取…</p>
      )}
    </Drawer>
  );
}
