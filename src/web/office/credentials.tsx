// Binding an authenticator, and setting a password from a one-time link.

import { type FormEvent, useEffect, useState } from 'react';
import { beginSecondFactor, confirmSecondFactor, lookAtLink, usePasswordLink as setPasswordByLink } from '../account.ts';
import { ApiError } from '../api.ts';
import { Door, Input, Refused, Submit, useDoor } from './door.tsx';
import { lookUpSession, signOut } from './session.ts';

/** Binds an authenticator: scan (or type the secret), then prove it with a code. */
export function SecondFactorPage() {
  const [begun, setBegun] = useState<{ uri: string; picture: string; secret: string } | null>(null);
  const [code, setCode] = useState('');
  const start = useDoor();
  const finish = useDoor();
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once, when the page opens
  useEffect(() => {
    start.run(async () => {
      const [{ uri, secret }, { toDataURL }] = await Promise.all([beginSecondFactor(), import('qrcode')]);
      setBegun({ uri, picture: await toDataURL(uri, { margin: 1, width: 208 }), secret });
    })({ preventDefault() {} } as FormEvent);
  }, []);
  const submit = finish.run(async () => {
    await confirmSecondFactor(code.trim());
    await lookUpSession();
  });
  return (
    <Door title="绑定验证器">
      <p className="door-lead">
        您的岗位登录时除密码外还须填写动态验证码。请用手机上的验证器应用（任何支持 TOTP 的应用，如 Microsoft
        Authenticator）扫描二维码，再填写它显示的 6 位数字。只需绑定一次。
      </p>
      <Refused error={start.error} />
      {begun && (
        <form className="door-form" onSubmit={submit}>
          <img className="door-qr" src={begun.picture} width={208} height={208} alt="绑定验证器的二维码" />
          <a className="button door-here" href={begun.uri}>
            验证器就在这部手机上？点此添加
          </a>
          <p className="door-secret">
            不能扫码时手工输入密钥：<code>{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
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
      <button type="button" className="button quiet" onClick={() => void signOut()}>
        退出，换账号登录
      </button>
    </Door>
  );
}

type Holder = { userName: string; name: string };

/** Whose link it is; the refusal's sentence when it cannot be used any more. */
function useHolder(token: string): { holder: Holder | null; refused: string | null } {
  const [state, setState] = useState<{ holder: Holder | null; refused: string | null }>({ holder: null, refused: null });
  useEffect(() => {
    if (!token) return setState({ holder: null, refused: '链接不完整，请从消息中重新打开，或请系统管理员重新发送。' });
    lookAtLink(token).then(
      holder => setState({ holder, refused: null }),
      (problem: unknown) => {
        if (!(problem instanceof ApiError)) throw problem;
        setState({ holder: null, refused: problem.say });
      },
    );
  }, [token]);
  return state;
}

const Done = ({ userName }: { userName: string }) => (
  <>
    <p className="door-lead" role="status">
      密码已设置，链接随即失效。请记住您的用户名：<strong>{userName}</strong>
    </p>
    <a className="button main" href="/">
      登录办公端
    </a>
    <a className="button" href="/m/">
      登录手机外勤端
    </a>
  </>
);

/** `/link#<token>`: sets a password once. The token stays behind '#', so no server log or referrer sees it. */
export function PasswordLinkPage() {
  const [form, setForm] = useState({ password: '', again: '' });
  const [done, setDone] = useState(false);
  const [differ, setDiffer] = useState(false);
  const [token] = useState(() => location.hash.slice(1));
  const { holder, refused } = useHolder(token);
  const door = useDoor();
  const submit = door.run(async () => {
    setDiffer(form.password !== form.again);
    if (form.password !== form.again) return;
    await setPasswordByLink(token, form.password);
    history.replaceState(null, '', '/link');
    setDone(true);
  });
  return (
    <Door title="设置密码">
      {refused && (
        <p className="door-lead" role="alert">
          {refused}
        </p>
      )}
      {holder && done && <Done userName={holder.userName} />}
      {holder && !done && (
        <form className="door-form" onSubmit={submit}>
          <p>
            {holder.name}，请为您的账号设置登录密码。用户名：<strong>{holder.userName}</strong>
          </p>
          <input type="hidden" name="username" autoComplete="username" value={holder.userName} />
          <Input
            label="新密码"
            hint="至少 10 位，含大写字母、小写字母、数字、符号中的三类；不要用用户名、年份、键盘顺序和常用词。"
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
          <Refused error={differ ? '两次输入的密码不同，请重新输入。' : door.error} />
          <Submit busy={door.busy}>设置密码</Submit>
        </form>
      )}
    </Door>
  );
}
