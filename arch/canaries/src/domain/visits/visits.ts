import '#domain/cases/cases.ts';
import '#domain/contract/contract.ts';
export const visits = 1;
