// One thing to look at: a level with the thumb, and words and photos where it is not met.

import { Input } from 'antd';
import { useState } from 'react';
import { type ItemAnswer, LEVELS, type Level } from '../../inspections.ts';
import { SitePhotos } from './SitePhotos.tsx';

export function ItemField({
  name,
  title,
  station,
  answer,
  problem,
  onChange,
  onFinding,
}: {
  name: string;
  title: string;
  station: number;
  answer: ItemAnswer | undefined;
  problem: string | undefined;
  onChange(answer: ItemAnswer): void;
  /** Makes it a finding; absent where findings are not written. */
  onFinding?: () => void;
}) {
  const [more, setMore] = useState(false);
  const short = answer?.level === 'partly' || answer?.level === 'unmet';
  const open = answer && (short || more || answer.remark || answer.photos.length > 0);
  const error = `${name}-error`;
  return (
    <fieldset className="sheet-item" aria-describedby={problem ? error : undefined}>
      <legend>{title}</legend>
      <div className="levels">
        {(Object.keys(LEVELS) as Level[]).map(level => (
          <label key={level} className={level}>
            <input
              type="radio"
              name={name}
              checked={answer?.level === level}
              onChange={() => onChange({ photos: [], ...answer, level })}
            />
            {LEVELS[level]}
          </label>
        ))}
      </div>
      {open ? (
        <div className="sheet-more">
          <Input.TextArea
            aria-label={`${title}:情况说明`}
            placeholder={short ? '写明情况（必填）' : '备注'}
            autoSize={{ minRows: 1, maxRows: 5 }}
            maxLength={300}
            value={answer.remark ?? ''}
            onChange={event => onChange({ ...answer, remark: event.target.value || undefined })}
          />
          <SitePhotos
            station={station}
            label="添加照片"
            files={answer.photos}
            max={3}
            onChange={photos => onChange({ ...answer, photos })}
          />
          {short && onFinding && (
            <button type="button" className="link" onClick={onFinding}>
              列为问题，限期整改
            </button>
          )}
        </div>
      ) : (
        answer && (
          <button type="button" className="link" onClick={() => setMore(true)}>
            备注、照片
            <span className="visually-hidden">:{title}</span>
          </button>
        )
      )}
      {problem && (
        <p className="sheet-error" id={error} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
