// Gathers what the papers of an acceptance say: what is frozen, found, heard and signed, and the signed evaluations.

import { dayOf } from '#kernel/dates.ts';
import { AppError } from '#kernel/errors.ts';
import type { Context } from '#server/module.ts';
import { loadAcceptance } from './acceptances.service.ts';
import { KINDS, type Kind } from './evaluation.ts';
import { evaluationsOf } from './evaluations.service.ts';
import type { EvaluationSaid, Said } from './letters.ts';
import type { Result } from './scoring.ts';

const extension = (bytes: Uint8Array): string => (bytes[0] === 0x89 ? 'png' : 'jpg');

/** Everything a paper says, and the pictures of its signatures. Throws `not_frozen`. */
export async function saidOf({ tx, house }: Context, id: string): Promise<{ said: Said; images: Record<string, Buffer> }> {
  const a = await loadAcceptance(tx, id);
  if (!a.frozen || !a.hash) throw new AppError('not_frozen');
  const { rows } = await evaluationsOf(tx, a.contract_id);
  const evaluations = rows.flatMap((e): EvaluationSaid[] => {
    const result = e.result as Result | null;
    return e.state === 'signed' && result?.grade && e.signed_at
      ? [
          {
            kind: KINDS[e.kind as Kind],
            total: result.total,
            full: result.full,
            grade: result.grade,
            signed_on: dayOf(e.signed_at),
          },
        ]
      : [];
  });
  const images: Record<string, Buffer> = {};
  const signatures = [];
  for (const { file_hash, ...s } of a.signatures) {
    const bytes = await house.files.get(tx.county, file_hash);
    if (!bytes) throw new AppError('sealed_unreadable', { say: '签名文件缺失，请联系系统管理员从备份中恢复。' });
    const picture = `${s.party}.${extension(bytes)}`;
    images[picture] = bytes;
    signatures.push({ ...s, picture });
  }
  const { title, frozen, hash, decisions, conclusion, conclusion_text, signed_on, opinions } = a;
  return {
    said: { title, frozen, hash, decisions, conclusion, conclusion_text, signed_on, opinions, signatures, evaluations },
    images,
  };
}
