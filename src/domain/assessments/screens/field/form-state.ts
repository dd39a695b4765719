// The draft of one assessment, and its way into the outbox: once, whatever happened before. Serves K3, E1.

import { newId } from '#kernel/ids.ts';
import { say } from '#web/field/kit/dialog.tsx';
import { add, edit, GoneError, unsent } from '#web/outbox.ts';
import { StoreError } from '#web/store.ts';
import { answersShown, correct, type ForKind, type Instrument, type Occasion, record, type Written } from '../../assessments.ts';
import { type UnsentAssessment, writtenIn } from './waiting.ts';

export type FormState = {
  /** The record's id, made when the form was opened; and the command's: saving twice is saving once. */
  id: string;
  item: string;
  resident: string | null;
  code: string;
  version: number;
  purpose: { kind: ForKind; id: string } | null;
  /** The revision a correction was made from; null for a new record. */
  revision: number | null;
  reason: string;
  written: Written;
};

export const newForm = (
  of: Pick<FormState, 'resident' | 'code' | 'version' | 'purpose'>,
  informant: Written['informant'],
  occasion: Occasion,
  today: string,
): FormState => ({
  ...of,
  id: newId(),
  item: newId(),
  revision: null,
  reason: '',
  written: { assessed_on: today, answers: {}, informant, occasion, co_workers: [] },
});

/** The form of what lies in the outbox; of which person and instrument a correction is, the phone's own records know. */
export function formOf(
  u: UnsentAssessment,
  known: { resident: string; instrument: string; version: number } | undefined,
): FormState {
  const base = { id: u.input.id, item: u.item.id, written: writtenIn(u) };
  if (u.does === 'record') {
    const { resident, instrument: code, version, purpose } = u.input;
    return { ...base, resident, code, version, purpose: purpose ?? null, revision: null, reason: '' };
  }
  const { revision, reason } = u.input;
  return {
    ...base,
    resident: known?.resident ?? null,
    code: known?.instrument ?? '',
    version: known?.version ?? 0,
    purpose: null,
    revision,
    reason,
  };
}

const trimmed = (words: string | undefined): string | undefined => words?.trim() || undefined;
/** What is sent: answers to what is asked only, no empty words. */
export const writtenOf = (instrument: Instrument, { remark, late_reason, ...w }: Written): Written => ({
  ...w,
  answers: answersShown(instrument, w.answers),
  ...(trimmed(remark) !== undefined && { remark: trimmed(remark) }),
  ...(trimmed(late_reason) !== undefined && { late_reason: trimmed(late_reason) }),
});

/**
 * Puts the form into the outbox, in place of what waits there.
 * @returns false when the phone has no room; it said so, and the form stays
 */
export async function save(state: FormState, instrument: Instrument, name: string): Promise<boolean> {
  const written = writtenOf(instrument, state.written);
  const title = [state.revision === null ? instrument.short : `更正${instrument.short}`, name, written.assessed_on.slice(5)].join(
    ' ',
  );
  const note = { title, about: [state.id] };
  const { id, resident, code, version, purpose, revision, reason } = state;
  const correction = { ...written, id, revision: revision ?? 1, reason: reason.trim() || '发送前又作了修改' };
  const input =
    revision === null
      ? {
          ...written,
          id,
          resident,
          instrument: code,
          version,
          ...(purpose && { purpose }),
          recorded_at: new Date().toISOString(),
        }
      : correction;
  try {
    if (await unsent(state.item)) await edit(state.item, input, note);
    else await add(revision === null ? record : correct, input, note, state.item);
  } catch (error) {
    if (error instanceof GoneError) await add(correct, correction, note);
    else if (error instanceof StoreError) {
      say(error.say, 'harm');
      return false;
    } else throw error;
  }
  say('已存本机，有信号后自动发送。');
  return true;
}
