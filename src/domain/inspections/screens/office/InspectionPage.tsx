// One inspection as a page of its own: where a cell of the grid and a figure's evidence lead.

import { useParams } from '@tanstack/react-router';
import { InspectionRead } from './InspectionRead.tsx';

export default function InspectionPage() {
  const { id } = useParams({ strict: false });
  return id ? <InspectionRead id={id} /> : null;
}
