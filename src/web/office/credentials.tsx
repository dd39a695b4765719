// Binding an authenticator, and setting a password from a one-time link.

import { type FormEvent, useEffect, useState } from 'react';
import { beginSecondFactor, confirmSecondFactor, usePasswordLink as setPasswordByLink } from '../account.ts';
import { Door, Input, Refused, Submit, useDoor } from './door.tsx';
import { lookUpSession } from './session.ts';

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
