// Which columns of a ledger a person wants to see; kept on this computer, without anything of the content.

import { Button, Checkbox, Popover } from 'antd';
import { useState } from 'react';
import { Icon } from '../../icons.tsx';

type Column = { key: string; title: string; optional?: boolean; fixed?: 'left' | 'right' };
const keyOf = (name: string): string => `linzhan-columns-${name}`;

/** The hidden columns of a list, and the way to change them. Optional ones are hidden until chosen. */
export function useHiddenColumns(
  name: string,
  columns: readonly Column[],
): [readonly string[], (hidden: readonly string[]) => void] {
  const [hidden, set] = useState<readonly string[]>(() => {
    const kept = localStorage.getItem(keyOf(name));
    return kept === null ? columns.filter(column => column.optional).map(column => column.key) : kept.split(',');
  });
  return [
    hidden,
    next => {
      localStorage.setItem(keyOf(name), next.join());
      set(next);
    },
  ];
}

export function ColumnChoice({
  columns,
  hidden,
  onChange,
}: {
  columns: readonly Column[];
  hidden: readonly string[];
  onChange(hidden: readonly string[]): void;
}) {
  const choices = columns.filter(column => column.fixed === undefined);
  const list = (
    <Checkbox.Group
      className="column-choice"
      options={choices.map(({ key, title }) => ({ value: key, label: title }))}
      value={choices.map(({ key }) => key).filter(key => !hidden.includes(key))}
      onChange={shown => onChange(choices.map(({ key }) => key).filter(key => !shown.includes(key)))}
    />
  );
  return (
    <Popover
      getPopupContainer={button => button.parentElement ?? document.body}
      trigger="click"
      placement="bottomRight"
      title="显示的列"
      content={list}
    >
      <Button icon={<Icon name="columns" />}>列</Button>
    </Popover>
  );
}
