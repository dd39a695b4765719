import '#server/database/tables.ts';
export const routes = 1;
