// Evaluations and acceptances for the matrix: each state a command needs, made anew over a contract of its own.

import * as acceptance from '#domain/acceptance/acceptance.ts';
import * as evaluation from '#domain/acceptance/evaluation.ts';
import { exampleLayout, type Layout } from '#domain/acceptance/layout.ts';
import { newId } from '#kernel/ids.ts';
import type { Person, TestServer } from '#server/testing.ts';
import { must } from './matrix.files.ts';

/** They belong to the county, like the contract. */
export const ACCEPTANCE_KINDS = {
  evaluation: 'county',
  scored: 'county',
  assessed: 'county',
  acceptance: 'county',
  frozen: 'county',
  opinion: 'county',
  evaluatorAccount: 'county',
  unjudged: 'county',
} as const;
export type AcceptanceKind = keyof typeof ACCEPTANCE_KINDS;
export const isAcceptanceKind = (kind: string): kind is AcceptanceKind => Object.hasOwn(ACCEPTANCE_KINDS, kind);

export type Judging = {
  server: TestServer;
  county: number;
  officer: Person;
  evaluator: Person;
  mark: string;
  /** A new contract; answers its id. */
  contract: () => Promise<string>;
};

/** One item that evaluators score, and a veto. */
export const smallLayout: Layout = {
  ...exampleLayout,
  sections: [{ title: '质量', items: exampleLayout.sections.flatMap(s => s.items).filter(i => i.code === 'D1') }],
};

async function begun({ officer, evaluator, mark, contract }: Judging): Promise<string> {
  const id = newId();
  const head = { id, contract: await contract(), kind: 'mid' as const, title: `${mark}评估` };
  await must(officer.send(evaluation.beginEvaluation, { ...head, layout: smallLayout, evaluators: [evaluator.account] }));
  return id;
}
async function scored(m: Judging): Promise<string> {
  const id = await begun(m);
  const sheet = { id, revision: 1, points: { D1: 6 }, remarks: {}, vetoes: {}, remark: `${m.mark}意见` };
  await must(m.evaluator.send(evaluation.score, sheet));
  return id;
}
/** Signed by its evaluator: revision 2. */
async function assessed(m: Judging): Promise<string> {
  const id = await scored(m);
  await must(m.evaluator.send(evaluation.signScores, { id, revision: 2 }));
  return id;
}
async function open({ officer, mark, contract }: Judging): Promise<string> {
  const id = newId();
  await must(officer.send(acceptance.begin, { id, contract: await contract(), title: `${mark}验收` }));
  return id;
}
/** Frozen and concluded: revision 4. */
async function frozen(m: Judging): Promise<string> {
  const id = await open(m);
  await must(m.officer.send(acceptance.freeze, { id, revision: 1 }));
  const read = () => must(m.officer.read(acceptance.get, { id }));
  for (let tries = 0; (await read()).state !== 'frozen'; tries++) {
    if (tries > 400) throw new Error('the evidence was not frozen');
    await new Promise(r => setTimeout(r, 25));
  }
  const found = { id, revision: 3, clauses: [], conclusion: 'failed' as const, conclusion_text: `${m.mark}不足` };
  await must(m.officer.send(acceptance.decide, found));
  return id;
}
async function opinion(m: Judging): Promise<string> {
  const id = newId();
  const said = { heard_on: '2026-11-20', way: 'visit' as const, speaker: '独居老人', view: 'fair' as const, said: `${m.mark}说` };
  await must(m.officer.send(acceptance.addOpinion, { id, acceptance: await open(m), ...said }));
  return id;
}

/** How each kind is made. */
export const acceptanceMakers: Record<AcceptanceKind, (m: Judging) => Promise<string>> = {
  evaluation: begun,
  scored,
  assessed,
  acceptance: open,
  frozen,
  opinion,
  evaluatorAccount: async m => m.evaluator.account,
  unjudged: m => m.contract(),
};

/** A contract that has ended: it is judged, and asks nothing of workers any more. Answers its id. */
export async function closed(server: TestServer, county: number, contract: string): Promise<string> {
  const owner = await server.owner(county);
  await owner.query("update app.contracts set state = 'closed' where county_id = $1 and id = $2", [county, contract]);
  await owner.end();
  return contract;
}

/** An evaluator of a county that has none. */
export async function evaluatorOf(server: TestServer, county: number): Promise<Person> {
  const id = newId();
  const owner = await server.owner(county);
  await owner.query("insert into app.accounts (county_id, id, user_name, name) values ($1, $2, $3, '演示·邻县评估')", [
    county,
    id,
    `e${id.slice(-12)}`,
  ]);
  await owner.query(
    "insert into app.role_grants (county_id, id, account_id, role, from_on, to_on) values ($1, $2, $2, 'evaluator', '2026-03-01', '2027-02-28')",
    [county, id],
  );
  await owner.end();
  return server.as(id, county);
}

/** Everything of it at one county. */
export async function acceptanceThings(m: Judging): Promise<Record<AcceptanceKind, string>> {
  const made = {} as Record<AcceptanceKind, string>;
  for (const [kind, make] of Object.entries(acceptanceMakers)) made[kind as AcceptanceKind] = await make(m);
  return made;
}
