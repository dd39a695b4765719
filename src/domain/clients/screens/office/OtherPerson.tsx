// Merging with somebody the writer knows of: the other file is looked for first.

import { useState } from 'react';
import type { Resident } from '../../clients.ts';
import { MergePanel } from './Merge.tsx';
import { PersonPicker } from './PersonPicker.tsx';

export function OtherPerson({ person, onDone }: { person: Resident; onDone(kept: string | null): void }) {
  const [other, setOther] = useState<string>();
  return (
    <>
      <div className="form-note">
        <label htmlFor="merge-other">与哪一份档案重复</label>
        <PersonPicker
          id="merge-other"
          station={person.station}
          except={person.id}
          placeholder="姓名、拼音首字母或证件末 4 位"
          value={other}
          onChange={setOther}
        />
      </div>
      {other && <MergePanel key={other} ids={[person.id, other]} onDone={onDone} />}
    </>
  );
}
