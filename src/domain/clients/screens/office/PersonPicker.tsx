// Choosing one registered person of a station by name, sound or last digits.

import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { read } from '#web/api.ts';
import { list } from '../../clients.ts';
import { sexWord, villageWords } from '../shared/person-words.ts';
import { ageWord } from './columns.tsx';

const TYPING_MS = 300;

function usePause(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** A form's control: the value is the person's id. `except` is not offered. */
export function PersonPicker({
  station,
  except,
  placeholder,
  id,
  value,
  onChange,
}: {
  station: number | undefined;
  except?: string;
  placeholder: string;
  id?: string;
  value?: string;
  onChange?: (id: string | undefined) => void;
}) {
  const [typed, setTyped] = useState('');
  const q = usePause(typed.trim());
  const found = useQuery({
    queryKey: ['clients.list', 'picker', station, q],
    queryFn: ({ signal }) => read(list, { station, q, limit: 20 }, signal),
    enabled: q !== '' && station !== undefined,
  });
  return (
    <Select
      id={id}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={placeholder}
      loading={found.isFetching}
      notFoundContent={q === '' ? '输入姓名、拼音首字母或证件末 4 位' : found.isPending ? '正在查找…' : '没有找到，请换个写法'}
      value={value}
      onChange={next => onChange?.(next || undefined)}
      options={(found.data?.rows ?? [])
        .filter(row => row.id !== except)
        .map(row => ({ value: row.id, label: [row.name, sexWord(row.sex), ageWord(row.age), villageWords(row)].join(' ') }))}
    />
  );
}
