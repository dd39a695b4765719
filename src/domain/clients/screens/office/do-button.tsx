// A button that opens one of the file's forms; there only for those who may.

import { Button } from 'antd';
import type { Doing, PartOf } from './doings.ts';

export const DoButton = ({
  of,
  doing,
  children,
  main = false,
  label,
}: {
  of: PartOf;
  doing: Doing;
  children: string;
  main?: boolean;
  label?: string;
}) =>
  of.mayDo(doing.what) && (
    <Button size="small" type={main ? 'primary' : 'default'} aria-label={label} onClick={() => of.onDo(doing)}>
      {children}
    </Button>
  );
