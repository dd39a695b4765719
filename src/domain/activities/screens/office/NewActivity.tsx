// A new plan: at whose station, then the form (K5).

import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { newId } from '#kernel/ids.ts';
import { send } from '#web/api.ts';
import { PageSentence } from '#web/office/kit/words.tsx';
import { useActor } from '#web/office/session.ts';
import { plan } from '../../activities.ts';
import { PlanForm, plannedOf } from './PlanForm.tsx';
import { useChanged } from './parts.tsx';
import './activities.css';

export default function NewActivity() {
  const actor = useActor();
  const navigate = useNavigate();
  const changed = useChanged();
  const [id] = useState(newId);
  const station = actor.grants.find(g => g.station !== null)?.station ?? 0;
  return (
    <>
      <PageSentence>写好计划并提交，站长审核通过后举办；签到、照片和总结都记在同一场活动里。</PageSentence>
      <div className="activity-form">
        <PlanForm
          station={station}
          submit={(v, command) => send(plan, { ...plannedOf(v), id, station, draft: !v.hand_in }, { id: command })}
          onDone={() => {
            changed();
            void navigate({ to: '/activities/$id', params: { id } });
          }}
        />
      </div>
    </>
  );
}
