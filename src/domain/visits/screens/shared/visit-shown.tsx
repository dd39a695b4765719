// What was written about a visit, in words: section by section, and where two versions differ. Drawn from the form's description, so
// that phone and office show the same. Serves K1, E6.

import type { ReactNode } from 'react';
import {
  type Content,
  type Difference,
  FORMS,
  OUTCOMES,
  PLACE_REASONS,
  type Section,
  SIGNATURE_REASONS,
  show,
  VISIT_TYPES,
  type Written,
} from '../../visits.ts';

/** A label and what stands there; nothing where nothing was filled in. */
export const Fact = ({ label, children }: { label: string; children: ReactNode }) =>
  children ? (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  ) : null;

type Names = (id: string) => string | null;
const namesOf = (ids: readonly string[], nameOf: Names): string => ids.map(id => nameOf(id) ?? '（不在本机名单）').join('、');

/** Outcome, type, day, who: what stands around the content. */
export const HeadShown = ({ written: w, nameOf }: { written: Written; nameOf: Names }) => (
  <dl className="facts">
    <Fact label="结果">{OUTCOMES[w.outcome]}</Fact>
    <Fact label="探访类型">{w.kind === 'home_visit' && VISIT_TYPES[w.type]}</Fact>
    <Fact label="日期">{[w.visited_on, [w.started_at, w.ended_at].filter(Boolean).join('–')].filter(Boolean).join(' ')}</Fact>
    <Fact label="补录原因">{w.late_reason}</Fact>
    <Fact label="陪访">{namesOf(w.co_workers, nameOf)}</Fact>
    <Fact label="同时见到">{namesOf(w.present, nameOf)}</Fact>
    <Fact label="异常标记">{w.unusual && '有异常'}</Fact>
    <Fact label="下次日期">{w.next_on}</Fact>
    <Fact label="定位">
      {w.place ? `误差约 ${w.place.accuracy_m} 米` : w.place_reason && `无（${PLACE_REASONS[w.place_reason]}）`}
    </Fact>
    <Fact label="签名">{w.signature ? '有' : w.signature_reason && `无（${SIGNATURE_REASONS[w.signature_reason]}）`}</Fact>
  </dl>
);

function SectionShown({ section, content }: { section: Section; content: Content }) {
  const said = Object.entries(section.fields).flatMap(([key, field]) => {
    const words = show(field, content[key]);
    return words ? [{ key, label: field.label, words }] : [];
  });
  if (said.length === 0) return null;
  return (
    <section className="shown">
      {(said.length > 1 || said[0]!.label !== section.title) && <h3>{section.title}</h3>}
      <dl className="facts">
        {said.map(({ key, label, words }) => (
          <Fact key={key} label={label}>
            {words}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

/** The content, without what was left empty. */
export const ContentShown = ({ written }: { written: Written }) =>
  FORMS[written.kind].sections.map(section => <SectionShown key={section.title} section={section} content={written.content} />);

/** Before and after, one line a field. */
export const DifferencesShown = ({ differences }: { differences: readonly Difference[] }) => (
  <dl className="facts differences">
    {differences.map(d => (
      <Fact key={d.path} label={d.label}>
        <del>{d.before || '未填'}</del> → <ins>{d.after || '未填'}</ins>
      </Fact>
    ))}
  </dl>
);
