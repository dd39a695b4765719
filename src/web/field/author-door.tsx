// The way of an author who cannot sign in any more to what she has not sent yet.

import { type FormEvent, useState } from 'react';
import { accountsWithUnsent } from '../outbox.ts';
import { isAuthor } from '../vault.ts';
import { Button, TopBar } from './kit/basic.tsx';
import { TextInput } from './kit/form.tsx';
import { UnsentList } from './unsent.tsx';

/** Opens the unsent records after the author's password was recognised on this phone, without the server. */
export default function AuthorDoor({ onBack }: { onBack(): void }) {
  const [password, setPassword] = useState('');
  const [account, setAccount] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const open = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    for (const candidate of await accountsWithUnsent()) if (await isAuthor(candidate, password)) setAccount(candidate);
    setBusy(false);
    setError('密码不正确。请用最近一次在这部手机上登录时的密码。');
  };
  return (
    <>
      <TopBar title="我的未发送记录" />
      <main className="page">
        {account ? (
          <UnsentList account={account} own={false} />
        ) : (
          <form className="card" onSubmit={event => void open(event)}>
            <TextInput
              label="密码"
              hint="最近一次在这部手机上登录时的密码。未发送的记录只给填写人看。"
              required
              error={error}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
            />
            <Button wide look="main" submit busy={busy}>
              查看
            </Button>
          </form>
        )}
        <Button wide look="quiet" onClick={onBack}>
          返回登录
        </Button>
      </main>
    </>
  );
}
