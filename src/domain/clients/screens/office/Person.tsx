// A person's file as a page of its own: to link to, and to print.

import { useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { documentDay } from '#kernel/dates.ts';
import { useActor } from '#web/office/session.ts';
import { today } from './choices.ts';
import { PersonFile } from './PersonFile.tsx';
import './people.css';

export default function Person() {
  const { id } = useParams({ strict: false }) as { id: string };
  const navigate = useNavigate();
  const { name } = useActor();
  return (
    <>
      <p className="row-actions no-print">
        <Button onClick={() => void navigate({ to: '/people' })}>回到名单</Button>
        <Button onClick={() => window.print()}>打印</Button>
      </p>
      <div className="panel person-page">
        <PersonFile id={id} page onOpen={next => void navigate({ to: '/people/$id', params: { id: next } })} />
        <p className="print-only">
          {name} {documentDay(today())}打印 · 含个人信息，请妥善保管，用后销毁
        </p>
      </div>
    </>
  );
}
