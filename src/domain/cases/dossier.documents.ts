// A case as a file of papers (个案卷宗, 套表): every form in the order it was written, with signatures, reviews and pictures. Serves K3, K3b.

import { below, hashesIn, noteOf, pairs, picturesOf } from '#domain/records/papers.service.ts';
import { documentDay } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import type { Dossier, DossierKind, Paper } from '#server/dossiers.ts';
import type { Context } from '#server/module.ts';
import { casesPolicy as may } from './cases.policy.ts';
import * as it from './cases.ts';
import { listCases, readCase } from './reading.service.ts';

/** What was said so far, for the names of goals in the forms. */
const toldOf = (c: it.CaseFull): it.Told[] =>
  c.records.flatMap(r => {
    const kind = it.kindOf(r.kind);
    const text = r.texts[0];
    return kind && text && r.state !== 'withdrawn'
      ? [{ id: r.id, kind, on: r.occurred_on, content: text.content as it.Content }]
      : [];
  });

function paperOf(r: it.CaseRecord, names: it.Names, pictures: Awaited<ReturnType<typeof picturesOf>>): Paper[] {
  const kind = it.kindOf(r.kind);
  const text = r.texts[0];
  if (!kind || !text) return [];
  const content = text.content as it.Content;
  const times = [r.started_at, r.ended_at].filter(Boolean).join('–');
  const fields = it
    .fieldsOf(it.formOf(kind))
    .filter(([, field]) => it.asked(field, content))
    .map(([key, field]) => [field.label, it.show(field, content[key], names)] as const);
  return [
    {
      id: r.id,
      title: it.formOf(kind).title,
      on: r.occurred_on,
      by: r.worker_name,
      note: noteOf(r),
      blocks: [
        ...pairs([['日期', `${documentDay(r.occurred_on)}${times && ` ${times}`}`], ['社工', r.worker_name], ...fields]),
        ...below(text, r.reviews, r.occurred_on, pictures),
      ],
    },
  ];
}

async function compose(c: Context, id: string): Promise<Dossier> {
  const found = await readCase(c.tx, id);
  if (!found.open) throw new AppError('case_shut');
  const place = (r: it.CaseRecord): number => it.KIND_CODES.findIndex(kind => `cases.${kind}` === r.kind);
  const records = found.records
    .filter(r => r.state !== 'withdrawn' && r.state !== 'draft')
    .sort((a, b) => (a.occurred_on === b.occurred_on ? place(a) - place(b) : a.occurred_on < b.occurred_on ? -1 : 1));
  const pictures = await picturesOf(
    c,
    found.station,
    records.flatMap(r => hashesIn(r.texts[0])),
  );
  const names = it.namesOf(toldOf(found));
  return {
    station: found.station,
    number: found.case_no,
    subject: found.resident_name,
    facts: [
      ['主责社工', found.worker_name],
      ['接案日期', documentDay(found.opened_on)],
      ['结案日期', found.closed_on ? documentDay(found.closed_on) : ''],
      ['结案类型', found.close_type ? it.CLOSE_TYPES[found.close_type] : ''],
    ],
    papers: records.flatMap(r => paperOf(r, names, pictures)),
    missing: found.gaps.map(gap => ({ what: gap.say, opens: `/cases/${found.id}` })),
    images: pictures.images,
  };
}

export const caseDossier: DossierKind = {
  name: 'cases',
  title: '个案卷宗',
  roles: may['cases.list'].roles,
  opens: '/cases/:id',
  list: async (tx, wish) => {
    const { rows, next } = await listCases(tx, wish);
    const shown = rows.map(r => ({
      id: r.id,
      number: r.case_no,
      subject: r.resident_name,
      station: r.station,
      worker_name: r.worker_name,
      opened_on: r.opened_on,
      closed_on: r.closed_on,
      missing: null,
    }));
    return { rows: shown, next };
  },
  compose,
};
