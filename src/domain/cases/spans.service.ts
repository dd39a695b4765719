// Time of casework: sessions and follow-ups, as their records tell. Whose case it is, is not in it.

import { recordSpans } from '#domain/records/spans.service.ts';

export const caseSpans = recordSpans('cases.service', '个案服务', '/cases/:of', 'professional', [
  'cases.session',
  'cases.follow_up',
]);
