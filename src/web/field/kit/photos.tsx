// Photos as evidence, optional: made small on the phone (≤ 1600 px, JPEG). Drawing on a canvas leaves EXIF, and with it the place,
// behind. Each is kept, sealed, at once.

import { useEffect, useId, useRef, useState } from 'react';
import { keepFile, keptBlob } from '../../files.ts';
import { Icon } from '../../icons.tsx';
import { StoreError } from '../../store.ts';
import { Button } from './basic.tsx';

/** A photo in a form: the hash of its bytes, with which the outbox and the server know it. */
export type Photo = { file: string; width: number; height: number };

const LONGEST = 1600;
const QUALITY = 0.8;

/** A picture from the camera, made small. @throws TypeError InvalidStateError when it is no picture the browser can read */
async function shrink(picture: Blob): Promise<{ bytes: ArrayBuffer; width: number; height: number }> {
  const bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob) throw new TypeError('the canvas gave no picture');
  return { bytes: await blob.arrayBuffer(), width: canvas.width, height: canvas.height };
}

/** A picture that lies on the phone. */
export function KeptPicture({ file, alt }: { file: string; alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let left = false;
    void keptBlob(file).then(blob => {
      if (!blob || left) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    });
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [file]);
  return url ? <img src={url} alt={alt} /> : <span className="photo-wait">{alt}</span>;
}

type Props = { label?: string; hint?: string; value: readonly Photo[]; onChange(photos: Photo[]): void; max?: number };

/** Takes up to `max` photos. They are never compulsory. */
export function PhotoPicker({ label = '照片', hint, value, onChange, max = 6 }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const take = async (files: FileList | null) => {
    setBusy(true);
    setError(null);
    const added = [...value];
    try {
      for (const picture of Array.from(files ?? []).slice(0, max - value.length)) {
        const { bytes, width, height } = await shrink(picture);
        const file = await keepFile(bytes, 'image/jpeg');
        if (!added.some(photo => photo.file === file)) added.push({ file, width, height });
      }
    } catch (problem) {
      setError(problem instanceof StoreError ? problem.say : '这个文件不是能识别的照片,请重新拍摄或换一张。');
    } finally {
      if (input.current) input.current.value = '';
      onChange(added);
      setBusy(false);
    }
  };
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <p className="field-hint">{hint ?? '可不拍。拍照前请征得本人同意;照片会自动缩小并去除位置信息。'}</p>
      <ul className="photos">
        {value.map((photo, i) => (
          <li key={photo.file}>
            <KeptPicture file={photo.file} alt={`照片 ${i + 1}`} />
            <Button
              look="quiet"
              icon="cross"
              aria-label={`删除照片 ${i + 1}`}
              onClick={() => onChange(value.filter(p => p !== photo))}
            />
          </li>
        ))}
        {value.length < max && (
          <li>
            <button type="button" className="photo-add" disabled={busy} onClick={() => input.current?.click()}>
              <Icon name="camera" size={1.75} />
              {busy ? '正在处理…' : '拍照'}
            </button>
          </li>
        )}
      </ul>
      <input
        ref={input}
        id={id}
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden="true"
        type="file"
        accept="image/*"
        capture="environment"
        multiple
        onChange={event => void take(event.target.files)}
      />
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
