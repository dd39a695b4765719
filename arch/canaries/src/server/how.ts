import '#domain/org/org.ts';
export const how = 1;
