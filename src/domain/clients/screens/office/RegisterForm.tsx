// Registering a person who is on no roster. People alike by sound, birth date and village are shown before there are two of them.
// Serves K2, E1.

import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Checkbox, Form, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { newId } from '#kernel/ids.ts';
import { ApiError, read, send } from '#web/api.ts';
import { CommandForm } from '#web/office/kit/command-form.tsx';
import { get, register } from '../../clients.ts';
import { codeChoices, useVillages } from './choices.ts';
import { ageWord } from './columns.tsx';
import { Group, IdentityFields, MoreFields, needed, OthersFields, ReachFields } from './PersonFields.tsx';
import { PersonPicker } from './PersonPicker.tsx';

type Values = Omit<z.input<typeof register.input>, 'id' | 'household'> & { household_with?: string };
/** Whom the server found: people alike, or the holder of the same number. */
type Found = { alike: string[]; holder: string | null };
const NOBODY: Found = { alike: [], holder: null };

function foundIn(error: ApiError): Found {
  const current = error.current as { twins?: string[]; id?: string } | null;
  if (error.code === 'twins') return { alike: current?.twins ?? [], holder: null };
  return error.code === 'known_person' ? { alike: [], holder: current?.id ?? null } : NOBODY;
}

/** The household of a registered person; without one the id given. */
export const householdOf = async (person: string | undefined, otherwise: string): Promise<string> =>
  person === undefined ? otherwise : (await read(get, { id: person })).household.id;

/** Opened beside the form, so that nothing typed is lost. */
const FileLink = ({ id, children }: { id: string; children: string }) => (
  <Link to="/people/$id" params={{ id }} target="_blank">
    {children}（新窗口）
  </Link>
);

/** People found alike, to be looked at; and the word that this is somebody else. */
function Alike({ ids }: { ids: readonly string[] }) {
  const people = useQueries({
    queries: ids.map(id => ({
      queryKey: ['clients.get', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(get, { id }, signal),
    })),
  });
  return (
    <section className="note note-warn alike" role="alert" aria-label="可能已经登记过">
      <p>可能已经登记过，请对照证件核对：</p>
      <ul>
        {people.map(({ data }, i) => (
          <li key={ids[i]}>
            {data
              ? `${data.name}，${ageWord(data.age)}，${data.village_name ?? '村（居）未填'}，证件 ${data.identity ?? '无'} `
              : '正在读取…'}
            <FileLink id={ids[i]!}>打开此人档案</FileLink>
          </li>
        ))}
      </ul>
      <Form.Item name="not_a_twin" valuePropName="checked" noStyle>
        <Checkbox>已核对，正在登记的是另一个人</Checkbox>
      </Form.Item>
    </section>
  );
}

function PlaceFields({ homes }: { homes: readonly { value: number; label: string }[] }) {
  const station = Form.useWatch('station') as number | undefined;
  const villages = useVillages(station ?? homes[0]?.value);
  return (
    <Group title="村（居）与家庭">
      {homes.length > 1 && (
        <Form.Item name="station" label="社工站" rules={needed}>
          <Select options={[...homes]} />
        </Form.Item>
      )}
      <Form.Item name="village_code" label="村（居）" rules={needed}>
        <Select options={villages} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="household_with" label="与谁同户">
        <PersonPicker station={station ?? homes[0]?.value} placeholder="不填为单独一户" />
      </Form.Item>
      <Form.Item name="relation" label="与户主关系">
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={codeChoices('relation')} />
      </Form.Item>
    </Group>
  );
}

export function RegisterForm({
  homes,
  onDone,
}: {
  homes: readonly { value: number; label: string }[];
  onDone(id: string): void;
}) {
  const [found, setFound] = useState(NOBODY);
  const saved = useRef('');
  // Kept while the same form is tried again: a repeated wish must be the same wish.
  const household = useRef(newId());
  const submit = async ({ household_with, station = homes[0]!.value, ...values }: Values, id: string) => {
    setFound(NOBODY);
    try {
      await send(
        register,
        { ...values, id, station, household: { id: await householdOf(household_with, household.current) } },
        { id },
      );
      saved.current = id;
    } catch (error) {
      if (error instanceof ApiError) setFound(foundIn(error));
      throw error;
    }
  };
  return (
    <CommandForm<Values>
      action="登记"
      initial={{ identity_kind: 'resident_id' }}
      onDone={() => onDone(saved.current)}
      submit={submit}
    >
      {found.alike.length > 0 && <Alike ids={found.alike} />}
      {found.holder !== null && (
        <p>
          <FileLink id={found.holder}>打开已登记的档案</FileLink>
        </p>
      )}
      <Group title="本人">
        <Form.Item name="name" label="姓名" rules={needed}>
          <Input autoComplete="off" maxLength={40} autoFocus />
        </Form.Item>
        <IdentityFields now={{}} />
      </Group>
      <PlaceFields homes={homes} />
      <ReachFields now={{}} />
      <OthersFields now={{}} />
      <MoreFields now={{}} />
    </CommandForm>
  );
}
