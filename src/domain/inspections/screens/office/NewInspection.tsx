// Recording an inspection: which station, then the sheet. On a phone at the station (M3).

import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useStations } from '#domain/org/screens/shared/use-stations.ts';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { one, useAddress } from '#web/office/kit/address.ts';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { record } from '../../inspections.ts';
import { SheetForm } from './SheetForm.tsx';
import { emptyDraft } from './SheetParts.tsx';
import './inspections.css';

export default function NewInspection() {
  const { search, change } = useAddress();
  const stations = useStations();
  const actor = useActor();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [id] = useState(newId);
  const station = Number(one(search.station) ?? 0);
  return (
    <>
      <PageSentence>{station ? `检查${stations.name(station)}` : '先选要检查的社工站。'}</PageSentence>
      <label className="bar">
        社工站
        <select
          className="day-input"
          value={station || ''}
          onChange={event => change({ station: event.target.value || undefined }, true)}
        >
          <option value="">请选择</option>
          {stations.rows.map(s => (
            <option key={s.id} value={s.id}>
              {s.name}
            </option>
          ))}
        </select>
      </label>
      {station > 0 && (
        <SheetForm
          key={station}
          station={station}
          keptAs={`inspection ${actor.account} ${station}`}
          initial={emptyDraft()}
          submit={(written, draft, command) =>
            send(record, { ...written, id, station, findings: draft.findings }, { id: command })
          }
          onDone={() => {
            void client.invalidateQueries({ queryKey: ['inspections.grid'] });
            void client.invalidateQueries({ queryKey: ['inspections.list'] });
            void client.invalidateQueries({ queryKey: ['inspections.findings'] });
            void navigate({ to: '/inspections/$id', params: { id } });
          }}
        />
      )}
    </>
  );
}
