// The changing QR code of a session, large enough for a projector.

import { Link, useParams } from '@tanstack/react-router';
import { CodeView } from '../shared/code-view.tsx';
import './groups.css';

export default function CodePage() {
  const { id = '' } = useParams({ strict: false });
  return (
    <div className="group-page code-page">
      <CodeView session={id} />
      <p>
        扫码的人先记为出席，社工点名确认后才计入人次。
        <Link to="/groups/$id" params={{ id }}>
          回到小组点名
        </Link>
      </p>
    </div>
  );
}
