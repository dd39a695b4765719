import '#domain/acceptance/acceptance.ts';
export const contract = 1;
