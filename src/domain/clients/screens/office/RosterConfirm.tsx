// What confirming will do, and doing it; or giving the roster up. All of it or nothing. Serves K2, E1.

import { useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { ApiError, send } from '#web/api.ts';
import { Icon } from '#web/icons.tsx';
import { download } from '#web/office/download.ts';
import { useAddress } from '#web/office/kit/address.ts';
import { type Batch, confirmRoster, dropRoster, rosterReport } from '../../clients.ts';
import { useMay } from './choices.ts';
import { wordsOf } from './deciding.ts';
import { confirmSentence, writtenRows } from './roster-words.ts';

/** A question stands below its button, inside the page. */
export const beside = {
  placement: 'bottomLeft',
  getPopupContainer: (button: HTMLElement) => button.parentElement ?? document.body,
} as const;

/** Runs one thing at a time and keeps its refusal. */
function useRun(id: string) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (what: string, work: () => Promise<unknown>) => {
    setBusy(what);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(wordsOf(error));
    } finally {
      setBusy(null);
      await client.invalidateQueries({ queryKey: ['clients.roster', id] });
    }
  };
  return { run, busy, problem };
}

/** @param children what else can be done, in front */
export function RosterConfirm({ batch, children }: { batch: Batch; children?: ReactNode }) {
  const may = useMay();
  const { change } = useAddress();
  const { run, busy, problem } = useRun(batch.id);
  const wish = useRef(newId());
  const { counts } = batch;
  const seen = { id: batch.id, revision: batch.revision };
  const ready = batch.state === 'ready';
  const confirm = () =>
    run('confirm', async () => {
      try {
        await send(confirmRoster, seen, { id: wish.current });
      } catch (error) {
        if (error instanceof ApiError && error.status !== 0) wish.current = newId();
        throw error;
      }
    });
  return (
    <section className="panel roster-confirm" aria-label="确认导入">
      {ready && <p role="status">{confirmSentence(counts)}</p>}
      <div className="row-actions">
        {children}
        {ready && may('clients.confirm_roster', batch.station) && (
          <Popconfirm
            {...beside}
            title="确认导入？"
            description={confirmSentence(counts)}
            okText="确认导入"
            cancelText="再看看"
            onConfirm={() => void confirm()}
            disabled={counts.undecided > 0 || writtenRows(counts) === 0}
          >
            <Button type="primary" loading={busy === 'confirm'} disabled={counts.undecided > 0 || writtenRows(counts) === 0}>
              确认导入
            </Button>
          </Popconfirm>
        )}
        {ready && counts.undecided > 0 && (
          <Button onClick={() => change({ tab: counts.wrong > 0 ? 'wrong' : 'doubtful', undecided: 'true', cursor: undefined })}>
            去处理
          </Button>
        )}
        {(ready || batch.state === 'confirmed') && (
          <Button
            icon={<Icon name="export" />}
            loading={busy === 'report'}
            onClick={() => void run('report', () => download(rosterReport, { id: batch.id }))}
          >
            下载核对报告
          </Button>
        )}
        {(ready || batch.state === 'failed') && may('clients.drop_roster', batch.station) && (
          <Popconfirm
            {...beside}
            title="放弃这份名册？"
            description="读取的内容会删除，已登记的人员不变。"
            okText="放弃"
            cancelText="取消"
            onConfirm={() => void run('drop', () => send(dropRoster, seen))}
          >
            <Button loading={busy === 'drop'}>放弃这份名册</Button>
          </Popconfirm>
        )}
      </div>
      {problem && (
        <p role="alert" className="harm">
          {problem}
        </p>
      )}
    </section>
  );
}
