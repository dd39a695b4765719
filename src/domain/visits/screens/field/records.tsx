// 记录: what was sent back, begun, still to be sent, and everything the worker recorded with where its review stands.
// Serves K1, E1, E6.

import { useState } from 'react';
import { dayOf } from '#kernel/dates.ts';
import { Button, EmptyState, LinkButton, Row } from '#web/field/kit/basic.tsx';
import { ChoiceChips } from '#web/field/kit/chips.tsx';
import { asOfWords } from '#web/field/kit/time.ts';
import { STATES, type VisitState } from '../../visits.ts';
import { useOwnVisits } from './cached.ts';
import { Drafts, Returned, Waiting } from './pending.tsx';
import { useUnsentVisits } from './unsent-visits.ts';
import { StateTag, visitWords } from './visit-words.tsx';

const PAGE = 30;

function Sent() {
  const { visits, asOf } = useOwnVisits();
  const [only, setOnly] = useState<VisitState | null>(null);
  const [shown, setShown] = useState(PAGE);
  if (visits.length === 0) return null;
  const count = (state: VisitState): number => visits.filter(v => v.state === state).length;
  const found = only === null ? visits : visits.filter(v => v.state === only);
  const states = (Object.keys(STATES) as VisitState[]).filter(state => count(state) > 0);
  return (
    <section className="group">
      <h2>已发送</h2>
      <ChoiceChips<VisitState>
        label="审核情况"
        options={states.map(value => ({ value, label: `${STATES[value]} ${count(value)}` }))}
        value={only}
        onChange={setOnly}
        onClear={() => setOnly(null)}
      />
      <ul className="list">
        {found.slice(0, shown).map(v => (
          <Row
            key={v.id}
            to={`records/${v.id}`}
            title={v.resident_name}
            detail={`${visitWords(v)}${v.late ? ' · 补录' : ''}`}
            state={<StateTag state={v.state} />}
          />
        ))}
      </ul>
      {found.length > shown && (
        <Button wide onClick={() => setShown(shown + PAGE)}>
          显示更早的记录
        </Button>
      )}
      <p className="row-detail">
        本机保存最近 {visits.length} 条{asOf && ` · 数据截至 ${asOfWords(asOf, dayOf(new Date()))}`}；更早的请在电脑端查看。
      </p>
    </section>
  );
}

export default function Records() {
  const own = useOwnVisits();
  const unsent = useUnsentVisits();
  if (!own.ready || !unsent) return null;
  return (
    <>
      <Returned />
      <Drafts />
      <Waiting />
      <Sent />
      {own.visits.length === 0 && unsent.length === 0 && (
        <EmptyState icon="record" title="还没有已保存的记录">
          <p>探访或通话后，从服务对象页填写；没有信号也能保存。</p>
          <LinkButton to="people" icon="people">
            选择服务对象
          </LinkButton>
        </EmptyState>
      )}
    </>
  );
}
