// What stands around a ledger: downloading it, and turning its pages.

import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { ApiError } from '../../api.ts';
import { Icon } from '../../icons.tsx';

/** One page of a list. `next` is the cursor of the following page. */
export type Page<T> = { rows: readonly T[]; next: string | null; total?: number | null };

/** Downloads; says that it works, and why it could not. */
export function ExportButton({ onExport }: { onExport(): Promise<void> }) {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    try {
      await onExport();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      void message.error(error.say);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<Icon name="export" />} loading={busy} onClick={() => void run()}>
      导出
    </Button>
  );
}

/** Forward by the answer's cursor, back by the cursors this page has passed. */
export function Pager({
  page,
  cursor,
  onGo,
}: {
  page: Page<unknown>;
  cursor: string | undefined;
  onGo(cursor: string | undefined): void;
}) {
  const passed = useRef<(string | undefined)[]>([]);
  if (cursor === undefined) passed.current = [];
  const forward = () => {
    passed.current.push(cursor);
    onGo(page.next ?? undefined);
  };
  return (
    <nav className="pager" aria-label="翻页">
      <span>
        {page.total != null ? `共 ${page.total.toLocaleString('zh-CN')} 条，` : ''}本页 {page.rows.length} 条
      </span>
      <Button disabled={cursor === undefined} onClick={() => onGo(passed.current.pop())}>
        {passed.current.length > 0 || cursor === undefined ? '上一页' : '回到首页'}
      </Button>
      <Button disabled={page.next === null} onClick={forward}>
        下一页
      </Button>
    </nav>
  );
}
