// The worker to whom chosen people go, and from which day; says before what will happen. Serves K1.

import { App, Button, Select } from 'antd';
import { useId, useRef, useState } from 'react';
import { ApiError } from '#web/api.ts';
import { DayInput } from '#web/office/kit/command-form.tsx';
import type { ResidentRow } from '../../clients.ts';
import { assignments, carryOut } from './assigning.ts';
import { type Choice, today } from './choices.ts';
import { NOBODY } from './filters.ts';

/** `把 12 人分派给 王晓岚` */
const wishWords = (people: number, worker: Choice | undefined, nobody: boolean): string =>
  nobody ? `把 ${people} 人改为未分派` : worker ? `把 ${people} 人分派给 ${worker.label}` : `分派 ${people} 人`;

export function AssignPanel({
  rows,
  workers,
  onDone,
  vertical = false,
}: {
  rows: readonly ResidentRow[];
  workers: readonly Choice[];
  onDone(): void;
  vertical?: boolean;
}) {
  const { message } = App.useApp();
  const day = useId();
  const [worker, setWorker] = useState<string>();
  const [from, setFrom] = useState<string | undefined>(today());
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Kept for a repeated try after silence: the same people to the same worker are the same commands.
  const kept = useRef<{ of: string; commands: ReturnType<typeof assignments> } | null>(null);
  const run = async () => {
    if (worker === undefined || from === undefined)
      return setProblem(worker === undefined ? '请先选择责任社工。' : '请填写从哪天起。');
    setBusy(true);
    setProblem(null);
    const wish = { worker: worker === NOBODY ? null : worker, from_on: from };
    const of = JSON.stringify([wish, rows.map(row => row.id)]);
    if (kept.current?.of !== of) kept.current = { of, commands: assignments(rows, wish) };
    try {
      const changed = await carryOut(kept.current.commands);
      kept.current = null;
      void message.success(
        changed === rows.length ? `已分派 ${changed} 人` : `已分派 ${changed} 人，其余 ${rows.length - changed} 人原来就是这样`,
      );
      onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 0) kept.current = null;
      setProblem([error.say, ...error.issues.map(issue => issue.message)].join(' '));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={vertical ? 'assign-panel vertical' : 'assign-panel'}>
      <Select
        aria-label="分派给"
        placeholder="分派给"
        style={{ minWidth: 140 }}
        options={[...workers, { value: NOBODY, label: '改为未分派' }]}
        value={worker}
        onChange={chosen => {
          setWorker(chosen);
          setProblem(null);
        }}
      />
      <span>
        <label htmlFor={day}>从哪天起</label> <DayInput id={day} value={from} onChange={setFrom} max={today()} />
      </span>
      <Button type="primary" loading={busy} onClick={() => void run()}>
        {wishWords(
          rows.length,
          workers.find(w => w.value === worker),
          worker === NOBODY,
        )}
      </Button>
      {problem && (
        <span role="alert" className="harm">
          {problem}
        </span>
      )}
    </div>
  );
}
