import '#server/how.ts';
export const page = 1;
