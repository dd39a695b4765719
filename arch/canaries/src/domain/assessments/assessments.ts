import '#domain/visits/visits.ts';
