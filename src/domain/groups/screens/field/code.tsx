// The QR code on the worker's phone, to hold out or lay on the table.

import { Note } from '#web/field/kit/basic.tsx';
import type { Params } from '#web/field/registry.ts';
import { CodeView } from '../shared/code-view.tsx';
import './groups.css';

export default function Code({ params }: { params: Params }) {
  return (
    <>
      <CodeView session={params.session ?? ''} />
      <Note>扫码的人会先记为出席；点名时核对并完成，才计入人次。</Note>
    </>
  );
}
