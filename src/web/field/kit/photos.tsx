// Photos as evidence, optional: made small on the phone (≤ 1600 px, JPEG). Drawing on a canvas leaves EXIF, and with it the place,
// behind. Each is kept, sealed, at once; it is known by the hash of its bytes.

import { useEffect, useId, useRef, useState } from 'react';
import { fileUrl } from '../../account.ts';
import { keepFile, keptBlob } from '../../files.ts';
import { Icon } from '../../icons.tsx';
import { shrink } from '../../pictures.ts';
import { StoreError } from '../../store.ts';
import { Button } from './basic.tsx';

/** A picture that lies on the phone, or else the server's small copy; without signal its name. */
export function KeptPicture({ file, alt }: { file: string; alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  const [absent, setAbsent] = useState(false);
  useEffect(() => {
    let made: string | null = null;
    let left = false;
    void keptBlob(file).then(blob => {
      if (left) return;
      if (blob) made = URL.createObjectURL(blob);
      setUrl(made ?? fileUrl(file, 'thumb'));
    });
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [file]);
  return url && !absent ? (
    <img src={url} alt={alt} onError={() => setAbsent(true)} />
  ) : (
    <span className="photo-wait">
      {alt}
      {absent && <small>有信号时显示</small>}
    </span>
  );
}

type Props = {
  label?: string;
  hint?: string;
  /** The hashes. */
  files: readonly string[];
  station?: number;
  max: number;
  error?: string | null;
  onAdd(file: string): void;
  onRemove(file: string): void;
};

/** Takes up to `max` photos. They are never compulsory. */
export function PhotoPicker({ label = '照片', hint, files, station, max, error, onAdd, onRemove }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const take = async (pictures: FileList | null) => {
    setBusy(true);
    setFailure(null);
    try {
      for (const picture of Array.from(pictures ?? []).slice(0, max - files.length))
        onAdd(await keepFile(await shrink(picture), 'image/jpeg', station));
    } catch (problem) {
      setFailure(problem instanceof StoreError ? problem.say : '这个文件不是能识别的照片，请重新拍摄或换一张。');
    } finally {
      if (input.current) input.current.value = '';
      setBusy(false);
    }
  };
  return (
    <fieldset className="field">
      <legend>{label}</legend>
      <p className="field-hint">{hint ?? '可不拍。拍照前请征得本人同意；照片会自动缩小并去除位置信息。'}</p>
      <ul className="photos">
        {files.map((file, i) => (
          <li key={file}>
            <KeptPicture file={file} alt={`照片 ${i + 1}`} />
            <Button look="quiet" icon="cross" aria-label={`删除照片 ${i + 1}`} onClick={() => onRemove(file)} />
          </li>
        ))}
        {files.length < max && (
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
      {(failure ?? error) && (
        <p className="field-error" role="alert">
          {failure ?? error}
        </p>
      )}
    </fieldset>
  );
}
