// A person's file as a page of its own: to link to, and to print.

import { useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { PersonFile } from './PersonFile.tsx';

export default function Person() {
  const { id } = useParams({ strict: false }) as { id: string };
  const navigate = useNavigate();
  return (
    <>
      <p className="row-actions no-print">
        <Button onClick={() => void navigate({ to: '/people' })}>回到名单</Button>
        <Button onClick={() => window.print()}>打印</Button>
      </p>
      <PersonFile id={id} onOpen={next => void navigate({ to: '/people/$id', params: { id: next } })} />
    </>
  );
}
