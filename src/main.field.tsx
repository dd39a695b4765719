// The field app: its frame, and what each module brings to it. Adding a module is one line.

import { startField } from '#web/field/app.tsx';

await startField([]);
