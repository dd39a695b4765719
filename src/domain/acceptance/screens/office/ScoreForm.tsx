// An evaluator's own sheet: points and remarks for what is scored by hand, vetoes with their reason, a word on the whole. Kept as often
// as wished, signed once.

import { Alert, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { ApiError, send } from '#web/api.ts';
import { type Evaluation, score, signScores } from '../../evaluation.ts';
import { EVIDENCE, type Item } from '../../layout.ts';
import { byHand, gapsOf, type Sheet } from '../../scoring.ts';
import { Act, Scroll } from './parts.tsx';

type Own = Evaluation['sheets'][number];
const without = (record: Readonly<Record<string, string>>, key: string, value: string): Record<string, string> => {
  const { [key]: _, ...rest } = record;
  return value === '' ? rest : { ...rest, [key]: value };
};

function ItemRow({ item, sheet, onSheet }: { item: Item; sheet: Sheet; onSheet(sheet: Sheet): void }) {
  const give = (points: number | null) => {
    const { [item.code]: _, ...rest } = sheet.points;
    onSheet({ ...sheet, points: points === null ? rest : { ...rest, [item.code]: points } });
  };
  return (
    <tr>
      <td className="wide">
        {item.code} {item.title}
        <p className="hint">
          {item.standard}（{EVIDENCE[item.evidence]}）
        </p>
      </td>
      <td className="number">
        <InputNumber
          aria-label={`${item.code} ${item.title}，满分 ${item.points} 分`}
          min={0}
          max={item.points}
          step={0.5}
          value={sheet.points[item.code] ?? null}
          onChange={give}
        />
        <span> /{item.points}</span>
      </td>
      <td className="wide">
        <Input.TextArea
          aria-label={`${item.code} 说明`}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={500}
          placeholder="看到了什么，为什么给这个分"
          value={sheet.remarks[item.code] ?? ''}
          onChange={event => onSheet({ ...sheet, remarks: without(sheet.remarks, item.code, event.target.value) })}
        />
      </td>
    </tr>
  );
}

const Vetoes = ({ e, sheet, onSheet }: { e: Evaluation; sheet: Sheet; onSheet(sheet: Sheet): void }) => (
  <details className="page-block" open={Object.keys(sheet.vetoes).length > 0}>
    <summary>否决项（填写事实后等次按最低一档）</summary>
    {e.layout.vetoes.map(v => (
      <div key={v.code} className="page-block">
        <label htmlFor={`veto-${v.code}`}>
          {v.code} {v.title}
        </label>
        <Input.TextArea
          id={`veto-${v.code}`}
          rows={1}
          maxLength={500}
          placeholder="没有就不填"
          value={sheet.vetoes[v.code] ?? ''}
          onChange={event => onSheet({ ...sheet, vetoes: without(sheet.vetoes, v.code, event.target.value) })}
        />
      </div>
    ))}
  </details>
);

export function ScoreForm({ e, own, again }: { e: Evaluation; own: Own; again(): void }) {
  const [sheet, setSheet] = useState<Sheet>(own.scores ?? { points: {}, remarks: {}, vetoes: {} });
  const [remark, setRemark] = useState(own.remark ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const input = { id: e.id, revision: own.revision, ...sheet, remark: remark.trim() || null };
  const changed = JSON.stringify([sheet, remark]) !== JSON.stringify([own.scores, own.remark ?? '']);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send(score, input);
      again();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setProblem([error.say, ...error.issues.map(i => i.message)].join(' '));
    } finally {
      setBusy(false);
    }
  };
  const gaps = gapsOf(e.layout, e.figures, sheet);
  return (
    <section className="page-block" aria-label="我的评分">
      <p>
        请给下列各项打分（以 0.5 分为单位）。按数字和满意度计分的项目由平台算，不在这里。
        {gaps.length ? `还有 ${gaps.length} 项没有打分。` : '已全部打分。'}
      </p>
      {problem && <Alert type="error" role="alert" showIcon message={problem} />}
      <Scroll label="我的评分表">
        <table>
          <thead>
            <tr>
              <th>评分项</th>
              <th>我给的分</th>
              <th>说明</th>
            </tr>
          </thead>
          <tbody>
            {e.layout.sections
              .flatMap(s => s.items)
              .filter(i => byHand(i, e.figures))
              .map(item => (
                <ItemRow key={item.code} item={item} sheet={sheet} onSheet={setSheet} />
              ))}
          </tbody>
        </table>
      </Scroll>
      <Vetoes e={e} sheet={sheet} onSheet={setSheet} />
      <div className="page-block">
        <label htmlFor="remark">总体意见</label>
        <Input.TextArea id="remark" rows={3} maxLength={2000} value={remark} onChange={event => setRemark(event.target.value)} />
      </div>
      <div className="doings">
        <Button type="primary" loading={busy} disabled={!changed} onClick={() => void save()}>
          保存评分
        </Button>
        {!changed && gaps.length === 0 && (
          <Act
            act={() => send(signScores, { id: e.id, revision: own.revision })}
            done={again}
            ask="签定后您的评分不能再改；所有评估员都签定后，结果即锁定。"
          >
            签定评分
          </Act>
        )}
      </div>
    </section>
  );
}
