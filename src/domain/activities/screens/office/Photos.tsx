// Pictures of an activity, each with what it shows and whether those on it agreed; without consent it stays inside the house (K5).

import { Form, Image, Input, Select } from 'antd';
import { useId, useRef, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { fileUrl } from '#web/account.ts';
import { ApiError, send } from '#web/api.ts';
import { upload } from '#web/office/upload.ts';
import { shrink } from '#web/pictures.ts';
import { addPhoto, CONSENTS, changePhoto, PHOTOS, type Photo, removePhoto, SHOWS } from '../../activities.ts';
import { Act, filled, needed, options, Reason, type WithActivity } from './parts.tsx';

/** One picture, made small and sent at once; the value is its hash. */
export function PhotoInput({
  station,
  value,
  onChange,
}: {
  station: number;
  value?: string;
  onChange?(hash: string): void;
  id?: string;
}) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [say, setSay] = useState('');
  const take = async (file: File | undefined) => {
    if (!file) return;
    setSay('正在上传…');
    try {
      const small = new File([await shrink(file)], 'photo.jpg', { type: 'image/jpeg' });
      onChange?.(await upload(small, { use: 'photo', station }, () => {}));
      setSay('');
    } catch (error) {
      setSay(error instanceof ApiError ? error.say : '这个文件不是能识别的照片，请重新拍摄或换一张。');
    } finally {
      if (input.current) input.current.value = '';
    }
  };
  return (
    <span>
      {value && <img src={fileUrl(value, 'thumb')} alt="已选的照片" width={96} />}
      <label className="button" htmlFor={id}>
        {value ? '换一张' : '选择照片'}
      </label>
      <input
        ref={input}
        id={id}
        className="visually-hidden"
        type="file"
        accept="image/*"
        onChange={event => void take(event.target.files?.[0])}
      />
      <span role="status">{say}</span>
    </span>
  );
}

type Said = { shows: Photo['shows']; consent: Photo['consent']; caption?: string };
const About = () => (
  <>
    <Form.Item name="shows" label="内容" rules={needed}>
      <Select options={options(SHOWS)} />
    </Form.Item>
    <Form.Item name="consent" label="照片中人是否同意" rules={needed}>
      <Select options={options(CONSENTS)} />
    </Form.Item>
    <Form.Item name="caption" label="说明">
      <Input maxLength={60} />
    </Form.Item>
  </>
);

export function Photos({ activity: a, open }: WithActivity & { open: boolean }) {
  return (
    <>
      <p>
        {a.photos.length === 0
          ? `还没有照片。总结需要 ${PHOTOS.least} 张以上，含${PHOTOS.needed.map(k => SHOWS[k]).join('、')}。`
          : `${a.photos.length} 张，其中 ${a.photos.filter(p => p.consent === 'none').length} 张仅内部留存，不对外使用。`}
      </p>
      <div className="activity-photos">
        {a.photos.map(p => (
          <figure key={p.id}>
            {p.hash && (
              <Image
                src={fileUrl(p.hash, 'thumb')}
                preview={{ src: fileUrl(p.hash) }}
                width={144}
                alt={`${SHOWS[p.shows]}照片${p.caption ? `：${p.caption}` : ''}`}
              />
            )}
            <figcaption>
              {SHOWS[p.shows]}；{CONSENTS[p.consent]}
              {p.caption && `；${p.caption}`}
            </figcaption>
            {open && (
              <span className="activity-actions">
                <Act<Said>
                  label="更改说明"
                  initial={filled({ shows: p.shows, consent: p.consent, caption: p.caption ?? '' })}
                  submit={(v, id) => send(changePhoto, { ...filled(v), id: p.id, revision: p.revision }, { id })}
                >
                  <About />
                </Act>
                <Act<{ reason: string }>
                  label="移除"
                  danger
                  title="移除这张照片"
                  submit={(v, id) => send(removePhoto, { ...v, id: p.id, revision: p.revision }, { id })}
                >
                  <Reason />
                </Act>
              </span>
            )}
          </figure>
        ))}
      </div>
      {open && (
        <Act<Said & { hash: string }>
          label="添加照片"
          submit={(v, id) => send(addPhoto, { ...filled(v), id: newId(), activity: a.id }, { id })}
        >
          <Form.Item name="hash" label="照片" rules={needed}>
            <PhotoInput station={a.station} />
          </Form.Item>
          <About />
        </Act>
      )}
    </>
  );
}
