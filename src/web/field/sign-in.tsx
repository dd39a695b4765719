// Signing in on the phone; and, for an author who cannot sign in any more, the way to what she has not sent yet.

import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react';
import { type County, counties } from '../account.ts';
import { ApiError } from '../api.ts';
import { Mark } from '../icons.tsx';
import { outboxState } from '../outbox.ts';
import { signIn } from '../session.ts';
import { useSignal } from '../signal.ts';
import { StoreError } from '../store.ts';
import { Button, Note } from './kit/basic.tsx';
import { Field, TextInput } from './kit/form.tsx';

const SETUP = '您的岗位须先绑定验证器：请在电脑上打开邻站登录并按提示扫码，再回到手机登录。';

const AuthorDoor = lazy(() => import('./author-door.tsx'));

/** `ended`: the server has ended the session. */
export function SignIn({ ended }: { ended: boolean }) {
  const { others } = useSignal(outboxState);
  const [places, setPlaces] = useState<County[]>([]);
  const [form, setForm] = useState({ county: '', userName: '', password: '', code: '' });
  const [step, setStep] = useState<'password' | 'code' | 'author'>('password');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    counties().then(setPlaces, () => setPlaces([])); // without signal: the server decides when there is only one county
  }, []);
  const set = (key: keyof typeof form) => (value: string) => setForm(now => ({ ...now, [key]: value }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!form.userName || !form.password) return setError('请填写用户名和密码。');
    setBusy(true);
    setError(null);
    const county = Number(form.county || places[0]?.county) || undefined;
    try {
      await signIn({
        county,
        userName: form.userName.trim(),
        password: form.password,
        code: step === 'code' ? form.code.trim() : undefined,
      });
    } catch (problem) {
      if (!(problem instanceof ApiError || problem instanceof StoreError)) throw problem;
      if (problem.code === 'second_factor_needed') setStep('code');
      else
        setError(
          problem.code === 'second_factor_setup_needed'
            ? SETUP
            : problem.code === 'offline'
              ? '网络不通。首次登录需要信号，请到有信号的地方再试。'
              : problem.say,
        );
    } finally {
      setBusy(false);
    }
  };
  if (step === 'author')
    return (
      <Suspense fallback={null}>
        <AuthorDoor onBack={() => setStep('password')} />
      </Suspense>
    );
  return (
    <main className="page signin">
      <div className="signin-head">
        <Mark size={4} />
        <h1>邻站</h1>
        <p>乡镇社工站 · 外勤</p>
      </div>
      {ended && <Note mood="warn">登录已失效，请重新登录。未发送的记录仍保存在本机。</Note>}
      <form className="card" onSubmit={event => void submit(event)}>
        {step === 'password' ? (
          <>
            {places.length > 1 && (
              <Field label="县（市、区）" required>
                {wiring => (
                  <select {...wiring} className="input" value={form.county} onChange={event => set('county')(event.target.value)}>
                    {places.map(place => (
                      <option key={place.county} value={place.county}>
                        {place.name}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            )}
            <TextInput
              label="用户名"
              required
              autoComplete="username"
              autoCapitalize="none"
              value={form.userName}
              onChange={set('userName')}
            />
            <TextInput
              label="密码"
              required
              type="password"
              autoComplete="current-password"
              value={form.password}
              onChange={set('password')}
            />
          </>
        ) : (
          <TextInput
            label="验证码"
            hint="打开验证器应用，填写 6 位数字。"
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={form.code}
            onChange={set('code')}
          />
        )}
        {error && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        <Button wide look="main" submit busy={busy}>
          {step === 'code' ? '确认' : '登录'}
        </Button>
        {step === 'code' && (
          <Button wide look="quiet" onClick={() => setStep('password')}>
            返回
          </Button>
        )}
      </form>
      {others > 0 && (
        <div className="card">
          <p>这部手机上有 {others} 条记录还没有发送，填写人登录后自动送出。</p>
          <Button wide onClick={() => setStep('author')}>
            不能登录？查看我的未发送记录
          </Button>
        </div>
      )}
    </main>
  );
}
