// For the tests of setting up: a contract document that is complete, and sending a document.

import { createHash } from 'node:crypto';
import { newId } from '#kernel/ids.ts';
import type { Person } from '#server/testing.ts';
import type { ContractDocument } from './contract-json.ts';
import * as setup from './setup.ts';
import { HONGMAO, k1Rule, YINGGEN } from './testing.ts';

/** A small contract with everything in it. `code` must be free in the county. */
export const whole = (code: string, change: Partial<ContractDocument> = {}): ContractDocument => ({
  version: 1,
  code,
  name: '乡镇社工服务（试）',
  purchaser: '某县民政局',
  provider: '某社工服务中心',
  signed_on: '2026-02-20',
  from_on: '2026-03-01',
  to_on: '2027-02-28',
  budget_yuan: 300_000,
  grades: [
    { name: '合格', from_percent: 60 },
    { name: '不合格', from_percent: 0 },
  ],
  stations: [
    { station: HONGMAO, fee_yuan: 100_000, operating_yuan: 20_000, joined_on: null, left_on: null, away: [] },
    { station: YINGGEN, fee_yuan: 100_000, operating_yuan: 20_000, joined_on: null, left_on: null, away: [] },
  ],
  budget: [{ title: '督导培训', amount_yuan: 30_000, station: null }],
  clauses: [
    {
      code: 'A1',
      block: '服务',
      title: '入户探访',
      body: '每站入户探访不少于 2 次。',
      indicators: [
        {
          key: 'visits',
          title: '每站入户探访不少于 2 次',
          unit: '次',
          rule: { ...k1Rule, beside: [], unit: 'station', threshold: { at: 'least', value: 2 } },
          score: { points: 10, given: { how: 'share' }, veto: false },
        },
      ],
    },
    { code: 'A2', block: '管理', title: '研究报告', body: '提交研究报告 1 份。', indicators: [] },
  ],
  milestones: [
    {
      title: '尾款',
      amount_yuan: null,
      percent: 30,
      due_on: null,
      conditions: [{ is: 'indicators', indicators: ['visits'] }, { is: 'accepted' }],
    },
  ],
  ...change,
});

let serial = 0;
/** Imports a document as a draft; answers its id. */
export async function drafted(by: Person, change: Partial<ContractDocument> = {}): Promise<string> {
  const id = newId();
  const answer = await by.send(setup.importContract, { id, document: whole(`CG-${++serial}`, change) });
  if (answer.status !== 200) throw new Error(`the draft was refused: ${JSON.stringify(answer.body)}`);
  return id;
}
/** The same, running. */
export async function running(by: Person, change: Partial<ContractDocument> = {}): Promise<string> {
  const id = await drafted(by, change);
  const answer = await by.send(setup.start, { id, revision: 1 });
  if (answer.status !== 200) throw new Error(`the contract was not started: ${JSON.stringify(answer.body)}`);
  return id;
}

/** Sends a document of a station; answers the response and the hash. */
export async function sendDocument(by: Person, station: number, bytes: Buffer): Promise<{ hash: string; status: number }> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const response = await by.put(`/api/files/${hash}?use=document&station=${station}`, bytes);
  return { hash, status: response.status };
}
