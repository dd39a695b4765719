// One visit as a page of its own: where a figure's evidence leads.

import { useParams } from '@tanstack/react-router';
import { VisitRead } from './VisitDrawer.tsx';

export default function VisitPage() {
  const { id } = useParams({ strict: false });
  return id ? <VisitRead id={id} /> : null;
}
