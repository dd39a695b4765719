// What is sent to the endpoints of hints.

import type { Sample } from './matrix.samples.ts';

export const hintsSamples: Record<string, Sample[]> = {
  'hints.list': [{ input: async n => ({ station: await n.number('station'), state: 'all' }) }],
  'hints.remark': [
    {
      roles: ['station_lead', 'project_manager', 'county_officer'],
      input: async n => ({ kind: 'like_text', records: [await n.id('visit')], remark: '已核实' }),
    },
  ],
};
