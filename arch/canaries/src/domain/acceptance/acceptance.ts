export const accepted = 1;
