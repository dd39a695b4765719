// The table kit (antd) is loaded beside the first page, not before the frame.
import { lazy } from 'react';

export const KitProvider = lazy(() => import('./provider.tsx'));
