// An assessment that is still on this phone, to be read by its author, also when signed out: nothing but the record is asked.

import type { Unsent } from '#web/outbox.ts';
import { INFORMANTS, OCCASIONS } from '../../assessments.ts';
import { asAssessment, writtenIn } from './waiting.ts';

export default function UnsentShown({ item }: { item: Unsent }) {
  const u = asAssessment(item);
  if (!u) return <p>这条记录由更新的版本写下，请更新后查看。</p>;
  const w = writtenIn(u);
  return (
    <p>
      {w.assessed_on} · {OCCASIONS[w.occasion]} · {INFORMANTS[w.informant]} · 已答 {Object.keys(w.answers).length} 项
      {w.remark && ` · ${w.remark}`}
    </p>
  );
}
