import './cases.ts';
export const round = 1;
