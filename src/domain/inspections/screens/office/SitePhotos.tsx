// Photos of premises, signs and shelves, and the head's signature: made small, sent as soon as they are taken, named by their hash.

import { Button } from 'antd';
import { useEffect, useId, useRef, useState } from 'react';
import SignaturePad from 'signature_pad';
import { fileUrl } from '#web/account.ts';
import { ApiError } from '#web/api.ts';
import { upload } from '#web/office/upload.ts';
import { shrink } from '#web/pictures.ts';

type Busy = { say: string; bad?: boolean };

/** Adds up to `max` photos. Never compulsory. */
export function SitePhotos({
  station,
  label,
  files,
  max,
  onChange,
}: {
  station: number;
  label: string;
  files: readonly string[];
  max: number;
  onChange(files: string[]): void;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<Busy>({ say: '' });
  const take = async (pictures: FileList | null) => {
    const added: string[] = [];
    setState({ say: '正在上传…' });
    try {
      for (const picture of Array.from(pictures ?? []).slice(0, max - files.length)) {
        const small = new File([await shrink(picture)], 'photo.jpg', { type: 'image/jpeg' });
        added.push(await upload(small, { use: 'site_photo', station }, () => {}));
      }
      setState({ say: '' });
    } catch (error) {
      setState({ say: error instanceof ApiError ? error.say : '这个文件不是能识别的照片，请重新拍摄或换一张。', bad: true });
    } finally {
      if (added.length > 0) onChange([...new Set([...files, ...added])]);
      if (input.current) input.current.value = '';
    }
  };
  return (
    <div className="site-photos">
      {files.map((hash, i) => (
        <span className="site-photo" key={hash}>
          <img src={fileUrl(hash, 'thumb')} alt={`${label} ${i + 1}`} />
          <Button size="small" aria-label={`删除${label} ${i + 1}`} onClick={() => onChange(files.filter(f => f !== hash))}>
            删除
          </Button>
        </span>
      ))}
      {files.length < max && (
        <>
          <label className="button" htmlFor={id}>
            {label}（可不附）
          </label>
          <input
            ref={input}
            id={id}
            className="visually-hidden"
            type="file"
            accept="image/*"
            multiple
            onChange={event => void take(event.target.files)}
          />
        </>
      )}
      <span role={state.bad ? 'alert' : 'status'} className={state.bad ? 'sheet-error' : 'hint'}>
        {state.say}
      </span>
    </div>
  );
}

/** Signing with a finger or the mouse; the picture is sent when it is done. */
export function SignField({
  station,
  file,
  onChange,
}: {
  station: number;
  file: string | undefined;
  onChange(file?: string): void;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad>(undefined);
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<Busy>({ say: '' });
  useEffect(() => {
    if (!open) return;
    const element = canvas.current!;
    const ratio = Math.max(window.devicePixelRatio, 1);
    element.width = element.offsetWidth * ratio;
    element.height = element.offsetHeight * ratio;
    element.getContext('2d')!.scale(ratio, ratio);
    const drawn = new SignaturePad(element, { penColor: '#101614', minWidth: 1, maxWidth: 3 });
    pad.current = drawn;
    return () => drawn.off();
  }, [open]);
  const done = async () => {
    if (!pad.current || pad.current.isEmpty()) return setState({ say: '还没有签名', bad: true });
    const blob = await new Promise<Blob | null>(resolve => canvas.current!.toBlob(resolve, 'image/png'));
    try {
      onChange(await upload(new File([blob!], 'signature.png', { type: 'image/png' }), { use: 'signature', station }, () => {}));
      setOpen(false);
      setState({ say: '' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setState({ say: error.say, bad: true });
    }
  };
  if (file)
    return (
      <p className="sheet-actions">
        <span>站长已签名（打印的记录表上显示）</span>
        <Button onClick={() => onChange()}>删除签名</Button>
      </p>
    );
  return (
    <div className="sheet-more">
      {open && (
        <canvas ref={canvas} className="sign-pad" role="img" aria-label="签名区域，请站长用手指书写；不便书写请选择原因" />
      )}
      <p className="sheet-actions">
        {open ? (
          <>
            <Button type="primary" onClick={() => void done()}>
              完成签名
            </Button>
            <Button onClick={() => pad.current?.clear()}>重写</Button>
            <Button onClick={() => setOpen(false)}>取消</Button>
          </>
        ) : (
          <button type="button" className="button" onClick={() => setOpen(true)}>
            请站长签名
          </button>
        )}
        {state.say && (
          <span role="alert" className="sheet-error">
            {state.say}
          </span>
        )}
      </p>
    </div>
  );
}
