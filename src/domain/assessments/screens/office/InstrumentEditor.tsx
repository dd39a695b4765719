// A county's own instrument as a form, with a live trial beside it. What makes no sense is said while it is written; it is saved as a draft
// and published from its page. Serves K3, E1.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Alert, Button, Select } from 'antd';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { ApiError, read, send } from '#web/api.ts';
import { Loading } from '#web/office/frame.tsx';
import { one, useAddress } from '#web/office/kit/address.ts';
import { ErrorNote } from '#web/office/kit/words.tsx';
import {
  changeInstrument,
  draftInstrument,
  INFORMANTS,
  type Informant,
  Instrument,
  type InstrumentFull,
  instrument,
  instrumentProblems,
} from '../../assessments.ts';
import { copyOf, freshInstrument, takeOver } from './editing.ts';
import { Amount, Labelled, Words } from './editor-fields.tsx';
import { AdjustmentsEditor, GradesEditor, TotalEditor } from './editor-grades.tsx';
import { SectionsEditor } from './editor-items.tsx';
import { Trial } from './Trial.tsx';
import './office.css';

type Props = { i: Instrument; onChange(i: Instrument): void };

function HeadEditor({ i, onChange, fixedCode }: Props & { fixedCode: boolean }) {
  const { repeat_days, ...rest } = i;
  return (
    <div className="edit-row">
      <Words label="名称" max={60} value={i.title} onChange={title => onChange({ ...i, title })} />
      <Words label="简称" max={16} value={i.short} onChange={short => onChange({ ...i, short })} />
      {!fixedCode && (
        <Words label="编号（小写字母、数字、下划线）" max={40} value={i.code} onChange={code => onChange({ ...i, code })} />
      )}
      <Words label="用途" max={300} value={i.purpose} onChange={purpose => onChange({ ...i, purpose })} />
      <Labelled label="由谁回答">
        {id => (
          <Select<Informant[]>
            id={id}
            mode="multiple"
            className="edit-select"
            aria-label="由谁回答"
            value={i.informants}
            onChange={informants => onChange({ ...i, informants })}
            options={Object.entries(INFORMANTS).map(([value, label]) => ({ value: value as Informant, label }))}
          />
        )}
      </Labelled>
      <Amount
        label="每隔几天复评（可不填）"
        min={1}
        max={3660}
        value={repeat_days}
        onChange={n => onChange({ ...rest, ...(n !== undefined && { repeat_days: n }) })}
      />
      <Words label="来源" max={400} value={i.source} onChange={source => onChange({ ...i, source })} />
      <Words label="使用许可" max={400} value={i.licence} onChange={licence => onChange({ ...i, licence })} />
    </div>
  );
}

/** What still has to be mended, in sentences. */
function problemsIn(i: Instrument): string[] {
  const shape = Instrument.safeParse(i);
  if (!shape.success) return shape.error.issues.map(x => x.message);
  return instrumentProblems(i).map(x => x.message);
}

/** @param draft the draft that is changed; null for a new one */
function Editor({
  start,
  draft,
  based_on,
  fixedCode,
}: {
  start: Instrument;
  draft: InstrumentFull | null;
  based_on: string | undefined;
  fixedCode: boolean;
}) {
  const [i, setI] = useState(start);
  const [id] = useState(newId);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const wrong = [...new Set(problemsIn(i))];
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      if (draft?.id) await send(changeInstrument, { id: draft.id, revision: draft.revision, body: i }, { id: newId() });
      else await send(draftInstrument, { id, body: i, ...(based_on && { based_on }) }, { id: newId() });
      await client.invalidateQueries({ queryKey: ['assessments.instruments'] });
      await client.invalidateQueries({ queryKey: ['assessments.instrument'] });
      await navigate({ to: '/instruments' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="edit-page">
      <div className="edit-main">
        <h2>{i.title}</h2>
        <HeadEditor i={i} onChange={setI} fixedCode={fixedCode} />
        <h3>题目</h3>
        <SectionsEditor i={i} onChange={setI} />
        <h3>总分</h3>
        <TotalEditor i={i} onChange={setI} />
        <h3>等级</h3>
        <GradesEditor i={i} onChange={setI} />
        <h3>等级的调整</h3>
        <AdjustmentsEditor i={i} onChange={setI} />
        {wrong.length > 0 && (
          <Alert
            type="warning"
            showIcon
            message={`保存前还要改 ${wrong.length} 处`}
            description={
              <ul>
                {wrong.map(w => (
                  <li key={w}>{w}</li>
                ))}
              </ul>
            }
          />
        )}
        {problem && <ErrorNote error={problem} onRetry={() => setProblem(null)} />}
        <p className="row-actions">
          <Button type="primary" loading={busy} disabled={wrong.length > 0} onClick={() => void save()}>
            保存草稿
          </Button>
        </p>
      </div>
      <aside className="edit-trial">
        {problemsIn(i).length === 0 || i.sections.every(s => s.items.length > 0) ? <Trial instrument={i} /> : null}
      </aside>
    </div>
  );
}

/** From a version that is there: changed as a draft, followed by the next version, or copied. */
function From({ from, code, version }: { from: string; code: string; version: string | undefined }) {
  const answer = useQuery({
    queryKey: ['assessments.instrument', code, version],
    queryFn: ({ signal }) => read(instrument, { code, version }, signal),
  });
  if (answer.isError) return <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />;
  const found = answer.data;
  if (!found) return <Loading />;
  if (from === 'copy')
    return <Editor start={copyOf(found.body)} draft={null} based_on={`${code} ${found.version}`} fixedCode={false} />;
  return (
    <Editor
      start={found.body}
      draft={from === 'draft' ? found : null}
      based_on={from === 'next' ? `${code} ${found.version}` : undefined}
      fixedCode
    />
  );
}

export default function InstrumentEditor() {
  const { search } = useAddress();
  const [from, code] = [one(search.from), one(search.code)];
  if (from && code) return <From from={from} code={code} version={one(search.version)} />;
  return (
    <Editor start={(from === 'import' && takeOver()) || freshInstrument()} draft={null} based_on={undefined} fixedCode={false} />
  );
}
