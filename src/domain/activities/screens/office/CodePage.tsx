// The page to project: the code to sign in, or for the questions at the end (K5b).

import { Link, useParams } from '@tanstack/react-router';
import { Radio } from 'antd';
import { useState } from 'react';
import { CodeView } from '../shared/code-view.tsx';
import './activities.css';

export default function CodePage() {
  const { id = '' } = useParams({ strict: false });
  const [purpose, setPurpose] = useState<'sign_in' | 'satisfaction'>('sign_in');
  return (
    <div className="activity-code">
      <Radio.Group
        aria-label="用途"
        value={purpose}
        onChange={event => setPurpose(event.target.value)}
        options={[
          { value: 'sign_in', label: '签到' },
          { value: 'satisfaction', label: '现场评价' },
        ]}
      />
      <CodeView key={purpose} id={id} purpose={purpose} />
      <Link to="/activities/$id" params={{ id }}>
        返回这场活动
      </Link>
    </div>
  );
}
