// What follows the outcome in a visit's form: when, the content by its sections (quick fields open, the rest folded), what comes next,
// who went along, the evidence. Drawn from the form's description. Serves K1, E6.

import { useMemo } from 'react';
import { listDay } from '#kernel/dates.ts';
import { Card, Note } from '#web/field/kit/basic.tsx';
import { Fold } from '#web/field/kit/fold.tsx';
import { type Field, FORMS, isRequired, type Section, type Situation, show, VISIT_TYPES } from '../../visits.ts';
import { type Answers, askedSections, errorAt } from '../shared/answers.ts';
import { ContentField } from './content-field.tsx';
import type { FormState } from './form-state.ts';
import { type Around, EvidencePart, NextPart, PlacePart, TeamPart, TypePart, WhenPart } from './head-fields.tsx';

type Entry = [string, Field];
type PartProps = {
  section: Section;
  around: Around;
  situation: Situation;
  before: Readonly<Record<string, unknown>>;
  onChange(key: string, value: unknown): void;
};

/** In a few words what a folded part holds. */
const summaryOf = (entries: readonly Entry[], content: Readonly<Record<string, unknown>>): string =>
  entries.flatMap(([key, field]) => show(field, content[key]) || []).join('；');

function ContentPart({ section, around, situation, before, onChange }: PartProps) {
  const { answers, issues } = around;
  const entries = Object.entries(section.fields);
  // Where nobody was met there is little to say: only what must be said, and the summary, stand open.
  const quick = entries.filter(
    ([, field]) => isRequired(field, situation) || (field.quick && (situation.met || field.kind === 'text')),
  );
  const rest = entries.filter(entry => !quick.includes(entry));
  const sameWords = quick.length === 1 && quick[0]![1].label === section.title;
  const draw = ([key, field]: Entry) => (
    <ContentField
      key={key}
      name={key}
      field={field}
      value={answers.content[key]}
      before={before[key]}
      required={isRequired(field, situation)}
      issues={issues}
      onChange={onChange}
    />
  );
  const wrong = rest.some(([key]) => errorAt(issues, `content.${key}`) !== null);
  return (
    <>
      {quick.length > 0 && <Card title={sameWords ? undefined : section.title}>{quick.map(draw)}</Card>}
      {rest.length > 0 && (
        <Fold
          title={quick.length > 0 ? rest.map(([, field]) => field.label).join('、') : section.title}
          summary={
            summaryOf(rest, answers.content) ||
            (quick.length > 0 ? '可不填' : `${rest.map(([, field]) => field.label).join('、')}（可不填）`)
          }
          startOpen={wrong}
        >
          {rest.map(draw)}
        </Fold>
      )}
    </>
  );
}

const whenWords = ({ visited_on, started_at, ended_at, type }: Answers): string => {
  const time = started_at && `${started_at}${ended_at && `–${ended_at}`}`;
  return [visited_on ? listDay(visited_on) : '未填日期', time, type && VISIT_TYPES[type]].filter(Boolean).join(' · ');
};

/** What only a home visit has: who went along, pictures and signature, the place. */
function HomeVisitParts({ around, met }: { around: Around; met: boolean }) {
  const { answers, issues } = around;
  const wrongAt = (...paths: string[]): boolean => paths.some(path => errorAt(issues, path) !== null);
  const names = answers.co_workers.length + answers.present.length;
  const evidence = [answers.photos.length > 0 && `照片 ${answers.photos.length} 张`, answers.signature && '已签名']
    .filter(Boolean)
    .join('、');
  return (
    <>
      <Fold
        title="同行"
        summary={names ? `${names} 人` : '陪访同事、同时见到的同户对象（可不填）'}
        startOpen={wrongAt('co_workers', 'present')}
      >
        <TeamPart {...around} />
      </Fold>
      <Fold
        title={met ? '照片与签名' : '照片与定位'}
        summary={evidence || '可不填'}
        startOpen={wrongAt('photos', 'signature', 'signature_reason')}
      >
        <EvidencePart {...around} />
        {!met && <PlacePart {...around} />}
      </Fold>
      {met && (
        <Card>
          <PlacePart {...around} />
        </Card>
      )}
    </>
  );
}

type BodyProps = { around: Around; situation: Situation; carried: FormState['carried']; onChange: PartProps['onChange'] };
const NOTHING = {};

/** The parts below the outcome. */
export function VisitBody({ around, situation, carried, onChange }: BodyProps) {
  const { kind, answers, issues } = around;
  const sections = useMemo(() => askedSections(FORMS[kind], situation), [kind, situation]);
  const before = (situation.met && carried?.content) || NOTHING;
  const wrong = ['type', 'visited_on', 'started_at', 'ended_at', 'late_reason'].some(path => errorAt(issues, path) !== null);
  return (
    <>
      <Fold title={kind === 'home_visit' ? '日期与类型' : '日期'} summary={whenWords(answers)} startOpen={wrong}>
        {kind === 'home_visit' && <TypePart {...around} />}
        <WhenPart {...around} />
      </Fold>
      {carried && situation.met && (
        <Note>已带入 {listDay(carried.on)} 的内容，只改有变化的地方；请逐项看一眼，改过的会标出上次的情况。</Note>
      )}
      {sections.map(section => (
        <ContentPart
          key={section.title}
          section={section}
          around={around}
          situation={situation}
          before={before}
          onChange={onChange}
        />
      ))}
      <Card title="下一步">
        <NextPart {...around} />
      </Card>
      {kind === 'home_visit' && <HomeVisitParts around={around} met={situation.met} />}
    </>
  );
}
