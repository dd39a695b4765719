// The one way a row of evidence is written down before it is hashed: JSON with sorted keys, one line each. Anybody can do it again
// (docs/verify-package.md).

import type { ProofRow } from '#domain/contract/evidence.service.ts';
import { canonical } from '#server/ledger.ts';

/** A row as it is frozen: which indicator, whether it counted or why not, and the row. */
export type Line = ProofRow & { indicator: string; reason: string };
export const lineText = (line: Line): string => `${canonical(line)}\n`;

/** Sums of hours and money are compared in whole thousandths, as the figures are. */
export const tidy = (sum: number): number => Math.round(sum * 1000) / 1000;
