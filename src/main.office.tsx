// The office: its frame, and what each module brings to it. Adding a module is one line.

import { orgOffice } from '#domain/org/screens/office/module.ts';
import { visitsOffice } from '#domain/visits/screens/office/module.ts';
import { startOffice } from '#web/office/app.tsx';

await startOffice([orgOffice, visitsOffice]);
