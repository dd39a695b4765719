import '#server/how.ts';
import '#domain/clients/clients.ts';
export const org = 1;
