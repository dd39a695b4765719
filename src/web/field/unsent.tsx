// The unsent records of one author: what each is, why it is still here, and what its author can do: correct, send again, discard, save
// all of them into an encrypted file. The same list serves an author who can no longer sign in (reading and saving only).

import { Suspense, useEffect, useState } from 'react';
import { dayOf, listDay } from '#kernel/dates.ts';
import { BackupError, backupName, exportUnsent, restoreUnsent } from '../backup.ts';
import { discard, outboxChanges, outboxState, resend, sendNow, type Unsent, unsentOf } from '../outbox.ts';
import { accountNow } from '../session.ts';
import { useSignal } from '../signal.ts';
import { StatusTag } from '../status.tsx';
import { StoreError } from '../store.ts';
import { OthersNote, whyUnsent } from './badge.tsx';
import { Button, Card, EmptyState, LinkButton, Note } from './kit/basic.tsx';
import { ask, Sheet, say } from './kit/dialog.tsx';
import { Fold } from './kit/fold.tsx';
import { TextInput } from './kit/form.tsx';
import { editPath, shownAs } from './registry.ts';

const time = (instant: string): string =>
  `${listDay(dayOf(instant))} ${new Date(instant).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' })}`;

async function askDiscard(item: Unsent): Promise<void> {
  const yes = await ask({
    title: '删除这条未发送的记录？',
    body: <p>“{item.title}”只保存在这部手机上，删除后不能找回。正在发送的记录可能已经送达。</p>,
    yes: '删除',
    no: '保留',
    harm: true,
  });
  if (!yes) return;
  await discard(item.id);
  say('已删除这条未发送的记录。');
}

function Item({ item, own }: { item: Unsent; own: boolean }) {
  const edit = own && item.readable ? editPath(item.command, item.id) : null;
  const Shown = item.readable ? shownAs(item.command) : null;
  return (
    <li className="unsent">
      <p className="row-title">{item.title}</p>
      <p className="row-detail">{time(item.madeAt)} 填写</p>
      {item.state === 'parked' ? (
        <StatusTag mood="harm">须处理</StatusTag>
      ) : (
        <StatusTag mood="wait">{item.held ? '等待前一条' : '等待发送'}</StatusTag>
      )}
      {item.refusal && (
        <div className="refusal">
          <p>{item.refusal.say}</p>
          {item.refusal.issues.length > 0 && (
            <ul>
              {item.refusal.issues.map(issue => (
                <li key={issue.path + issue.message}>{issue.message}</li>
              ))}
            </ul>
          )}
        </div>
      )}
      {Shown && (
        <Fold title="查看内容">
          <Suspense fallback={null}>
            <Shown item={item} />
          </Suspense>
        </Fold>
      )}
      <div className="unsent-actions">
        {edit && (
          <LinkButton to={edit} icon="pen">
            更正
          </LinkButton>
        )}
        {own && item.state === 'parked' && (
          <Button icon="send" onClick={() => void resend(item.id)}>
            原样重发
          </Button>
        )}
        <Button look="quiet" onClick={() => void askDiscard(item)}>
          删除
        </Button>
      </div>
    </li>
  );
}

const download = (file: Blob, name: string): void => {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
};

/** Asks for the words that lock or open a backup. */
function WordsSheet({
  title,
  hint,
  action,
  onWords,
  onClose,
}: {
  title: string;
  hint: string;
  action: string;
  onWords(words: string): Promise<void>;
  onClose(): void;
}) {
  const [words, setWords] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const go = async () => {
    if (words.length < 8) return setError('口令至少 8 个字。');
    setBusy(true);
    setError(null);
    try {
      await onWords(words);
      onClose();
    } catch (problem) {
      if (!(problem instanceof BackupError || problem instanceof StoreError)) throw problem;
      setError(problem.say);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Sheet title={title} onClose={onClose}>
      <form
        className="sheet-body"
        onSubmit={event => {
          event.preventDefault();
          void go();
        }}
      >
        <TextInput
          label="备份口令"
          hint={hint}
          error={error}
          required
          type="password"
          autoComplete="off"
          value={words}
          onChange={setWords}
        />
        <Button wide look="main" busy={busy} submit>
          {action}
        </Button>
      </form>
    </Sheet>
  );
}

/** `own`: the author is signed in, so correcting, sending and restoring are possible. */
export function UnsentList({ account, own }: { account: string; own: boolean }) {
  const changes = useSignal(outboxChanges);
  const state = useSignal(outboxState);
  const [items, setItems] = useState<Unsent[] | null>(null);
  const [sheet, setSheet] = useState<'save' | File | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `changes` says that the list is another one now
  useEffect(() => {
    let left = false;
    void unsentOf(account).then(list => !left && setItems(list));
    return () => {
      left = true;
    };
  }, [account, changes]);
  if (!items) return null;
  const save = async (words: string) => {
    const { file, count } = await exportUnsent(account, words);
    download(file, backupName(dayOf(new Date())));
    say(`已加密保存 ${count} 条。记录仍留在本机，直到送达。`);
  };
  const restore = async (words: string) => {
    const { restored, present } = await restoreUnsent(sheet as File, words, account);
    sendNow();
    say(`已恢复 ${restored} 条${present > 0 ? `，${present} 条本机已有` : ''}。`);
  };
  return (
    <>
      {items.length === 0 ? (
        <EmptyState icon="done" title="全部已发送">
          <p>没有信号时填写的记录会先保存在这里，有信号后自动送出。</p>
        </EmptyState>
      ) : (
        <>
          {own && <Note>{whyUnsent(state)}</Note>}
          <ul className="list" aria-label="未发送的记录">
            {items.map(item => (
              <Item key={item.id} item={item} own={own} />
            ))}
          </ul>
        </>
      )}
      <div className="stack">
        {own && items.length > 0 && (
          <Button wide look="main" icon="send" busy={state.sending} onClick={sendNow}>
            立即发送
          </Button>
        )}
        {items.length > 0 && (
          <Button wide icon="lock" onClick={() => setSheet('save')}>
            加密备份到文件
          </Button>
        )}
      </div>
      {own && (
        <Card title="从备份恢复">
          <p className="field-hint">换手机或清理浏览器之后，用备份文件和口令找回未发送的记录。已送达的不会重复。</p>
          <label className="button plain">
            <span>选择备份文件</span>
            <input
              className="visually-hidden"
              type="file"
              accept=".lzb"
              onChange={event => setSheet(event.target.files?.[0] ?? null)}
            />
          </label>
        </Card>
      )}
      {sheet === 'save' && (
        <WordsSheet
          title="加密备份"
          hint="请记住这个口令，没有它谁也打不开备份。"
          action="保存文件"
          onWords={save}
          onClose={() => setSheet(null)}
        />
      )}
      {sheet instanceof File && (
        <WordsSheet title="从备份恢复" hint="备份时设定的口令。" action="恢复" onWords={restore} onClose={() => setSheet(null)} />
      )}
    </>
  );
}

/** 我的 → 未发送. */
export default function MineUnsent() {
  const account = accountNow();
  return account ? (
    <>
      <OthersNote />
      <UnsentList account={account} own />
    </>
  ) : null;
}
