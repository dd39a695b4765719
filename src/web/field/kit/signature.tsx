// A signature drawn with a finger, or the reason why there is none: nobody has to sign, and nobody needs a finger to say so.

import { useEffect, useRef, useState } from 'react';
import SignaturePad from 'signature_pad';
import { keepFile } from '../../files.ts';
import { StoreError } from '../../store.ts';
import { Button } from './basic.tsx';
import { Sheet } from './dialog.tsx';
import { ChoiceChips } from './form.tsx';
import { KeptPicture } from './photos.tsx';

export type Signature = { file: string } | { reason: string } | null;
const REASONS = ['不便书写', '不识字,已口头确认', '本人不愿签', '电话服务'].map(value => ({ value, label: value }));

function Pad({ onDone, onClose }: { onDone(file: string): void; onClose(): void }) {
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
      onDone(await keepFile(await blob!.arrayBuffer(), 'image/png'));
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
      <canvas ref={canvas} className="sign-canvas" aria-label="签名区域,用手指书写;不便书写可关闭后选择原因" role="img" />
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

/** The signature of the person visited (or the reason of its absence). */
export function SignatureField({
  label = '服务对象签名',
  value,
  onChange,
}: {
  label?: string;
  value: Signature;
  onChange(value: Signature): void;
}) {
  const [open, setOpen] = useState(false);
  const signed = value !== null && 'file' in value;
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {signed ? (
        <div className="signed">
          <KeptPicture file={value.file} alt="已签名" />
          <Button onClick={() => onChange(null)}>删除签名</Button>
        </div>
      ) : (
        <>
          <Button icon="pen" onClick={() => setOpen(true)}>
            手写签名
          </Button>
          <ChoiceChips
            label="不便签名"
            options={REASONS}
            value={value && 'reason' in value ? value.reason : null}
            onChange={reason => onChange({ reason })}
          />
        </>
      )}
      {open && (
        <Pad
          onClose={() => setOpen(false)}
          onDone={file => {
            setOpen(false);
            onChange({ file });
          }}
        />
      )}
    </fieldset>
  );
}
