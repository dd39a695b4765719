import '../../contract.service.ts';
export const Standing = 1;
