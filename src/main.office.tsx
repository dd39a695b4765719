// The office: its frame, and what each module brings to it. Adding a module is one line.

import { startOffice } from '#web/office/app.tsx';

await startOffice([]);
