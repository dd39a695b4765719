// The doors of the office: signing in, binding an authenticator, setting a password from a one-time link. Plain HTML controls: these
// pages must be there at once, before the kit of the tables is loaded.

import { type ComponentProps, type FormEvent, type ReactNode, useEffect, useId, useState } from 'react';
import {
  beginSecondFactor,
  type County,
  confirmSecondFactor,
  counties,
  usePasswordLink as setPasswordByLink,
  signIn,
} from '../account.ts';
import { ApiError } from '../api.ts';
import { Mark } from '../icons.tsx';
import { lookUpSession } from './session.ts';

/** One labelled control of the doors. */
function Input({
  label,
  hint,
  value,
  onChange,
  ...rest
}: Omit<ComponentProps<'input'>, 'onChange'> & { label: string; hint?: string; value: string; onChange(value: string): void }) {
  const id = useId();
  return (
    <div className="door-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
      {hint && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}

/** Runs what a door does; a refusal becomes its sentence. */
function useDoor(): {
  busy: boolean;
  error: string | null;
  code: string | null;
  run(work: () => Promise<void>): (event: FormEvent) => void;
} {
  const [state, set] = useState<{ busy: boolean; error: string | null; code: string | null }>({
    busy: false,
    error: null,
    code: null,
  });
  const go = async (work: () => Promise<void>) => {
    set({ busy: true, error: null, code: null });
    try {
      await work();
      set({ busy: false, error: null, code: null });
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      const asking = problem.code === 'second_factor_needed' || problem.code === 'second_factor_setup_needed';
      set({
        busy: false,
        error: asking ? null : [problem.say, ...problem.issues.map(issue => issue.message)].join(' '),
        code: problem.code,
      });
      if (problem.code === 'second_factor_setup_needed') await lookUpSession();
    }
  };
  const run = (work: () => Promise<void>) => (event: FormEvent) => {
    event.preventDefault();
    void go(work);
  };
  return { ...state, run };
}

export const Door = ({ title, children }: { title: string; children: ReactNode }) => (
  <main className="door">
    <div className="door-head">
      <Mark size={3} />
      <h1>{title}</h1>
    </div>
    {children}
  </main>
);

const Submit = ({ busy, children }: { busy: boolean; children: string }) => (
  <button type="submit" className="button main" disabled={busy} aria-busy={busy || undefined}>
    {busy ? '请稍候…' : children}
  </button>
);
const Refused = ({ error }: { error: string | null }) =>
  error ? (
    <p className="door-error" role="alert">
      {error}
    </p>
  ) : null;

/** The form alone; also shown above a page whose session has ended. */
export function SignInForm({ userName: known = '' }: { userName?: string }) {
  const [places, setPlaces] = useState<County[]>([]);
  const [form, setForm] = useState({ county: '', userName: known, password: '', code: '' });
  const door = useDoor();
  const [second, setSecond] = useState(false);
  useEffect(() => {
    counties().then(setPlaces, () => setPlaces([])); // unreachable: the sign-in itself will say so
  }, []);
  useEffect(() => {
    if (door.code === 'second_factor_needed') setSecond(true);
  }, [door.code]);
  const set = (key: keyof typeof form) => (value: string) => setForm(now => ({ ...now, [key]: value }));
  const submit = door.run(async () => {
    const county = Number(form.county || places[0]?.county) || undefined;
    await signIn({
      county,
      userName: form.userName.trim(),
      password: form.password,
      code: second ? form.code.trim() : undefined,
    });
    await lookUpSession();
  });
  return (
    <form className="door-form" onSubmit={submit}>
      {second ? (
        <Input
          label="验证码"
          hint="打开手机上的验证器应用,填写 6 位数字。"
          required
          autoFocus
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={form.code}
          onChange={set('code')}
        />
      ) : (
        <>
          {places.length > 1 && (
            <div className="door-field">
              <label htmlFor="door-county">县(市、区)</label>
              <select id="door-county" value={form.county} onChange={event => set('county')(event.target.value)}>
                {places.map(place => (
                  <option key={place.county} value={place.county}>
                    {place.name}
                  </option>
                ))}
              </select>
            </div>
          )}
          <Input label="用户名" required autoComplete="username" value={form.userName} onChange={set('userName')} />
          <Input
            label="密码"
            required
            type="password"
            autoComplete="current-password"
            value={form.password}
            onChange={set('password')}
          />
        </>
      )}
      <Refused error={door.error} />
      <Submit busy={door.busy}>{second ? '确认' : '登录'}</Submit>
      {second && (
        <button type="button" className="button quiet" onClick={() => setSecond(false)}>
          返回
        </button>
      )}
    </form>
  );
}

export const SignInPage = () => (
  <Door title="邻站">
    <p className="door-lead">乡镇社工站工作平台</p>
    <SignInForm />
    <p className="door-foot">
      忘记密码请联系本县系统管理员,由其发送一次性链接。手机外勤请打开 <a href="/m/">/m/</a>
    </p>
  </Door>
);

/** Binds an authenticator: scan (or type the secret), then prove it with a code. */
export function SecondFactorPage() {
  const [begun, setBegun] = useState<{ picture: string; secret: string } | null>(null);
  const [code, setCode] = useState('');
  const start = useDoor();
  const finish = useDoor();
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once, when the page opens
  useEffect(() => {
    start.run(async () => {
      const [{ uri, secret }, { toDataURL }] = await Promise.all([beginSecondFactor(), import('qrcode')]);
      setBegun({ picture: await toDataURL(uri, { margin: 1, width: 208 }), secret });
    })({ preventDefault() {} } as FormEvent);
  }, []);
  const submit = finish.run(async () => {
    await confirmSecondFactor(code.trim());
    await lookUpSession();
  });
  return (
    <Door title="绑定验证器">
      <p className="door-lead">
        您的岗位须使用第二因子。请用手机上的验证器应用(任何支持 TOTP 的应用)扫描二维码,再填写它显示的 6 位数字。
      </p>
      <Refused error={start.error} />
      {begun && (
        <form className="door-form" onSubmit={submit}>
          <img className="door-qr" src={begun.picture} width={208} height={208} alt="绑定验证器的二维码" />
          <p className="door-secret">
            不能扫码时手工输入密钥:<code>{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
          </p>
          <Input
            label="验证码"
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={setCode}
          />
          <Refused error={finish.error} />
          <Submit busy={finish.busy}>完成绑定</Submit>
        </form>
      )}
    </Door>
  );
}

/** `/link#<token>`: sets a password once. The token stays behind '#', so no server log or referrer sees it. */
export function PasswordLinkPage() {
  const [form, setForm] = useState({ password: '', again: '' });
  const [done, setDone] = useState(false);
  const [differ, setDiffer] = useState(false);
  const door = useDoor();
  const token = location.hash.slice(1);
  const submit = door.run(async () => {
    setDiffer(form.password !== form.again);
    if (form.password !== form.again) return;
    await setPasswordByLink(token, form.password);
    history.replaceState(null, '', '/link');
    setDone(true);
  });
  return (
    <Door title="设置密码">
      {done ? (
        <>
          <p className="door-lead" role="status">
            密码已设置,链接随即失效。
          </p>
          <a className="button main" href="/">
            去登录
          </a>
        </>
      ) : token ? (
        <form className="door-form" onSubmit={submit}>
          <Input
            label="新密码"
            hint="至少 10 位,含大写字母、小写字母、数字、符号中的三类,不含用户名。"
            required
            minLength={10}
            type="password"
            autoComplete="new-password"
            value={form.password}
            onChange={password => setForm(f => ({ ...f, password }))}
          />
          <Input
            label="再输一次"
            required
            type="password"
            autoComplete="new-password"
            value={form.again}
            onChange={again => setForm(f => ({ ...f, again }))}
          />
          <Refused error={differ ? '两次输入的密码不同,请重新输入。' : door.error} />
          <Submit busy={door.busy}>设置密码</Submit>
        </form>
      ) : (
        <p className="door-lead">链接不完整,请从消息中重新打开,或请系统管理员重新发送。</p>
      )}
    </Door>
  );
}
