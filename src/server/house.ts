// What a running server is made of: handed to every handler through its transaction's context, never imported as a global.

import type pg from 'pg';
import type { FileStore } from './files/store.ts';
import type { Sealer } from './secrets/seal.ts';

export type Log = (event: string, details?: Record<string, string | number | boolean | null>) => void;

export type House = {
  pool: pg.Pool;
  secrets: Sealer;
  files: FileStore;
  /** The clock; tests set it. */
  clock: () => Date;
  /** In production the second factor is compulsory and cookies need HTTPS. */
  production: boolean;
  version: string;
  dataDir: string;
  /** One line of JSON per event; names and ids of things, never a person's data. */
  log: Log;
  /** Chinese titles of all endpoints by name, for the reader of the ledger. */
  titles: Map<string, string>;
};
