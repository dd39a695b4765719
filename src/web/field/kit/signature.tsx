// A signature drawn with a finger, or the reason why there is none: nobody has to sign, and nobody needs a finger to say so.

import { lazy, Suspense, useState } from 'react';
import { Button } from './basic.tsx';
import { type Choice, ChoiceChips } from './chips.tsx';
import { KeptPicture } from './photos.tsx';

const Pad = lazy(() => import('./signature-pad.tsx'));

type Props<R extends string> = {
  label?: string;
  /** The hash of the picture. */
  file: string | null;
  reason: R | null;
  reasons: readonly Choice<R>[];
  station?: number;
  error?: string | null;
  onChange(file: string | null, reason: R | null): void;
};

/** The signature of the person visited (or the reason of its absence). */
export function SignatureField<R extends string>({
  label = '服务对象签名',
  file,
  reason,
  reasons,
  station,
  error,
  onChange,
}: Props<R>) {
  const [open, setOpen] = useState(false);
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      {file ? (
        <div className="signed">
          <KeptPicture file={file} alt="已签名" />
          <Button onClick={() => onChange(null, null)}>删除签名</Button>
        </div>
      ) : (
        <>
          <Button icon="pen" onClick={() => setOpen(true)}>
            手写签名
          </Button>
          <ChoiceChips
            label="不签名的原因"
            options={reasons}
            error={error}
            value={reason}
            onChange={picked => onChange(null, picked)}
            onClear={() => onChange(null, null)}
          />
        </>
      )}
      {open && (
        <Suspense fallback={null}>
          <Pad
            station={station}
            onClose={() => setOpen(false)}
            onDone={signed => {
              setOpen(false);
              onChange(signed, null);
            }}
          />
        </Suspense>
      )}
    </fieldset>
  );
}
