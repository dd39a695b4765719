// What is sent to the endpoints of records: handing in, taking back, review.

import type { Names, Sample } from './matrix.samples.ts';

const of = (input: Sample['input']): Sample => ({ input });
/** The visit a role may decide about: the project manager reviews the head of station's. Its maker has opened it for both. */
const seen = async (n: Names) => ({
  what: 'visits',
  id: await n.id(n.role === 'project_manager' ? 'leadVisit' : 'visit'),
  revision: 1,
});
/** The draft a role wrote. */
const own = async (n: Names) => ({ id: await n.id(n.role === 'station_lead' ? 'leadRecordDraft' : 'recordDraft'), revision: 1 });

export const recordsSamples: Record<string, Sample[]> = {
  'records.submit': [of(own)],
  'records.withdraw': [of(async n => ({ ...(await own(n)), reason: '重复' }))],
  'records.approve': [of(seen)],
  'records.approve_many': [of(async n => ({ records: [await seen(n), await seen(n)] }))],
  'records.return': [of(async n => ({ ...(await seen(n)), remark: '请补写' }))],
  'records.reopen': [of(async n => ({ what: 'visits', id: await n.id('approved'), revision: 1, reason: '有误' }))],
  'records.remark': [of(async n => ({ ...(await seen(n)), remark: '已阅' }))],
  'records.mark_read': [of(seen)],
  'records.to_review': [of(async n => ({ station: await n.number('station') })), of(() => ({}))],
};
