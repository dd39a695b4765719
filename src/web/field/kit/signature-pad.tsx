// The pad a finger writes on; loaded when somebody is about to sign.

import { useEffect, useRef, useState } from 'react';
import SignaturePad from 'signature_pad';
import { keepFile } from '../../files.ts';
import { StoreError } from '../../store.ts';
import { Button } from './basic.tsx';
import { Sheet } from './dialog.tsx';

type Props = { station?: number; onDone(file: string): void; onClose(): void };

/** `onDone` gets the hash of the picture, which is kept by then. */
export default function Pad({ station, onDone, onClose }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const pad = useRef<SignaturePad>(undefined);
  const [empty, setEmpty] = useState(true);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    const element = canvas.current!;
    const ratio = Math.max(window.devicePixelRatio, 1);
    element.width = element.offsetWidth * ratio;
    element.height = element.offsetHeight * ratio;
    element.getContext('2d')!.scale(ratio, ratio);
    const drawn = new SignaturePad(element, { penColor: '#101614', minWidth: 1, maxWidth: 3 });
    drawn.addEventListener('endStroke', () => setEmpty(false));
    pad.current = drawn;
    return () => drawn.off();
  }, []);
  const done = async () => {
    const blob = await new Promise<Blob | null>(resolve => canvas.current!.toBlob(resolve, 'image/png'));
    try {
      onDone(await keepFile(await blob!.arrayBuffer(), 'image/png', station));
    } catch (problem) {
      if (!(problem instanceof StoreError)) throw problem;
      setError(problem.say);
    }
  };
  const clear = () => {
    pad.current?.clear();
    setEmpty(true);
  };
  return (
    <Sheet title="请在框内签名" onClose={onClose}>
      <canvas ref={canvas} className="sign-canvas" aria-label="签名区域，用手指书写；不便书写可关闭后选择原因" role="img" />
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <div className="sheet-actions">
        <Button wide look="main" disabled={empty} onClick={() => void done()}>
          完成签名
        </Button>
        <Button wide onClick={clear}>
          重写
        </Button>
      </div>
    </Sheet>
  );
}
