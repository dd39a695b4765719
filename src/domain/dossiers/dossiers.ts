// Files of papers (卷宗): which there are, what each holds and misses, as PDF and Word, several as one archive. Serves K3, K4c, K5, M2.

import { z } from 'zod';
import { Day, defineCommand, defineDocument, defineRead, pageOf, paging, queryList, text } from '#kernel/endpoints.ts';

const clauses = ['K3', 'K4c', 'K5', 'M2'] as const;
const Kind = z.string().min(1).max(40);
export const MOST_AT_ONCE = 50;

export const Row = z.object({
  id: z.uuid(),
  number: z.string(),
  subject: z.string(),
  station: z.int(),
  worker_name: z.string(),
  opened_on: Day,
  closed_on: Day.nullable(),
  missing: z.int().nullable(),
});
export type Row = z.infer<typeof Row>;

/** Which kinds of files this reader may have, and how long each is kept. */
export const kinds = defineRead({
  name: 'dossiers.kinds',
  title: '卷宗种类和保管期限',
  clauses,
  query: z.strictObject({}),
  answer: z.object({
    rows: z.array(z.object({ name: z.string(), title: z.string(), opens: z.string(), retention: z.string() })),
  }),
});
export const list = defineRead({
  name: 'dossiers.list',
  title: '卷宗',
  clauses,
  query: z.strictObject({ kind: Kind, station: z.coerce.number().int().optional(), ...paging }),
  answer: pageOf(Row),
});
export const get = defineRead({
  name: 'dossiers.get',
  title: '卷宗内容和缺件',
  clauses,
  query: z.strictObject({ kind: Kind, id: z.uuid() }),
  answer: z.object({
    number: z.string(),
    subject: z.string(),
    papers: z.array(z.object({ id: z.string(), title: z.string(), on: z.string(), by: z.string(), note: z.string() })),
    missing: z.array(z.object({ what: z.string(), opens: z.string() })),
  }),
});
/** How long files of a kind are kept; the county decides (the requirement names no period). */
export const setRetention = defineCommand({
  name: 'dossiers.set_retention',
  title: '设定卷宗保管期限',
  clauses,
  input: z.strictObject({ kind: Kind, retention: text(20), reason: text(200) }),
  answer: z.object({}),
});

const one = z.strictObject({ kind: Kind, id: z.uuid() });
export const pdf = defineDocument({ name: 'dossiers.pdf', title: '卷宗（PDF）', clauses, query: one, mime: 'application/pdf' });
export const word = defineDocument({
  name: 'dossiers.word',
  title: '卷宗（Word）',
  clauses,
  query: one,
  mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
});
export const batch = defineDocument({
  name: 'dossiers.batch',
  title: '批量下载卷宗',
  clauses,
  query: z.strictObject({
    kind: Kind,
    ids: queryList(z.uuid()).refine(
      ids => ids !== undefined && ids.length >= 1 && ids.length <= MOST_AT_ONCE,
      `请选择 1 至 ${MOST_AT_ONCE} 卷`,
    ),
  }),
  mime: 'application/zip',
});

/** The county's own periods: `settings.dossiers`. */
export const DossierSettings = z.strictObject({ retention: z.record(z.string(), z.string()).default({}) });
/** Until the county has decided. */
export const RETENTION_UNSET = '未定（由县民政局核定）';
