import '#domain/org/inner.ts';
import '#domain/visits/visits.ts';
export const clients = 1;
