// The head of a station approves what his workers handed in, for the demo year and the tests.

import { deciding } from '#domain/records/records.demo.ts';
import { groupReviewable } from './forms.service.ts';

/** Approves a record of a group, or returns it with a remark. */
export const decideAs = deciding(groupReviewable);
