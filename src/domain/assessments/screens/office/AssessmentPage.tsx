// One assessment as a page of its own: where a figure's evidence and a series lead.

import { useParams } from '@tanstack/react-router';
import { AssessmentRead } from './AssessmentRead.tsx';

export default function AssessmentPage() {
  const { id } = useParams({ strict: false });
  return id ? (
    <div className="assess-page">
      <AssessmentRead id={id} page />
    </div>
  ) : null;
}
