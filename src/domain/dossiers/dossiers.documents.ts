// A file of papers as PDF and Word: cover, index with page numbers, the papers in order, a closing sheet; several as one archive.

import { pipeline } from 'node:stream/promises';
import { documentDay } from '#kernel/dates.ts';
import { type Block, type Letter, letterPdf } from '#server/documents/letter.ts';
import { letterWord } from '#server/documents/word.ts';
import { type ZipPart, zipped } from '#server/documents/zip.ts';
import type { DossierKind } from '#server/dossiers.ts';
import type { Context, MadeFile } from '#server/module.ts';
import { type Whole, wholeOf } from './dossiers.service.ts';

const NOTE = 'closing-note';

/** 备考表: how many papers, what is missing, who set it up and when. */
function closing(c: Context, d: Whole): Block[] {
  const wanting = d.missing.map((m, i) => `${i + 1}. ${m.what}`).join('\n');
  return [
    { kind: 'paper', id: NOTE, title: '备考表' },
    {
      kind: 'pairs',
      rows: [
        ['卷内件数', `${d.papers.length} 件`],
        ['缺件', wanting || '无'],
        ['生成', `${c.tx.actor.name}，${documentDay(c.tx.today)}，由系统按业务记录生成`],
      ],
    },
    {
      kind: 'signings',
      list: ['立卷人', '检查人'].map(party => ({ party, opinion: '', name: '', post: '', picture: null, on: '' })),
    },
  ];
}

/** The file as one letter of an office; both forms are set from it. */
export function letterOf(c: Context, d: Whole): Letter {
  const papers = d.papers.flatMap(({ id, title, blocks }): Block[] => [{ kind: 'paper', id, title }, ...blocks]);
  const index = [
    ...d.papers.map(({ id, title, on, by, note }) => ({ id, title, on, by, note })),
    { id: NOTE, title: '备考表', on: c.tx.today, by: c.tx.actor.name, note: '' },
  ];
  return {
    title: [],
    below: null,
    images: d.images,
    blocks: [
      {
        kind: 'cover',
        office: d.office,
        title: d.title,
        number: d.number,
        rows: [['题名', d.subject], ...d.facts, ['保管期限', d.retention], ['件数', `${d.papers.length} 件`]],
      },
      { kind: 'index', rows: index },
      ...papers,
      ...closing(c, d),
    ],
  };
}

const fileName = (d: Whole, ending: string): string => `${d.title}_${d.number}.${ending}`;

export async function pdfFile(c: Context, kind: DossierKind, id: string): Promise<MadeFile> {
  const whole = await wholeOf(c, kind, id);
  const pdf = await letterPdf(letterOf(c, whole));
  return { fileName: fileName(whole, 'pdf'), write: async out => void out.write(pdf) };
}

export async function wordFile(c: Context, kind: DossierKind, id: string): Promise<MadeFile> {
  const whole = await wholeOf(c, kind, id);
  return {
    fileName: fileName(whole, 'docx'),
    write: out => pipeline(letterWord(letterOf(c, whole)), out),
  };
}

/** Several files as one archive, one after the other: only one is in memory at a time. */
export async function batchFile(c: Context, kind: DossierKind, ids: readonly string[]): Promise<MadeFile> {
  async function* parts(): AsyncGenerator<ZipPart> {
    for (const id of new Set(ids)) {
      const whole = await wholeOf(c, kind, id);
      yield { name: fileName(whole, 'pdf'), content: await letterPdf(letterOf(c, whole)) };
    }
  }
  return {
    fileName: `${kind.title}_${c.tx.today}.zip`,
    write: out => pipeline(zipped(parts()), out),
  };
}
