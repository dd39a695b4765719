import * as contract from '../contract/contract.service.ts';
export const inspections = contract;
