// A session that still waits to be sent, as its author reads it; it needs nothing but the record itself. Serves E1.

import type { Unsent } from '#web/outbox.ts';
import { fieldsOf, formOf, show } from '../../cases.ts';
import { unsentState } from './session-state.ts';

export default function UnsentShown({ item }: { item: Unsent }) {
  const state = unsentState(item);
  if (!state) return null;
  const said = fieldsOf(formOf(state.kind)).flatMap(([key, field]) => {
    const words = field.kind === 'rows' ? '' : show(field, state.content[key]);
    return words ? [[field.label, words] as const] : [];
  });
  return (
    <dl>
      {said.map(([label, words]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
