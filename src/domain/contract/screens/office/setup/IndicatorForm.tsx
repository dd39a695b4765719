// One indicator: its title and unit, the rule with a live preview, its points, and the rules it had before (K1–K6c).

import { Alert, Button, Checkbox, Input } from 'antd';
import { useRef, useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { setIndicator } from '../../../contract.ts';
import { type LibraryRow, saveToLibrary } from '../../../library.ts';
import { Rule } from '../../../rule.ts';
import { type Countables, problemOf } from '../../../rule-check.ts';
import { Score } from '../../../scoring.ts';
import type { Setup } from '../../../setup.ts';
import { useDoing } from './doing.tsx';
import { LibraryDrawer } from './Library.tsx';
import { Preview } from './Preview.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { newRule } from './rule-draft.ts';
import { Part } from './rule-parts.tsx';
import { ScoreEditor } from './ScoreEditor.tsx';
import { IndicatorVersions } from './Versions.tsx';

type Indicator = Setup['clauses'][number]['indicators'][number];
type Draft = Pick<Indicator, 'title' | 'unit' | 'rule' | 'score'>;

/** Why a rule cannot be carried out, before anything is sent; null when it can. */
function ruleProblem(rule: Rule | null, measures: Countables): string | null {
  if (!rule) return null;
  const parsed = Rule.safeParse(rule);
  if (!parsed.success) return parsed.error.issues[0]!.message;
  return problemOf(parsed.data, measures.get(rule.measure), measures);
}

/** What hinders saving, one sentence each. */
function problemsOf(draft: Draft, measures: Countables, reason: string, running: boolean): string[] {
  const problem = ruleProblem(draft.rule, measures);
  const score = draft.score === null ? null : Score.safeParse(draft.score);
  return [
    ...(draft.title.trim() ? [] : ['请填写指标名称。']),
    ...(draft.unit.trim() ? [] : ['请填写单位，如 次、人、场。']),
    ...(problem === null ? [] : [`${problem}。`]),
    ...(score && !score.success ? score.error.issues.map(i => `${i.message}。`) : []),
    ...(running && !reason.trim() ? ['合同正在履行，请写明更改的原因。'] : []),
  ];
}

function TitleParts({ draft, onChange }: { draft: Draft; onChange(part: Partial<Draft>): void }) {
  return (
    <div className="rule-line">
      <Part title="指标名称">
        <Input
          aria-label="指标名称"
          maxLength={60}
          value={draft.title}
          placeholder="如 每名社工入户探访不少于 24 次"
          onChange={e => onChange({ title: e.target.value })}
          style={{ width: 360, maxWidth: '100%' }}
        />
      </Part>
      <Part title="单位">
        <Input
          aria-label="单位"
          maxLength={6}
          value={draft.unit}
          onChange={e => onChange({ unit: e.target.value })}
          style={{ width: 80 }}
        />
      </Part>
    </div>
  );
}

function Editing({
  draft,
  measures,
  contract,
  onChange,
}: {
  draft: Draft;
  measures: Countables;
  contract: string;
  onChange(part: Partial<Draft>): void;
}) {
  const { rule } = draft;
  const first = measures.values().next().value;
  const measure = rule && measures.get(rule.measure);
  return (
    <div className="rule-columns">
      <div>
        <TitleParts draft={draft} onChange={onChange} />
        <Part title="计数规则">
          <Checkbox
            checked={rule !== null}
            disabled={!first}
            onChange={e =>
              onChange(e.target.checked && first ? { rule: newRule(first), unit: draft.unit || first.unit } : { rule: null })
            }
          >
            由平台按记录自动计数（不勾选时显示“尚未接入”）
          </Checkbox>
        </Part>
        {rule && measure && (
          <RuleEditor
            rule={rule}
            unit={draft.unit}
            measure={measure}
            measures={measures}
            onChange={next => onChange({ rule: next })}
          />
        )}
        {rule && !measure && (
          <Alert type="info" showIcon message={`这条规则用到的统计口径 ${rule.measure} 还没有接入；接入后才能编辑和计数。`} />
        )}
        <ScoreEditor score={draft.score} onChange={score => onChange({ score })} />
      </div>
      {rule && measure && <Preview contract={contract} rule={rule} unit={draft.unit} problem={ruleProblem(rule, measures)} />}
    </div>
  );
}

/** The indicator's form. `indicator` null adds one to the clause. */
export function IndicatorForm({
  setup,
  clause,
  indicator,
  measures,
  onDone,
}: {
  setup: Setup;
  clause: string;
  indicator: Indicator | null;
  measures: Countables;
  onDone(): void;
}) {
  const [draft, setDraft] = useState<Draft>(indicator ?? { title: '', unit: '', rule: null, score: null });
  const [reason, setReason] = useState('');
  const [shelf, setShelf] = useState(false);
  const [tried, setTried] = useState(false);
  const ids = useRef({ id: indicator?.id ?? newId() });
  const { busy, run } = useDoing();
  const running = setup.state === 'running';
  const problems = problemsOf(draft, measures, reason, running);
  const change = (part: Partial<Draft>) => setDraft(now => ({ ...now, ...part }));
  const take = ({ title, unit, rule, score, waiting }: LibraryRow) => {
    // What nothing counts yet is taken with its words; its rule follows when the measure is there.
    change({ title, unit, score, rule: waiting.length ? null : rule });
    setShelf(false);
  };
  const save = async () => {
    setTried(true);
    if (problems.length) return;
    const fields = { ...draft, title: draft.title.trim(), unit: draft.unit.trim(), reason: reason.trim() || null };
    const input = { id: ids.current.id, contract: setup.id, clause, revision: indicator?.revision ?? 0, ...fields };
    if (await run(() => send(setIndicator, input), '已保存')) onDone();
  };
  const keep = () =>
    run(
      () =>
        send(saveToLibrary, {
          id: newId(),
          revision: 0,
          ...{ title: draft.title, unit: draft.unit, score: draft.score },
          rule: draft.rule!,
          note: `取自合同 ${setup.code} 条款 ${clause}`,
        }),
      '已存入本县指标库',
    );
  return (
    <>
      <div className="row-actions">
        <Button onClick={() => setShelf(true)}>从指标库取用</Button>
        <Button
          disabled={draft.rule === null || !draft.title || ruleProblem(draft.rule, measures) !== null}
          loading={busy}
          onClick={() => void keep()}
        >
          存入本县指标库
        </Button>
      </div>
      <Editing draft={draft} measures={measures} contract={setup.id} onChange={change} />
      {running && (
        <Part title="更改的原因（会保留）">
          <Input
            aria-label="更改的原因"
            maxLength={200}
            value={reason}
            onChange={e => setReason(e.target.value)}
            style={{ maxWidth: 480 }}
          />
        </Part>
      )}
      {tried && problems.length > 0 && <Alert type="error" role="alert" showIcon message={problems.join(' ')} />}
      <div className="row-actions">
        <Button type="primary" loading={busy} onClick={() => void save()}>
          保存指标
        </Button>
      </div>
      {indicator && (
        <details className="reason">
          <summary>历次规则</summary>
          <IndicatorVersions id={indicator.id} />
        </details>
      )}
      <LibraryDrawer open={shelf} onClose={() => setShelf(false)} onTake={take} />
    </>
  );
}
