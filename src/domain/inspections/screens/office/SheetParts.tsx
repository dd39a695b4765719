// The parts of a sheet besides its items: when and who, what was guided, the head's words and signature.

import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { colleagues } from '#domain/org/org.ts';
import { read } from '#web/api.ts';
import { type NewFinding, SIGNATURE_REASONS, type Written } from '../../inspections.ts';
import { Field, today } from './parts.tsx';
import { SignField, SitePhotos } from './SitePhotos.tsx';

export type Draft = Written & { findings: NewFinding[]; reason?: string };
export const emptyDraft = (): Draft => ({
  inspected_on: today(),
  present: [],
  answers: {},
  guidance: '',
  photos: [],
  findings: [],
});

type Part = { draft: Draft; station: number; put(part: Partial<Draft>): void };

function Present({ station, chosen, onChange }: { station: number; chosen: string[]; onChange(ids: string[]): void }) {
  const people = useQuery({
    queryKey: ['org.colleagues', station],
    queryFn: ({ signal }) => read(colleagues, { station: String(station) }, signal),
  });
  return (
    <fieldset className="sheet-item">
      <legend>在场社工</legend>
      <Checkbox.Group
        options={(people.data?.rows ?? []).map(p => ({ value: p.id, label: p.name }))}
        value={chosen}
        onChange={values => onChange(values.map(String))}
      />
    </fieldset>
  );
}

export function Head({ draft, station, put }: Part) {
  const clock = (key: 'started_at' | 'ended_at', label: string) => (
    <Field label={label}>
      {id => (
        <input
          id={id}
          className="day-input"
          type="time"
          value={draft[key] ?? ''}
          onChange={event => put({ [key]: event.target.value || undefined })}
        />
      )}
    </Field>
  );
  return (
    <section className="sheet-section" aria-label="时间和人员">
      <h2>时间和人员</h2>
      <div className="finding-edit">
        <div className="pair">
          <Field label="检查日期">
            {id => (
              <input
                id={id}
                className="day-input"
                type="date"
                max={today()}
                value={draft.inspected_on}
                onChange={event => put({ inspected_on: event.target.value })}
              />
            )}
          </Field>
          {clock('started_at', '开始')}
          {clock('ended_at', '结束')}
        </div>
      </div>
      <Present station={station} chosen={draft.present} onChange={present => put({ present })} />
      <div className="finding-edit">
        <Field label="其他在场人员（可不填）">
          {id => (
            <Input id={id} maxLength={100} value={draft.others ?? ''} onChange={event => put({ others: event.target.value })} />
          )}
        </Field>
      </div>
    </section>
  );
}

export function Words({ draft, station, put }: Part) {
  return (
    <section className="sheet-section" aria-label="指导内容">
      <h2>指导内容</h2>
      <div className="finding-edit">
        <Field label="讲了什么、示范了什么、约定了什么（不写服务对象姓名）">
          {id => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 3 }}
              maxLength={1000}
              value={draft.guidance}
              onChange={e => put({ guidance: e.target.value })}
            />
          )}
        </Field>
        <SitePhotos station={station} label="现场照片" files={draft.photos} max={6} onChange={photos => put({ photos })} />
      </div>
    </section>
  );
}

export function Signing({
  draft,
  station,
  problem,
  put,
}: {
  draft: Draft;
  station: number;
  problem?: string;
  put(part: Partial<Draft>): void;
}) {
  return (
    <section className="sheet-section" aria-label="站长意见和签名">
      <h2>站长意见和签名</h2>
      <div className="finding-edit">
        <Field label="站长意见（可不填）">
          {id => (
            <Input.TextArea
              id={id}
              autoSize={{ minRows: 2 }}
              maxLength={500}
              value={draft.station_words ?? ''}
              onChange={event => put({ station_words: event.target.value })}
            />
          )}
        </Field>
        <SignField
          station={station}
          file={draft.signature}
          onChange={signature => put({ signature, signature_reason: undefined })}
        />
        {!draft.signature && (
          <Field label="没有在屏幕上签名的原因">
            {id => (
              <select
                id={id}
                className="day-input"
                value={draft.signature_reason ?? ''}
                onChange={event => put({ signature_reason: (event.target.value || undefined) as Draft['signature_reason'] })}
              >
                <option value="">请选择</option>
                {Object.entries(SIGNATURE_REASONS).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        {problem && <p className="sheet-error">{problem}</p>}
      </div>
    </section>
  );
}
