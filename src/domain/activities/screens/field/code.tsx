// The QR code on the worker's phone, to hold out or lay on the table.

import type { Params } from '#web/field/registry.ts';
import { CodeView } from '../shared/code-view.tsx';

export default function Code({ params }: { params: Params }) {
  return <CodeView id={params.id ?? ''} />;
}
