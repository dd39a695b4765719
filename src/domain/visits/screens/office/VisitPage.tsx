// One visit as a page of its own: where a figure's evidence leads.

import { useParams } from '@tanstack/react-router';
import { VisitRead } from './VisitRead.tsx';

export default function VisitPage() {
  const { id } = useParams({ strict: false });
  return id ? (
    <div className="visit-page">
      <VisitRead id={id} page />
    </div>
  ) : null;
}
