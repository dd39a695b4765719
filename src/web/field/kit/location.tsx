// Where it happened: optional evidence, asked for once by a tap, declined with a reason. Nobody is followed.

import { useState } from 'react';
import { Button } from './basic.tsx';
import { type Choice, ChoiceChips } from './chips.tsx';

/** Degrees (WGS 84) and metres. */
export type Spot = { lat: number; lng: number; accuracy_m: number };
const FAILED: Record<number, string> = { 1: '没有允许定位。', 2: '这里定位不到。', 3: '定位超时。' };

const round = (degrees: number): number => Number(degrees.toFixed(5));
const locate = (): Promise<Spot> =>
  new Promise((found, failed) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        found({ lat: round(coords.latitude), lng: round(coords.longitude), accuracy_m: Math.round(coords.accuracy) }),
      failed,
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    ),
  );

type Props<R extends string> = {
  spot: Spot | null;
  /** Why there is none. */
  reason: R | null;
  reasons: readonly Choice<R>[];
  required?: boolean;
  error?: string | null;
  hint?: string;
  onChange(spot: Spot | null, reason: R | null): void;
};

export function LocationField<R extends string>({ spot, reason, reasons, required, error, hint, onChange }: Props<R>) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const tap = async () => {
    setBusy(true);
    setFailure(null);
    try {
      onChange(await locate(), null);
    } catch (problem) {
      if (!(problem instanceof GeolocationPositionError)) throw problem;
      setFailure(`${FAILED[problem.code] ?? '定位没有成功。'}可以选择一个原因继续，不影响提交。`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <fieldset className="field">
      <legend>位置</legend>
      <p className="field-hint">{hint ?? '只记录这一次的位置，不会持续定位；也可以选一个原因不定位。'}</p>
      {spot ? (
        <div className="located">
          <span>已定位，误差约 {spot.accuracy_m} 米</span>
          <Button onClick={() => onChange(null, null)}>删除位置</Button>
        </div>
      ) : (
        <>
          {'geolocation' in navigator && (
            <Button icon="place" busy={busy} onClick={() => void tap()}>
              {busy ? '正在定位…' : '记录位置'}
            </Button>
          )}
          <ChoiceChips
            label="不定位的原因"
            options={reasons}
            required={required}
            error={error}
            value={reason}
            onChange={picked => onChange(null, picked)}
            onClear={() => onChange(null, null)}
          />
        </>
      )}
      {failure && (
        <p className="field-error" role="status">
          {failure}
        </p>
      )}
    </fieldset>
  );
}
