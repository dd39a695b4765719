// Where it happened: optional evidence, asked for once by a tap, declined with a reason. Nobody is followed.

import { useState } from 'react';
import { Button } from './basic.tsx';
import { ChoiceChips } from './form.tsx';

/** Degrees (WGS 84) and metres, or why there are none. */
export type Location = { latitude: number; longitude: number; accuracy: number; at: string } | { reason: string } | null;
const REASONS = ['山里无信号', '不便定位', '手机不支持', '不在现场'].map(value => ({ value, label: value }));
const FAILED: Record<number, string> = { 1: '没有允许定位。', 2: '这里定位不到。', 3: '定位超时。' };

export function LocationField({ value, onChange }: { value: Location; onChange(value: Location): void }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const locate = () => {
    setBusy(true);
    setError(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => {
        setBusy(false);
        onChange({
          latitude: Number(coords.latitude.toFixed(5)),
          longitude: Number(coords.longitude.toFixed(5)),
          accuracy: Math.round(coords.accuracy),
          at: new Date(timestamp).toISOString(),
        });
      },
      failure => {
        setBusy(false);
        setError(`${FAILED[failure.code] ?? '定位没有成功。'}可以选择一个原因继续,不影响提交。`);
      },
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  };
  const found = value !== null && 'latitude' in value;
  return (
    <fieldset className="field">
      <legend>位置</legend>
      <p className="field-hint">可不填。只记录这一次的位置,不会持续定位。</p>
      {found ? (
        <div className="located">
          <span>已定位,误差约 {value.accuracy} 米</span>
          <Button onClick={() => onChange(null)}>删除位置</Button>
        </div>
      ) : (
        <>
          {'geolocation' in navigator && (
            <Button icon="place" busy={busy} onClick={locate}>
              {busy ? '正在定位…' : '记录位置'}
            </Button>
          )}
          <ChoiceChips
            label="没有位置的原因"
            options={REASONS}
            value={value && 'reason' in value ? value.reason : null}
            onChange={reason => onChange({ reason })}
          />
        </>
      )}
      {error && (
        <p className="field-error" role="status">
          {error}
        </p>
      )}
    </fieldset>
  );
}
