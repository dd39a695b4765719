import '#server/database/tables.ts';
export const word = 1;
