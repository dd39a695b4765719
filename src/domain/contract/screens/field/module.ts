// What the contract brings to the phone: how far I am.

import type { FieldModule } from '#web/field/registry.ts';
import { MyFigures, myFigures } from './my-figures.tsx';

export const contractField: FieldModule = { screens: [], collections: [myFigures], slots: { today: MyFigures } };
