// From a finished form into the outbox: once, whatever happened before (saved twice, the browser killed between saving and forgetting
// the draft, the record delivered while it was being edited). Serves K1, E1.

import { say } from '#web/field/kit/dialog.tsx';
import { add, edit, GoneError, type Note, type Unsent, unsent } from '#web/outbox.ts';
import { StoreError } from '#web/store.ts';
import { correct, KINDS, record, type Written } from '../../visits.ts';
import { type FormState, filesOf } from './form-state.ts';

export const SAVED = '已存本机，有信号后自动发送。';
/** Why a record was corrected when it was changed after it had left the phone unseen. */
const LATE_EDIT = '发送前又作了修改';

const titleOf = (state: FormState, written: Written, name: string): string =>
  [state.revision === null ? KINDS[written.kind] : `更正${KINDS[written.kind]}`, name, written.visited_on.slice(5)]
    .filter(Boolean)
    .join(' ');

/** `files`: only what the server has not seen yet; the server keeps the rest. */
const noteOf = (state: FormState, written: Written, name: string): Note & { files: string[] } => ({
  title: titleOf(state, written, name),
  about: [state.visit],
  files: filesOf(written).filter(file => !state.sent.includes(file)),
});

const inputOf = (state: FormState, written: Written, recordedAt: string): unknown =>
  state.revision === null
    ? { ...written, id: state.visit, resident: state.resident, recorded_at: recordedAt }
    : { ...written, id: state.visit, revision: state.revision, reason: state.reason };

/** Puts a new record or a new correction into the outbox. @throws StoreError */
export async function hand(state: FormState, written: Written, name: string): Promise<void> {
  const command = state.revision === null ? record : correct;
  const note = noteOf(state, written, name);
  const input = inputOf(state, written, new Date().toISOString());
  if (await unsent(state.item)) await edit(state.item, input, note);
  else await add(command, input, note, state.item);
}

/**
 * Puts an edited unsent record back in its place. If it was delivered meanwhile, the edit travels on as a correction of it.
 * @param revision what the record's revision is by now, as far as the phone knows
 * @throws StoreError
 */
export async function handBack(
  item: Unsent | null,
  state: FormState,
  written: Written,
  name: string,
  revision: number | null,
): Promise<void> {
  try {
    if (!item) throw new GoneError();
    await edit(item.id, inputOf(state, written, item.madeAt), noteOf(state, written, name));
  } catch (error) {
    if (!(error instanceof GoneError)) throw error;
    const onward = { ...state, revision: revision ?? (state.revision ?? 0) + 1, reason: state.reason || LATE_EDIT };
    await add(correct, inputOf(onward, written, new Date().toISOString()), noteOf(onward, written, name));
  }
}

/** Runs a saving; a phone without room says so and the form stays as it is. Answers whether it was saved. */
export async function saved(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(error.say, 'harm');
    return false;
  }
  say(SAVED);
  return true;
}
