// The QR code of an activity, drawn large and changed before it ends, with how many have come; for a projector or the worker's phone (K5b).

import { useEffect, useState } from 'react';
import { ApiError, read } from '#web/api.ts';
import { code, tallyWords } from '../../activities.ts';

type Purpose = 'sign_in' | 'satisfaction';
type Shown = { picture: string; title: string; count: string; path: string };
const HOW: Record<Purpose, string> = {
  sign_in: '用手机扫码，填写姓名即可签到，不用安装软件。没有手机的请告诉社工。二维码会不断更换，拍照转发无效。',
  satisfaction: '用手机扫码，回答三个小问题，不记名。',
};

/** The code of this moment; `trouble` says why there is none. */
function useCode(id: string, purpose: Purpose): { shown: Shown | null; trouble: string | null } {
  const [shown, setShown] = useState<Shown | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const stop = new AbortController();
    const look = async () => {
      let next = 10;
      try {
        const [now, { toDataURL }] = await Promise.all([read(code, { id, for: purpose }, stop.signal), import('qrcode')]);
        const picture = await toDataURL(`${location.origin}${now.path}`, { margin: 2, width: 640 });
        if (stop.signal.aborted) return;
        const count = purpose === 'sign_in' ? `已签到：${tallyWords(now.tally)}` : `已有 ${now.answers} 人评价`;
        setShown({ picture, title: now.title, count, path: now.path });
        setTrouble(null);
        // Often enough that the number of those who have signed in is of now.
        next = Math.max(1, Math.min(now.seconds, 5));
      } catch (error) {
        if (stop.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setShown(null);
        setTrouble(error.say);
      }
      timer = setTimeout(() => void look(), next * 1000);
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [id, purpose]);
  return { shown, trouble };
}

export function CodeView({ id, purpose = 'sign_in' }: { id: string; purpose?: Purpose }) {
  const { shown, trouble } = useCode(id, purpose);
  return (
    <section className="sign-code" aria-label={purpose === 'sign_in' ? '扫码签到' : '扫码评价'}>
      {trouble && <p role="alert">{trouble}</p>}
      {shown && (
        <>
          <p className="sign-code-title">{shown.title}</p>
          <img src={shown.picture} width={320} height={320} alt="现场二维码" data-path={shown.path} />
          <p role="status">{shown.count}</p>
          <p className="sign-code-how">{HOW[purpose]}</p>
        </>
      )}
      {!shown && !trouble && <p role="status">正在生成二维码…</p>}
    </section>
  );
}
