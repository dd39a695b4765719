import '#web/office/kit.ts';
export const field = 1;
