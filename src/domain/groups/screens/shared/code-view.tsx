// The QR code of a session, drawn large and changed before it ends; for the worker's phone, a desktop or a projector. Serves K4c.

import { useEffect, useState } from 'react';
import { ApiError, read } from '#web/api.ts';
import { code } from '../../groups.ts';

type Shown = { picture: string; title: string; signed: number; path: string };

/** The code of this moment; `trouble` says why there is none. */
function useCode(session: string): { shown: Shown | null; trouble: string | null } {
  const [shown, setShown] = useState<Shown | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = new AbortController();
    const look = async () => {
      let next = 10;
      try {
        const [now, { toDataURL }] = await Promise.all([read(code, { session }, stop.signal), import('qrcode')]);
        const picture = await toDataURL(`${location.origin}${now.path}`, { margin: 2, width: 640 });
        if (stop.signal.aborted) return;
        setShown({ picture, title: now.title, signed: now.signed, path: now.path });
        setTrouble(null);
        // Often enough that the number of those who have signed in is of now.
        next = Math.max(1, Math.min(now.seconds, 10));
      } catch (error) {
        if (stop.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setTrouble(error.say);
      }
      timer = setTimeout(() => void look(), next * 1000);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [session]);
  return { shown, trouble };
}

export function CodeView({ session }: { session: string }) {
  const { shown, trouble } = useCode(session);
  return (
    <section className="sign-code" aria-label="扫码签到">
      {trouble && <p role="alert">{trouble}没有网络时，请改用点名。</p>}
      {shown && (
        <>
          <p className="sign-code-title">{shown.title}</p>
          <img src={shown.picture} width={320} height={320} alt="签到二维码，每 40 秒更换一次" data-path={shown.path} />
          <p role="status">已扫码 {shown.signed} 人</p>
          <p className="sign-code-how">
            用手机扫码，填写姓名即可签到，不用安装软件。没有手机的请告诉社工。二维码会不断更换，拍照转发无效。
          </p>
        </>
      )}
      {!shown && !trouble && <p role="status">正在生成二维码…</p>}
    </section>
  );
}
