// Signing in at the desk.

import { useEffect, useState } from 'react';
import { type County, counties, signIn } from '../account.ts';
import { Door, Input, Refused, Submit, useDoor } from './door.tsx';
import { lookUpSession } from './session.ts';

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
          hint="打开手机上的验证器应用，填写 6 位数字。"
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
              <label htmlFor="door-county">县（市、区）</label>
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
      忘记密码请联系本县系统管理员，由其发送一次性链接。手机外勤请打开 <a href="/m/">/m/</a>
    </p>
  </Door>
);
