// Where a signature is drawn at the desk, or the photo of a signed sheet is chosen.

import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import SignaturePen from 'signature_pad';

export function SignaturePad({ onInk }: { onInk(file: File | null): void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pen = useRef<SignaturePen>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  const told = useRef(onInk);
  told.current = onInk;
  const [photo, setPhoto] = useState<string | null>(null);
  useEffect(() => {
    const element = canvas.current!;
    const ratio = Math.max(window.devicePixelRatio, 1);
    element.width = element.offsetWidth * ratio;
    element.height = element.offsetHeight * ratio;
    element.getContext('2d')!.scale(ratio, ratio);
    const drawn = new SignaturePen(element, { penColor: '#101614', minWidth: 1, maxWidth: 3 });
    drawn.addEventListener('endStroke', () => {
      setPhoto(null);
      element.toBlob(blob => blob && told.current(new File([blob], 'signature.png', { type: 'image/png' })), 'image/png');
    });
    pen.current = drawn;
    return () => drawn.off();
  }, []);
  const clear = () => {
    pen.current?.clear();
    setPhoto(null);
    onInk(null);
  };
  return (
    <div className="page-block">
      <canvas ref={canvas} className="ink" role="img" aria-label="签名区域；不便书写的，可改用签字页的照片" />
      <div className="doings">
        <Button onClick={clear}>重写</Button>
        <Button onClick={() => picker.current?.click()}>用签字页的照片</Button>
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        style={{ display: 'none' }}
        aria-label="签字页的照片"
        onChange={event => {
          const file = event.target.files?.[0];
          if (!file) return;
          pen.current?.clear();
          setPhoto(file.name);
          onInk(file);
        }}
      />
      {photo && <p role="status">已选择：{photo}</p>}
    </div>
  );
}
