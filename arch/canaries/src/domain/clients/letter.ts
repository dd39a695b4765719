import '#server/database/tables.ts';
export const letter = 1;
