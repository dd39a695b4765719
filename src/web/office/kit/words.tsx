// Small parts every office page is made of: the sentence on top, figures that open their evidence, masked values, errors, progress.

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '../../api.ts';
import { Icon, type IconName } from '../../icons.tsx';

/** The answer of the page in one sentence, before any table or chart. */
export const PageSentence = ({ children }: { children: ReactNode }) => <p className="sentence">{children}</p>;

/** A number that says its unit and opens the records behind it. `rule` says how it is counted. */
export function Figure({
  value,
  unit,
  label,
  rule,
  onOpen,
}: {
  value: number | null;
  unit: string;
  label: string;
  rule?: string;
  onOpen?: () => void;
}) {
  const number = value === null ? '尚未接入' : value.toLocaleString('zh-CN');
  const body = (
    <>
      <span className="figure-label">{label}</span>
      <span className="figure-value">
        {number}
        {value !== null && <small>{unit}</small>}
      </span>
      {rule && <span className="figure-rule">{rule}</span>}
      {onOpen && <span className="visually-hidden">查看依据</span>}
    </>
  );
  return onOpen && value !== null ? (
    <button type="button" className="figure" onClick={onOpen}>
      {body}
    </button>
  ) : (
    <div className="figure">{body}</div>
  );
}

const SHOWN_MS = 30_000;

/** A masked value; `reveal` asks the server (which records it) and the value hides itself again after half a minute. */
export function Masked({ value, label, reveal }: { value: string; label: string; reveal?: () => Promise<string> }) {
  const [plain, setPlain] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (plain === null) return;
    const timer = setTimeout(() => setPlain(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [plain]);
  const show = async (ask: () => Promise<string>) => {
    setBusy(true);
    setError(null);
    try {
      setPlain(await ask());
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      setError(problem.say);
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="masked">
      <span>{plain ?? value}</span>
      {reveal && (
        <button
          type="button"
          className="link"
          disabled={busy}
          aria-label={plain === null ? `显示${label}（会留下记录）` : `隐藏${label}`}
          onClick={() => (plain === null ? void show(reveal) : setPlain(null))}
        >
          <Icon name="eye" size={1} />
          {plain === null ? '显示' : '隐藏'}
        </button>
      )}
      {error && (
        <span className="masked-error" role="alert">
          {error}
        </span>
      )}
    </span>
  );
}

/** What went wrong, in its own sentence, with a way on. Errors that are not ours are shown as the program's fault. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const client = useQueryClient();
  const known = error instanceof ApiError ? error : null;
  const retry = () => {
    // A fault of the program, or a page whose files a new version has replaced: only opening it anew helps.
    if (!known) location.reload();
    else if (onRetry) onRetry();
    else void client.invalidateQueries();
  };
  return (
    <div className="error" role="alert">
      <Icon name="warn" />
      <div>
        <p>{known?.say ?? '页面出现问题，请重试；如多次出现，请联系系统管理员。'}</p>
        {known && known.issues.length > 0 && (
          <ul>
            {known.issues.map(issue => (
              <li key={issue.path + issue.message}>{issue.message}</li>
            ))}
          </ul>
        )}
      </div>
      <button type="button" className="button" onClick={retry}>
        {known ? '重试' : '重新打开'}
      </button>
    </div>
  );
}

/** Long work: how far it is, and that it goes on when the page is left. `total` null: not known yet. */
export function Progress({
  label,
  done,
  total,
  note = '可以离开此页，完成后在这里查看结果。',
}: {
  label: string;
  done: number;
  total: number | null;
  note?: string;
}) {
  return (
    <div className="progress" role="status">
      <p>
        {label}
        {total !== null && <span>{` ${done.toLocaleString('zh-CN')} / ${total.toLocaleString('zh-CN')}`}</span>}
      </p>
      <progress aria-label={label} value={total === null ? undefined : done} max={total ?? undefined} />
      <p className="progress-note">{note}</p>
    </div>
  );
}

/** Nothing here: why, and the next step. */
export const EmptyState = ({ icon = 'record', title, children }: { icon?: IconName; title: string; children?: ReactNode }) => (
  <div className="empty">
    <Icon name={icon} size={2} />
    <p className="empty-title">{title}</p>
    {children}
  </div>
);
