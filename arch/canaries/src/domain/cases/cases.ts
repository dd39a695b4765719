import './round.ts';
export const cases = 1;
