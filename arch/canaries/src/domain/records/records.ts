import '#domain/visits/visits.ts';
export const records = 1;
