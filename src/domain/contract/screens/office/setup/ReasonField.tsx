// Why a running contract is changed: asked for with every change of it, and kept.

import { Form, Input } from 'antd';
import type { ContractState } from '../../../contract.ts';
import { needed } from './terms.tsx';

export type Reasoned = { reason?: string | null };
export const ReasonField = ({ contract }: { contract: { state: ContractState } }) =>
  contract.state === 'running' && (
    <Form.Item name="reason" label="更改的原因（会保留）" rules={needed}>
      <Input maxLength={200} />
    </Form.Item>
  );
